namespace Streams.Webhooks.Options;

/// <summary>A span in which nothing but pages is sent, and those only unless <see cref="HoldPages"/>.</summary>
public sealed record MaintenanceWindow
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Names; empty means all.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <value>false: a page passes.</value>
    public bool HoldPages { get; init; }

    internal DateTimeOffset? EndIfCovers(string destination, DateTimeOffset now, bool isPage)
    {
        if (isPage && !HoldPages || now < From || now >= To) return null;
        return Destinations.Count == 0 || Destinations.Contains(destination) ? To : null;
    }
}
