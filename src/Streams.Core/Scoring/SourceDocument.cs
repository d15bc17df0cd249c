using System.Text.Json.Serialization;

namespace Streams.Core.Scoring;

/// <summary>
/// How far a source partition has been read and what became of its records: entity <c>source:topic/partition</c>, told
/// from time to time. It is the dashboards' view of sources and lag.
/// </summary>
public sealed record SourceDocument
{
    /// <summary>topic/partition, or a path.</summary>
    public required string Source { get; init; }

    /// <summary>As configured; null where it is recognised by content.</summary>
    public string? Format { get; init; }

    /// <summary>When this was true, Unix ms of the wall clock.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required long AsOf { get; init; }

    /// <summary>The source's watermark; null before its first event.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public long? Watermark { get; init; }

    /// <summary>Wall clock less watermark.</summary>
    public long? LagMs { get; init; }

    public bool Idle { get; init; }
    public long Read { get; init; }
    public long Applied { get; init; }
    public long Ignored { get; init; }
    public long Quarantined { get; init; }

    [JsonIgnore]
    public string Entity => "source:" + Source;
}
