using Streams.Core.Activities;
using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime.Control;
using Streams.Runtime.Ingest;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;
using Streams.Runtime.Telemetry;

namespace Streams.Runtime;

/// <summary>What every actor of a pipeline is given: immutable, shared, swapped whole.</summary>
public sealed record PipelineContext
{
    public required Topology Topology { get; init; }

    /// <summary>What holds before the log says otherwise.</summary>
    public required TableSet Set { get; init; }

    /// <summary>Where versions that the log names come from; null where it names none.</summary>
    public ITableLibrary? Library { get; init; }

    /// <summary>
    /// How long the content of tables that are no longer in force stays on the log, ms: longer than whoever restarts
    /// could need it, which is as long as the flow log is kept. <value>Default 30 days.</value>
    /// </summary>
    public long KeepTablesMs { get; init; } = 30 * 86_400_000L;

    /// <summary>The source partitions whose frames are to be waited for, before the log says otherwise.</summary>
    public IReadOnlyList<int> Sources { get; init; } = [];

    /// <summary>Names of sources, for evidence.</summary>
    public required ISourceCatalogue SourceNames { get; init; }

    /// <summary>Raw names seen of an account, where the input was read before; else shards learn them from ingest.</summary>
    public Func<Key128, IReadOnlyCollection<string>>? NamesOf { get; init; }

    /// <summary>When alerts open, speak again and close; null: there are none (a hunt).</summary>
    public AlertPolicy? Alerts { get; init; }

    public ShardSettings Shard { get; init; } = new();

    public SnapshotSettings Snapshots { get; init; } = new();

    /// <summary>
    /// A new one at each call: tells one life of an owner from any other in claims and grants. An edge may draw it at
    /// random; nothing else depends on it.
    /// </summary>
    public Func<Key128> Nonce { get; init; } = () => default;

    /// <summary>Grows when a deployment begins anew, so that its documents outrank what was there.</summary>
    public long DeploymentEpoch { get; init; }

    /// <summary>Told of an event whose step throws; from any shard's thread.</summary>
    public Action<Origin, string>? Poisoned { get; init; }

    /// <summary>
    /// Told what is about to be done, <c>decode</c> or <c>step</c>, with which offset of which source; for tests, which
    /// end the process there.
    /// </summary>
    public Action<string, int, long>? Stepping { get; init; }

    /// <summary>Events of an account under suspicion that go out for each of its days. <value>Default 0: none.</value></summary>
    public int EvidencePerDay { get; init; }

    /// <summary>Documents also for accounts without a finding.</summary>
    public bool AllAccounts { get; init; }

    /// <summary>Told of a shard's marks whenever everything is sealed; from any shard's thread.</summary>
    public Action<int, Watermarks>? Looked { get; init; }

    /// <summary>What keeps sources together; null: each is read as fast as it goes.</summary>
    public Pace? Pace { get; init; }

    /// <summary>Where counts go; null: nobody asks.</summary>
    public StreamsMetrics? Metrics { get; init; }

    /// <summary>Where actors say how they are; null: nobody asks.</summary>
    public Vitals? Vitals { get; init; }

    public Tables Tables => Set.Tables;

    /// <summary>Version of a document that the frame at that offset changed.</summary>
    public long DocumentVersion(long offset) => (DeploymentEpoch << 44) + offset;
}
