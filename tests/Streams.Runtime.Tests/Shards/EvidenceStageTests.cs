using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

/// <summary>Which events of an account under suspicion are told and taken back, frame by frame and over a restore.</summary>
public sealed class EvidenceStageTests
{
    private const long Day = 86_400_000, Start = 20_000 * Day;
    private static readonly Key128 Ana = Key128.Of("ana");
    private readonly MemoryLog _log = new(new SeededRuntime(1));
    private readonly PipelineContext _context = new()
    {
        Topology = new Topology(1),
        Set = new TableSet { Tables = new Tables() },
        SourceNames = new Scenarios.Scenario(),
        EvidencePerDay = 2,
    };

    private EvidenceStage _stage;
    private long _edge = long.MinValue;
    private long _offset;

    public EvidenceStageTests() => _stage = Stage(_context);

    [Fact]
    public void The_lowest_of_a_day_stand_and_what_they_displace_is_withdrawn()
    {
        Suspect();
        Frame((0, 5)).ShouldBe(["+5"]);
        Frame((0, 3)).ShouldBe(["+3"]);
        Frame((0, 4)).ShouldBe(["+4", "-5"]);
        Frame((0, 9)).ShouldBeEmpty();
        Frame((0, 4)).ShouldBeEmpty("a copy is no event");
        Frame((1, 9)).ShouldBe(["+9"]);
    }

    [Fact]
    public void What_is_told_and_displaced_by_one_frame_is_not_told_at_all()
    {
        Suspect();
        Frame((0, 9), (0, 8), (0, 7), (0, 6)).ShouldBe(["+6", "+7"]);
        Frame((0, 5), (0, 4), (0, 3)).ShouldBe(["+3", "+4", "-6", "-7"]);
    }

    [Fact]
    public void Suspicion_is_lifted_where_a_day_turns_and_comes_at_once()
    {
        Frame((0, 1)).ShouldBeEmpty();
        Suspect();
        Stand(30, isNewDay: false);
        Frame((0, 2)).ShouldBe(["+2"]);
        _stage.Stands(Ana, null, isNewDay: false, _offset);
        Frame((0, 3)).ShouldBe(["+3"]);
        Stand(30, isNewDay: true);
        Frame((1, 4)).ShouldBeEmpty();
        Suspect();
        Frame((0, 1)).ShouldBe(["+1", "-3"]);
    }

    [Fact]
    public void Documents_say_the_highest_score_of_the_day()
    {
        Suspect();
        Stand(82, isNewDay: false);
        Stand(60, isNewDay: false);
        Frame((0, 5));
        EventJson.Read(Told(0).Single().Json).ShouldSatisfyAllConditions(e => e.Score.ShouldBe(82), e => e.Level.ShouldBe("high"));
    }

    [Fact]
    public void A_restored_set_goes_on_as_it_was_and_hears_no_frame_twice()
    {
        Suspect();
        Frame((0, 5), (0, 3));
        var (account, applied, payload) = Saved().ShouldHaveSingleItem();
        Saved().ShouldBeEmpty();

        _stage = Stage(_context);
        _stage.Load(account, applied, payload);
        _stage.IsSuspected(Ana, applied).ShouldBeFalse("the frame is in it");
        Stand(99, isNewDay: true, at: applied);
        Saved().ShouldHaveSingleItem().Payload.ShouldBe(payload);
        Frame((0, 4)).ShouldBe(["+4", "-5"]);

        // Less is kept than before.
        (account, applied, payload) = Saved().ShouldHaveSingleItem();
        _stage = Stage(_context with { EvidencePerDay = 1 });
        _stage.Load(account, applied, payload);
        Frame((0, 2)).ShouldBe(["+2", "-3", "-4"]);
    }

    [Fact]
    public void Days_that_are_sealed_are_forgotten_and_late_events_of_them_are_not_told()
    {
        Suspect();
        Frame((0, 5), (0, 6), (1, 7));
        _edge = Start + Day + 1;
        Stand(50, isNewDay: true);
        Frame((0, 1)).ShouldBeEmpty();
        Frame((1, 6)).ShouldBe(["+6"]);

        Stand(10, isNewDay: true);
        _edge = Start + 3 * Day;
        Saved().ShouldHaveSingleItem();
        Stand(10, isNewDay: true);
        _stage.Count.ShouldBe(0);
        _stage.TakeGone().ShouldBe([Ana]);
        Suspect();
        Frame((1, 1)).ShouldBeEmpty("whoever comes under suspicion later has no sets of that day");
    }

    [Fact]
    public void Of_one_account_eight_days_are_remembered()
    {
        Suspect();
        for (var day = 0; day < 9; day++) Frame((day, 5)).ShouldBe(["+5"]);
        Frame((0, 1)).ShouldBeEmpty();
        Frame((1, 1)).ShouldBe(["+1"]);
    }

    private List<(Key128 Account, long Applied, byte[] Payload)> Saved() => [.. _stage.SaveChanged(_offset)];

    private void Suspect() => Stand(50, isNewDay: false);

    private void Stand(double score, bool isNewDay, long? at = null)
    {
        var document = new AccountDocument { Account = "ana", Prior = new PriorDocument(0.02, "remote"), Score = score, Level = Odds.Level(score) };
        _stage.Stands(Ana, document, isNewDay, at ?? ++_offset);
    }

    /// <summary>Events by day and hash; what was said of them, in order.</summary>
    private List<string> Frame(params (int Day, int Hash)[] events)
    {
        var said = _log.ReadAll(new Partition(Topics.Results, 0)).Count();
        _offset++;
        foreach (var (day, hash) in events)
        {
            var activity = new Activity { Account = Ana, EventKey = KeyOf(day, hash), Time = Start + day * Day };
            if (_stage.IsSuspected(Ana, _offset)) _stage.Tell(activity, "ana", _offset);
        }

        _stage.Flush(_log);
        var told = Told(said);
        told.ShouldAllBe(document => document.Version == _context.DocumentVersion(_offset));
        return [.. told.Select(document => (EventJson.ReadWithdrawn(document.Json) is null ? "+" : "-") + HashOf(document.Id)).Order(StringComparer.Ordinal)];
    }

    private List<ResultDocument> Told(int from) =>
        [.. _log.ReadAll(new Partition(Topics.Results, 0)).Skip(from).Select(record => DocumentRecord.Read(record.Span))];

    private static Key128 KeyOf(int day, int hash) => new((ulong)hash, (ulong)day);

    private static string HashOf(string id) => id[15].ToString();

    private EvidenceStage Stage(PipelineContext context) => new(context, 0, () => _edge);
}
