using Streams.Core.Alerts;
using Streams.Core.Scoring;
using Streams.Webhooks.Options;

namespace Streams.Webhooks.Delivery;

/// <summary>Which destinations hear of an alert.</summary>
internal static class Routing
{
    public static bool Takes(DestinationOptions destination, AlertDocument alert) =>
        TakesDisposition(destination, alert)
        && (destination.SubjectTypes.Count == 0 || destination.SubjectTypes.Contains(alert.SubjectType))
        && LevelOf(alert) >= Odds.Rank(destination.MinLevel)
        && Any(destination.Vendors, alert.Vendors)
        && Any(destination.Teams, alert.Teams);

    /// <summary>Who was told of a ticket also hears that it became a page, and that it was closed.</summary>
    private static bool TakesDisposition(DestinationOptions destination, AlertDocument alert) =>
        destination.Dispositions.Count == 0 || destination.Dispositions.Contains(alert.Disposition)
        || alert.Kind != "opened" && destination.Dispositions.Contains(alert.OpenedAs);

    /// <summary>The highest that was told: the closing of a decayed alert goes where its opening went.</summary>
    private static int LevelOf(AlertDocument alert) => Math.Max(
        Math.Max(Odds.Rank(alert.Level), Odds.Rank(Odds.Level(alert.ScorePaged))), Odds.Rank(alert.Floor ?? "none"));

    private static bool Any(IReadOnlyList<string> wanted, IReadOnlyList<string> given) =>
        wanted.Count == 0 || wanted.Intersect(given, StringComparer.OrdinalIgnoreCase).Any();
}
