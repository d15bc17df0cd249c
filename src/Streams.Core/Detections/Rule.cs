namespace Streams.Core.Detections;

/// <summary>Groups of correlated rules; each is capped in the score.</summary>
public enum RuleGroup : byte { Where, Credentials, When, Who, Lifecycle, Watchlist }

/// <summary>
/// A rule of the catalogue (detections.md §4). <paramref name="Window"/>: a repeat inside it extends the episode.
/// </summary>
public sealed record Rule(
    string Id, string Name, RuleGroup Group, double Weight, TimeSpan HalfLife, TimeSpan Window, IReadOnlyList<string> Attack)
{
    public static string GroupName(RuleGroup group) => group switch
    {
        RuleGroup.Where => "where",
        RuleGroup.Credentials => "credentials",
        RuleGroup.When => "when",
        RuleGroup.Who => "who",
        RuleGroup.Lifecycle => "lifecycle",
        _ => "watchlist",
    };
}
