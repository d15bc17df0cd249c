using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

/// <summary>Of 1,000 accounts that a shard has room for, 50 may be names that somebody only tried.</summary>
public sealed class RetentionTests
{
    private const int Start = 20_000;
    private readonly PipelineContext _context;
    private readonly AccountStage _stage;
    private readonly NameStage _names = new();
    private readonly Retention _retention;
    private int _seen;

    public RetentionTests()
    {
        _context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = Tables.Empty },
            SourceNames = new Scenarios.Scenario(),
            Shard = new ShardSettings { AccountsMax = 1_000 },
        };
        var cases = new CaseStage(_context, 0, new FactOutbox(_context.Topology));
        _stage = new AccountStage(new AccountEngine([new Suspicious()]), Tables.Empty, new CommitMemory())
        {
            Changed = (account, findings) => cases.SetOwn(_stage!.Accounts.Slot(account).Key, _stage.Accounts.Slot(account).Name, findings),
            Said = (_, _, _) => { },
            Poisoned = (_, _, reason) => throw reason,
        };
        _retention = new Retention(_context, _stage, _names, cases);
    }

    [Fact]
    public void A_million_invented_names_displace_nobody()
    {
        for (var i = 0; i < 40; i++) See($"real{i}", Start);
        for (var i = 0; i < 500; i++)
        {
            See($"invented{i}", Start + 1 + i / 100, Outcome.Failure);
            Expire(Start + 1 + i / 100);
            _stage.Accounts.Count.ShouldBeLessThanOrEqualTo(40 + 50 + 100 + 4, "what a day brings stays until it is over");
        }

        Expire(Start + 10).ShouldBeGreaterThan(0);
        _stage.Accounts.Count.ShouldBe(40 + 46);
        Enumerable.Range(0, 40).ShouldAllBe(i => Knows($"real{i}"));
        Knows("invented499").ShouldBeTrue("the newest stay");
        Knows("invented0").ShouldBeFalse();
    }

    [Fact]
    public void A_full_shard_lets_those_go_that_were_silent_for_longest_and_never_one_under_suspicion()
    {
        See("bad", Start);
        for (var i = 0; i < 1_000; i++) See($"real{i}", Start + 1 + i / 100);
        Expire(Start + 20).ShouldBe(1_001 - 1_000 * 15 / 16);
        Knows("bad").ShouldBeTrue();
        Knows("real0").ShouldBeFalse();
        Knows("real999").ShouldBeTrue();
        _retention.TakeGone().Count.ShouldBe(64);
        _retention.TakeGone().ShouldBeEmpty();
    }

    [Fact]
    public void Silence_ends_it_and_who_comes_again_begins_anew()
    {
        See("once", Start);
        See("again", Start);
        See("bad", Start);
        Expire(Start + 400).ShouldBe(0);
        Expire(Start + 401).ShouldBe(2);
        Expire(Start + 401).ShouldBe(0);
        See("again", Start + 402);
        _retention.TakeGone().ShouldBe([Key128.Of("once"), Key128.Of("again")], ignoreOrder: true);
        AccountEngine.ProfileOf(_stage.Accounts.Block(_stage.Accounts.Find(Key128.Of("again")))).Events.ShouldBe(1);
    }

    [Fact]
    public void Who_has_events_that_may_still_be_overtaken_stays()
    {
        See("waiting", Start, seals: false);
        Expire(Start + 1_000, seals: false).ShouldBe(0);
        Knows("waiting").ShouldBeTrue();
    }

    [Fact]
    public void Names_outlive_their_account_until_there_are_too_many()
    {
        See("real", Start);
        foreach (var i in Enumerable.Range(0, 1_050)) Name($"gone{i}");
        Name("real");
        Expire(Start + 1);
        _names.Of(Key128.Of("real")).ShouldBe(["real"]);
        _names.Of(Key128.Of("gone7")).ShouldBeEmpty();
        Name("gone7");
        _names.TakeGone().Count.ShouldBe(1_050);
    }

    private bool Knows(string account) => _stage.Accounts.Find(Key128.Of(account)) >= 0;

    private void Name(string account) => _names.Add(Key128.Of(account), Encoding.UTF8.GetBytes(account));

    private long Expire(int day, bool seals = true)
    {
        if (seals) _stage.Apply([], [], (long)day * EpochDay.Ms);
        else _stage.RestoreEdge((long)day * EpochDay.Ms);
        return _retention.Expire(_context.Set, 0);
    }

    private void See(string name, int day, Outcome outcome = Outcome.Success, bool seals = true)
    {
        var activity = Some.Activity(name, (long)day * EpochDay.Ms + ++_seen, $"{name} on {day}");
        activity.Outcome = outcome;
        var bytes = Some.Encoded(activity);
        var account = _stage.AccountOf(activity.Account, Utf8Text.Of(name));
        var item = new PendingEvent(activity.Time, activity.EventKey, account, 0, bytes.Length, 0, default, default);
        _stage.Apply([item], bytes, seals ? activity.Time : activity.Time - 1);
        _stage.Replay();
    }

    private struct Count
    {
        public int Steps;
    }

    /// <summary>Finds something in whoever is called bad.</summary>
    private sealed class Suspicious : AccountDetection<Count>
    {
        private static readonly Rule Rule = DetectionCatalogue.All(new DetectionSettings()).SelectMany(d => d.Rules).First();

        public override IReadOnlyList<Rule> Rules => [Rule];

        protected override void Step(ref Count state, AccountStep step)
        {
            state.Steps++;
            if (step.AccountName != "bad") return;
            step.Findings.Raise(new FindingDraft
            {
                Rule = Rule,
                Time = step.Activity.Time,
                Strength = 1,
                Weight = 1,
                Summary = "bad",
                Evidence = [default],
            });
        }
    }
}
