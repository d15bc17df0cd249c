using System.Collections.Concurrent;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Scoring;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>What a sequential run says: every event once, in order of time, one shard, nothing goes wrong.</summary>
internal sealed class Oracle : ISourceCatalogue
{
    /// <summary>Both are judged as of then: later than idle time takes any run of the service.</summary>
    public const long AfterwardsMs = 3 * 86_400_000;

    private static readonly ConcurrentDictionary<ulong, Town> Towns = new();
    private static readonly ConcurrentDictionary<(ulong, bool), (string Accounts, string Rings)> Known = new();

    public string PathOf(int source) => "";

    public static Town TownOf(ulong seed) => Towns.GetOrAdd(seed, s => new Town(s));

    public static (string Accounts, string Rings) InOrder(ulong town, bool showsAll) => Known.GetOrAdd((town, showsAll), _ =>
        new Oracle().Run(TownOf(town).Lines.Select(l => (l.ToBytes(), TownSets.All[0])), TownOf(town).Lines[^1].Time, showsAll));

    public static (string Accounts, string Rings) Without(ulong town, OktaLine line) =>
        new Oracle().Run(
            TownOf(town).Lines.Where(l => l != line).Select(l => (l.ToBytes(), TownSets.All[0])),
            TownOf(town).Lines[^1].Time, showsAll: true);

    /// <summary>The version of each event is the one that the control log grants to its offset, the first of two.</summary>
    public static (string Accounts, string Rings) ByGrants(Broker broker, Town town, bool showsAll)
    {
        var versions = new Dictionary<string, TableSet>(StringComparer.Ordinal);
        for (var source = 0; source < 4; source++)
        {
            var decisions = new Decisions(source);
            foreach (var (offset, frame) in broker.Decided) decisions.Apply(offset, frame);
            foreach (var record in broker.Of(new Partition("source", source)).All())
                if (decisions.TryFind(record.Offset, out var version, out _))
                    versions[Encoding.UTF8.GetString(record.Span)] = TownSets.All.Single(s => s.Version == version);
        }

        return new Oracle().Run(town.Lines.Select(line => (line.ToBytes(), versions[line.ToString()])), town.Lines[^1].Time, showsAll);
    }

    private (string Accounts, string Rings) Run(IEnumerable<(byte[] Line, TableSet Set)> lines, long last, bool showsAll)
    {
        var runtime = new SeededRuntime(1);
        var context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = TownSets.All[0],
            Sources = [0],
            SourceNames = this,
            Shard = new ShardSettings { LatenessMs = 0, Retention = Town.Retention },
            AllAccounts = showsAll,
        };
        var pipeline = Pipeline.Start(runtime, runtime.Log, context, new SupervisorPolicy(RestartsMax: 0));
        var router = new Router(context.Topology, 0, Position.Start);
        var decoder = new SourceDecoder(new SourcePartition(0, new Partition("source", 0)), context, new IngestSettings(), router);
        long offset = 0;
        foreach (var (line, set) in lines)
        {
            decoder.Use(set, runtime.Log);
            decoder.Decode(new LogRecord(offset, line, 0, line.Length), runtime.Log);
            decoder.FlushNames(runtime.Log);
            router.Flush(runtime.Log, Position.EndOf(offset++), decoder.Watermark, idle: false);
        }

        pipeline.Settle(last + AfterwardsMs);
        return (DocumentText.Of(pipeline.Documents.Accounts()), DocumentText.Of(pipeline.Documents.Rings()));
    }
}
