using Streams.Cli.Configuration.Sections;
using Streams.Core.Scoring;
using Streams.Kafka;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Cli.Running;

/// <summary>
/// A running deployment as <c>hunt --json</c> would show it: its snapshots and its flow log are read into memory, come
/// to rest there as of a time, and nothing is written back.
/// </summary>
internal sealed class Exporter(StreamsConfiguration configuration)
{
    private readonly KafkaOptions _kafka = KafkaSettings.Options(configuration);

    /// <summary>Events that came too late to be put in their order, after an export.</summary>
    public long Late { get; private set; }

    public HuntDocument Export(long asOf, bool all, CancellationToken cancel)
    {
        using var setup = new KafkaSetup(_kafka, KafkaSettings.Plan(configuration));
        var names = new SourceNames();
        names.Set(setup.SourcePartitions());
        var library = new TableLibrary(configuration);
        var context = KafkaSettings.Context(configuration, library, names) with { AllAccounts = all, Alerts = null, EvidencePerDay = 0 };
        context = context with { Shard = context.Shard with { FactLingerMs = 0 } };
        MemoryLog? log = null;
        using var runtime = new ThreadedRuntime(
            Environment.ProcessorCount, r => log = new MemoryLog(r, new MemoryLogOptions { Retain = true }));
        using var reader = new DeploymentReader(_kafka);
        reader.CopyTo(log!, context.Topology);
        var totals = new Totals();
        var pipeline = Pipeline.Start(runtime, log!, context with { Looked = totals.Set }, new SupervisorPolicy(RestartsMax: 0));
        runtime.RunUntilIdle(cancel);
        pipeline.Settle(asOf, cancel);
        Late = totals.Late;
        return new HuntDocument
        {
            Totals = totals.ToDocument(),
            Accounts = pipeline.Documents.Accounts(),
            Rings = pipeline.Documents.Rings(),
        };
    }
}
