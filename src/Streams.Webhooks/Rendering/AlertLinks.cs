using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>Where a reader goes on. <c>{alert}</c>, <c>{subject}</c> and <c>{type}</c> are filled in, escaped.</summary>
public sealed record AlertLinks
{
    /// <summary><c>https://kibana.example/app/dashboards#/view/streams-account?…{subject}</c></summary>
    public string? Dashboard { get; init; }

    public string? Console { get; init; }

    internal string? DashboardOf(AlertDocument alert) => Fill(Dashboard, alert);

    internal string? ConsoleOf(AlertDocument alert) => Fill(Console, alert);

    internal IEnumerable<string> Problems()
    {
        foreach (var (name, link) in new[] { ("dashboard", Dashboard), ("console", Console) })
            if (link is not null && !(Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                yield return $"webhooks.links.{name}: an absolute http or https URL";
    }

    /// <summary>A name of four kilobytes makes no link: chats refuse the whole message for one that is too long.</summary>
    private static string? Fill(string? link, AlertDocument alert)
    {
        var filled = link?.Replace("{alert}", Uri.EscapeDataString(alert.Id), StringComparison.Ordinal)
            .Replace("{subject}", Uri.EscapeDataString(PlainText.Cut(alert.Subject, 256)), StringComparison.Ordinal)
            .Replace("{type}", alert.SubjectType, StringComparison.Ordinal);
        return filled is { Length: <= 2000 } ? filled : null;
    }
}
