namespace Streams.Elasticsearch.Bulk;

/// <summary>One document on its way to one index, under external versioning.</summary>
internal sealed record BulkItem(string Index, string Id, long Version, byte[] Body)
{
    /// <summary>
    /// The entity is no longer shown: what is stored stays, with its status changed; <see cref="Body"/> is for where
    /// nothing is stored.
    /// </summary>
    public bool IsClosing { get; init; }

    /// <summary>The deployment that wrote it: versions are epoch · 2⁴⁴ + offset.</summary>
    public long Epoch => EpochOf(Version);

    public static long EpochOf(long version) => version >> 44;
}

/// <summary>What became of the documents of a sink so far.</summary>
public sealed record SinkCounts(long Accepted, long Superseded, long Quarantined, long Retried, long Expired);
