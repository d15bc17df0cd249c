namespace Streams.Core.Enrichment;

/// <summary>
/// Everything that is looked up, as one immutable snapshot that is handed in and swapped whole. What is null was not
/// given:
/// detections that need it degrade, and the output says so.
/// </summary>
public sealed record Tables
{
    public GeoDatabases? Geo { get; init; }

    public NetworkTable? Networks { get; init; }

    public DirectoryTable? Directory { get; init; }

    public Watchlist? Watchlist { get; init; }

    public AllowTable? Allow { get; init; }

    public static readonly Tables Empty = new();
}
