using Streams.Runtime.Control;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Core.Scoring;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Benchmarks.Events;

/// <summary>
/// decode → enrich → resolve → encode → route → frames → every detection → artefacts, rings, cases: the actors of the
/// service on the
/// single-threaded runtime and the in-memory log, so that all of their work is CPU time of this thread.
/// </summary>
internal sealed class WholePipeline : ISourceCatalogue
{
    private readonly SeededRuntime _runtime = new(1, runtime => new MemoryLog(runtime, new MemoryLogOptions()));
    private readonly Pipeline _pipeline;
    private readonly FedIngest _ingest;
    private readonly Corpus _corpus;

    public WholePipeline(Corpus corpus, Tables tables, ShardSettings settings)
    {
        _corpus = corpus;
        var topology = new Topology(8);
        var context = new PipelineContext
        {
            Topology = topology,
            Set = new TableSet { Tables = tables },
            Sources = [0],
            SourceNames = this,
            Shard = settings,
        };
        _pipeline = Pipeline.Start(_runtime, _runtime.Log, context);
        var source = new SourcePartition(0, new Partition("source", 0));
        _ingest = new FedIngest(new SourceIngest(source, context, new IngestSettings()), corpus, topology);
        _runtime.Spawn("ingest", () => _ingest, new SupervisorPolicy(RestartsMax: 0), mailboxMax: 8);
    }

    public long Applied => _pipeline.Counters.Applied;

    public int Accounts => _pipeline.Documents.Accounts().Count;

    public string PathOf(int source) => _corpus.Name;

    /// <summary>Takes records up to that one and lets everything they cause come to rest.</summary>
    public void Feed(int until)
    {
        _ingest.Until = until;
        _runtime.Post(_ingest.Self!, new Message(MessageKind.Again));
        _runtime.RunUntilIdle(CancellationToken.None);
    }

    /// <summary>Seals everything and writes the scored documents.</summary>
    public void Settle(long lastEvent) => _pipeline.Settle(lastEvent);
}
