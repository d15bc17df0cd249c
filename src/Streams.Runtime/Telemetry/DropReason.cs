namespace Streams.Runtime.Telemetry;

/// <summary>Why a record went no further, at which stage, and whether that is how it should be.</summary>
public sealed record DropReason(string Name, string Stage, bool IsIntentional)
{
    /// <summary>Understood, and of no use here.</summary>
    public static readonly DropReason Ignored = new("ignored", "receiving", true);

    /// <summary>Seen before.</summary>
    public static readonly DropReason Duplicate = new("duplicate", "processing", true);

    /// <summary>Not understood; kept with its bytes and a reason.</summary>
    public static readonly DropReason Quarantined = new("quarantined", "receiving", false);

    /// <summary>Its step threw; named in a skip record and quarantined.</summary>
    public static readonly DropReason Skipped = new("skipped", "processing", false);

    /// <summary>Older than the sealed edge, and no detection could take it.</summary>
    public static readonly DropReason Late = new("late", "processing", false);

    /// <summary>A sink refused the document; kept in the sink's quarantine.</summary>
    public static readonly DropReason Refused = new("refused", "sending", false);
}
