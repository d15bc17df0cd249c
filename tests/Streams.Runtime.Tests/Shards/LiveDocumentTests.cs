using System.Text;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Shards;

/// <summary>While the service runs a document shows the account as now known, not as it was a lateness ago.</summary>
public sealed class LiveDocumentTests
{
    private readonly SeededRuntime _runtime = new(1);
    private readonly Pipeline _pipeline;
    private readonly Scenarios.OneShard _shard;
    private readonly PipelineContext _context;

    public LiveDocumentTests()
    {
        // Two days late may come what comes: nothing here is ever sealed before the end.
        _context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = new Tables { Watchlist = Watched } },
            SourceNames = new Scenarios.Scenario(),
            Sources = [0],
            Shard = new ShardSettings { LatenessMs = 2 * 86_400_000 },
        };
        _pipeline = Pipeline.Start(_runtime, _runtime.Log, _context, new SupervisorPolicy(RestartsMax: 0));
        _shard = new Scenarios.OneShard(_runtime, _context);
    }

    [Fact]
    public void Figures_are_those_of_the_tail_and_follow_within_a_minute_of_the_clock()
    {
        _shard.SignIn(Ana, 9);
        _shard.Clock(0);
        (Document().Events, Document().LastSeen).ShouldBe((1, Ms(At(2, 9))));

        _shard.SignIn(Ana, 10);
        _shard.SignIn(Ana, 11);
        _shard.Clock(30_000);
        Document().Events.ShouldBe(1);
        _shard.Clock(60_000);
        (Document().Events, Document().FirstSeen, Document().LastSeen).ShouldBe((3, Ms(At(2, 9)), Ms(At(2, 11))));

        // One that comes out of its order counts at once like any other.
        _shard.SignIn(Ana, 8);
        _shard.Clock(120_000);
        var live = Document();
        (live.Events, live.FirstSeen, live.LastSeen).ShouldBe((4, Ms(At(2, 8)), Ms(At(2, 11))));
        _pipeline.Settle(Ms(At(2, 11)));
        HuntJson.ToBytes(Document()).ShouldBe(HuntJson.ToBytes(live));
    }

    private static Watchlist? Watched => Watchlist.Parse(
        "watchlist.csv", Encoding.UTF8.GetBytes($"type,value,source,reason,listed\nemail,{Ana},l,r,\n"), []);

    private AccountDocument Document() => _pipeline.Documents.Accounts().Single();
}
