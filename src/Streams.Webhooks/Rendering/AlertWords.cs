using System.Globalization;
using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>The sentences that Slack, Teams and PagerDuty have in common.</summary>
internal static class AlertWords
{
    public static string Title(AlertDocument alert, Detail detail)
    {
        var what = alert.Kind switch
        {
            "opened" => alert.Disposition,
            "updated" => alert.Disposition + ", updated",
            _ => "closed: " + alert.CloseReason,
        };
        var who = alert.SubjectType == "ring" ? $"ring of {alert.Members.Count} accounts" : detail.NameOf(alert.Account);
        return $"[{what}] {alert.Level} {Number(alert.Score)}: {who}";
    }

    /// <summary>shared-device, laptop-farm</summary>
    public static string Rules(AlertDocument alert) =>
        string.Join(", ", alert.Reasons.Select(reason => reason.Name).Distinct().Take(5));

    /// <summary>Name and value, in the order in which a person asks.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(AlertDocument alert, Detail detail)
    {
        yield return ("Score", $"{Number(alert.Score)} ({alert.Level}); told at {Number(alert.ScorePaged)}");
        yield return ("Without context", Number(alert.ScoreWithoutContext));
        yield return ("Prior", $"{alert.Prior.Probability.ToString(CultureInfo.InvariantCulture)}: {detail.TextOf(alert.Prior.Reason)}");
        yield return ("Points", string.Join(", ", alert.PointsByGroup.Select(group =>
            $"{group.Group} {Number(group.Capped)}" + (group.Uncapped > group.Capped ? $" (of {Number(group.Uncapped)})" : ""))));
        if (alert.SubjectType == "ring") yield return ("Members", Some(alert.Members.Select(detail.NameOf), alert.Members.Count, detail));
        else if (alert.Ring is not null) yield return ("Ring", detail.NameOf(alert.Ring));
        if (alert.Declared is { } home)
        {
            var nearest = alert.NearestHomeKm is { } km ? $"nearest seen {Number(km)} km away" : "distance not known";
            yield return ("Declared home", detail.TextOf(Together(home.Country, home.TimeZone) + "; " + nearest));
            var hired = home.Hired is null ? null : "hired " + home.Hired;
            var exits = home.Exits is null ? null : "exits " + home.Exits;
            yield return ("Contract", detail.TextOf(Together(home.Kind, home.Vendor, home.Team, hired, exits)));
        }

        if (alert.SubjectType == "account") yield return ("Managed device", alert.ManagedDevice is true ? "yes" : "not known");
        if (alert.FirstSeen is { } first && alert.LastSeen is { } last) yield return ("Seen", $"{Time(first)} to {Time(last)}");
        if (alert.Earlier.Count > 0)
            yield return ("Earlier", string.Join(", ", alert.Earlier.Select(earlier =>
                $"{earlier.Disposition} {Time(earlier.Opened)} {earlier.Reason}")));
    }

    public static IEnumerable<string> Reasons(AlertDocument alert, Detail detail)
    {
        foreach (var reason in alert.Reasons.Take(detail.List))
        {
            var threshold = reason.Threshold.Length == 0
                ? ""
                : $" (threshold: {detail.TextOf(reason.Threshold)}, {detail.TextOf(reason.ThresholdOrigin)})";
            yield return $"{detail.NameOf(reason.Rule)} {detail.NameOf(reason.Name)} +{Number(reason.Points)}: "
                + detail.TextOf(reason.Summary) + threshold;
        }

        var more = Math.Max(alert.ReasonCount, alert.Reasons.Count) - Math.Min(alert.Reasons.Count, detail.List);
        if (more > 0) yield return $"and {more} more";
    }

    /// <summary>What speaks against it or is not known.</summary>
    public static IEnumerable<string> Doubts(AlertDocument alert, Detail detail)
    {
        foreach (var benign in alert.BenignExplanations.Take(2)) yield return "Test first: " + detail.TextOf(benign);
        if (alert.Missing.Count > 0) yield return "Not known: " + Some(alert.Missing.Select(detail.NameOf), alert.Missing.Count, detail);
        if (alert.SuppressedCount > 0)
            yield return $"Allowed and not counted: {alert.SuppressedCount} findings ("
                + Some(alert.Suppressed.Select(row => $"{row.Rule}: {detail.NameOf(row.Reason)}"), alert.SuppressedCount, detail) + ")";
    }

    public static string Line(AlertLine line, Detail detail) =>
        $"[{line.Disposition} {line.Kind}] {line.Level} {Number(line.Score)}: {line.SubjectType} {detail.NameOf(line.Subject)}: "
        + $"{detail.TextOf(line.Reason)} ({line.Alert})";

    public static string Some(IEnumerable<string> items, int count, Detail detail)
    {
        var shown = items.Take(detail.List).ToList();
        return string.Join(", ", shown) + (count > shown.Count ? $" and {count - shown.Count} more" : "");
    }

    private static string Together(params IEnumerable<string?> parts) => string.Join(", ", parts.OfType<string>());

    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Time(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    public static string Rfc3339(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
