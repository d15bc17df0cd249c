using Streams.Core.Activities;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Tests.Control;

/// <summary>A deployment whose tables change again and again keeps of them what somebody may still need.</summary>
public sealed class TableHistoryTests : ITableLibrary
{
    private const long Day = 86_400_000;
    private static readonly Key128[] Versions = [.. Enumerable.Range(0, 6).Select(i => Key128.Of($"version {i}"))];
    private readonly SeededRuntime _runtime;
    private readonly MemoryLog _log;
    private Key128 _local;
    private long _offset;
    private ulong _lives;

    public TableHistoryTests()
    {
        _runtime = new SeededRuntime(1, r => new MemoryLog(r, new MemoryLogOptions { Retain = true }));
        _log = (MemoryLog)_runtime.Log;
        _runtime.Pass(100 * Day);
    }

    public TableContent Local => new(_local, [1, 2, 3]);

    public IReadOnlyList<int> Sources => [];

    public TableSet Get(Key128 version, Func<Key128, byte[]> content) => throw new NotSupportedException("a steward parses nothing");

    [Fact]
    public void What_nobody_needs_goes_when_new_tables_are_published()
    {
        Known((0, 10), (1, 40), (2, 80), (3, 95));
        Publish(4);
        // 0 ended on day 40, 60 days ago; 1 ended on day 80, and 2 on day 95.
        Left().ShouldBe([Versions[1], Versions[2], Versions[3], Versions[4]]);
    }

    [Fact]
    public void A_version_by_which_a_source_that_sleeps_will_go_on_stays()
    {
        Known((0, 10), (1, 20), (2, 30));
        Grant(Versions[0], from: 500);
        Grant(Versions[1], from: 700);
        TakeOut(Versions[1], from: 700);
        Publish(4);
        Left().ShouldBe([Versions[0], Versions[2], Versions[4]]);
    }

    [Fact]
    public void One_that_comes_back_is_not_taken_out()
    {
        Known((0, 10), (1, 20), (2, 30));
        Publish(0);
        Left().ShouldBe([Versions[0], Versions[2]]);
    }

    private void Known(params (int Version, long Day)[] published)
    {
        foreach (var (version, day) in published)
        {
            foreach (var piece in ContentFrame.Cut(Versions[version], [7])) Place(Topics.Contents, piece.Encode(), piece.Key, 0);
            var frame = new PublishedFrame(Versions[version], -1);
            Place(Topics.Decisions, frame.Encode(), frame.Key, day * Day);
        }
    }

    private void Grant(Key128 version, long from)
    {
        var grant = new GrantFrame(3, from, from + 100, version, default);
        Place(Topics.Decisions, grant.Encode(), grant.Key, 50 * Day);
    }

    private void TakeOut(Key128 version, long from) =>
        Place(Topics.Decisions, [], new GrantFrame(3, from, from + 100, version, default).Key, 60 * Day);

    private void Place(Partition to, byte[] value, byte[] key, long time) =>
        _log.Place(to, new LogRecord(_offset++, value, 0, value.Length, key) { Timestamp = time });

    /// <summary>On day 100.</summary>
    private void Publish(int version)
    {
        _local = Versions[version];
        var context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = new() },
            SourceNames = new Scenarios.Scenario(),
            Library = this,
            Nonce = () => new Key128(1, ++_lives),
        };
        _runtime.Spawn("steward", () => new StewardActor(context, 1_000), new SupervisorPolicy(RestartsMax: 0));
        for (var i = 0; i < 1_000; i++) _runtime.Step();
    }

    private IEnumerable<Key128> Left()
    {
        var left = new Dictionary<string, Key128>();
        foreach (var record in _log.ReadAll(Topics.Contents))
        {
            if (record.Length == 0) left.Remove(Convert.ToHexString(record.Key!));
            else left[Convert.ToHexString(record.Key!)] = ContentFrame.Decode(record.Span).Version;
        }

        return left.Values.OrderBy(v => Array.IndexOf(Versions, v));
    }
}
