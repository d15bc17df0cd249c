using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime.Ingest;
using Streams.Runtime.Shards;

namespace Streams.Runtime;

/// <summary>What every actor of a pipeline is given: immutable, shared, swapped whole.</summary>
public sealed record PipelineContext
{
    public required Topology Topology { get; init; }

    public required Tables Tables { get; init; }

    /// <summary>The source partitions whose frames are to be waited for.</summary>
    public required IReadOnlyList<int> Sources { get; init; }

    /// <summary>Names of sources, for evidence.</summary>
    public required ISourceCatalogue SourceNames { get; init; }

    /// <summary>Raw names seen of an account; what documents list.</summary>
    public Func<Key128, IReadOnlyCollection<string>> NamesOf { get; init; } = _ => [];

    /// <summary>The directory's person of an account, or the account itself.</summary>
    public required Func<Key128, Key128> PersonOf { get; init; }

    public ShardSettings Shard { get; init; } = new();

    public DetectionSettings Detections { get; init; } = new();

    public SharingSettings Sharing { get; init; } = new();

    /// <summary>Told of an event whose step throws; from any shard's thread.</summary>
    public Action<Origin, string>? Poisoned { get; init; }

    /// <summary>Documents also for accounts without a finding.</summary>
    public bool AllAccounts { get; init; }
}
