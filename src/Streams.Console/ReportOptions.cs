namespace Streams.Console;

/// <summary>What the caller says of a report. Nothing here is read from a clock, so the same document gives the same
/// bytes.</summary>
public sealed record ReportOptions
{
    public string Title { get; init; } = "Streams report";

    /// <summary>When the report was made, as the caller wants it written; left out where empty.</summary>
    public string GeneratedAt { get; init; } = "";

    public string ProductVersion { get; init; } = "";

    /// <value>200: as many accounts as a person will open. The rest stand in the ranked table only.</value>
    public int MaxDetailedAccounts { get; init; } = 200;

    /// <value>8 MiB: details stop here even below the count, so that a browser still opens the file at once.</value>
    public long MaxDetailChars { get; init; } = 8 * 1024 * 1024;

    /// <value>40: rings drawn in full; the rest as one table row each.</value>
    public int MaxDetailedRings { get; init; } = 40;
}
