using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;
using Streams.Runtime.Tests.Scenarios;

namespace Streams.Runtime.Tests.Snapshots;

/// <summary>A claim of an owner that is no more comes after the claim of the one that lives.</summary>
public sealed class DeposedTests
{
    private const long MinuteMs = 60_000;
    private readonly SeededRuntime _runtime = new(3);
    private readonly PipelineContext _context;
    private readonly Partition _flow = new(Topics.Flow, 0);
    private ulong _lives;
    private long _applied = -1;
    private long _clock = 1_000 * MinuteMs;

    public DeposedTests()
    {
        _context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = Tables.Empty },
            SourceNames = new Scenario(),
            Snapshots = new SnapshotSettings { EveryFrames = 1, OutlastMs = 5 * MinuteMs },
            Nonce = () => new Key128(1, ++_lives),
        };
        _runtime.Spawn("shard", () => new ShardActor(0, _context, new ShardCounters()));
        Clock();
    }

    [Fact]
    public void It_writes_nothing_while_the_other_may_live_and_claims_again_when_that_cannot_be()
    {
        Kept.ShouldBeTrue();
        _runtime.Log.Append(_flow, new ClaimFrame(new Key128(9, 9)).Encode());
        for (var minutes = 0; minutes < 4; minutes++)
        {
            Clock();
            Kept.ShouldBeFalse("the claim of a later owner holds");
        }

        for (var minutes = 0; minutes < 4; minutes++) Clock();
        Kept.ShouldBeTrue();
        _lives.ShouldBe(2ul, "it began anew once");
    }

    /// <summary>An append whose answer was lost is made again. What stood under the first would be nobody's.</summary>
    [Fact]
    public void Its_own_claim_that_comes_twice_changes_nothing()
    {
        Kept.ShouldBeTrue();
        _runtime.Log.Append(_flow, new ClaimFrame(new Key128(1, 1)).Encode());
        Clock();
        Kept.ShouldBeTrue();
        _runtime.Log.ReadAll(new Partition(Topics.State, 0)).Where(record => record.Length > 0)
            .Select(record => SnapshotRecord.EpochOf(record.Key)).Distinct().ShouldHaveSingleItem();
    }

    /// <summary>A snapshot was written since it was asked last.</summary>
    private bool Kept
    {
        get
        {
            var before = _applied;
            _applied = new SnapshotStore(0) { Epoch = 0 }.Restore(_runtime.Log)?.Header.Applied ?? -1;
            return _applied > before;
        }
    }

    private void Clock()
    {
        _runtime.Log.Append(_flow, new ClockFrame(_clock += MinuteMs, SealAll: false).Encode());
        _runtime.RunUntilIdle();
    }
}
