using System.Text;
using Streams.Core.Alerts;
using Streams.Core.Enrichment;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Telemetry;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Telemetry;

/// <summary>A shard counts what it tells for the first time, and not what it tells again when it is taken over.</summary>
public sealed class FindingCountTests : IDisposable
{
    private readonly Counts _counts = new();
    private readonly StreamsMetrics _metrics = new();
    private readonly SeededRuntime _runtime = new(1, runtime => new MemoryLog(runtime, new MemoryLogOptions { Retain = true }));
    private readonly PipelineContext _context;
    private readonly Scenarios.OneShard _shard;

    public FindingCountTests()
    {
        _context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = new Tables { Watchlist = Watched, Allow = Allowed } },
            SourceNames = new Scenarios.Scenario(),
            Sources = [0],
            Alerts = new AlertPolicy { Settle = TimeSpan.Zero },
            Metrics = _metrics,
        };
        _shard = new Scenarios.OneShard(_runtime, _context);
    }

    private static Watchlist? Watched => Watchlist.Parse("watchlist.csv", Encoding.UTF8.GetBytes(
        $"type,value,source,reason,listed\nemail,{Ana},l,r,\nemail,{Bob},l,r,\nemail,{Cyd},l,r,\n"), []);

    private static AllowTable? Allowed => AllowTable.Parse("allow.csv", Encoding.UTF8.GetBytes(
        $"rule,account,artefact_type,artefact,reason,owner,until\nD22,{Cyd},,,known,soc,2030-01-01\n"), []);

    public void Dispose()
    {
        _metrics.Dispose();
        _counts.Dispose();
    }

    [Fact]
    public void What_a_new_owner_replays_is_not_counted_again_and_what_comes_then_is()
    {
        var first = Owner("first");
        _shard.SignIn(Ana, 9);
        _shard.SignIn(Cyd, 10);
        _shard.Clock(0);
        (_counts["streams.findings", "rule.id=D22"], _counts["streams.findings"]).ShouldBe((2, 2));
        _counts["streams.alerts.suppressed", "reason=allow"].ShouldBe(1);
        var alerts = _counts["streams.alerts", "step=opened"];
        alerts.ShouldBeGreaterThan(0);
        _shard.Clock(1_000);
        _counts["streams.findings"].ShouldBe(2);

        _runtime.Post(first, new Message(MessageKind.Leave));
        _runtime.RunUntilIdle();
        Owner("second");
        _counts["streams.findings"].ShouldBe(2);
        _counts["streams.alerts", "step=opened"].ShouldBe(alerts);
        _shard.SignIn(Bob, 11);
        _shard.Clock(60_000);
        _counts["streams.findings"].ShouldBe(3);
        _counts["streams.alerts", "step=opened"].ShouldBeGreaterThan(alerts);
    }

    /// <summary>Restored: it has read all there was.</summary>
    private ActorRef Owner(string name)
    {
        var owner = _runtime.Spawn(name, () => new ShardActor(0, _context, new ShardCounters()), new SupervisorPolicy(RestartsMax: 0));
        _runtime.RunUntilIdle();
        _runtime.Post(owner, new Message(MessageKind.End));
        _runtime.RunUntilIdle();
        return owner;
    }
}
