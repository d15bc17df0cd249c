using System.Text.Json;
using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>
/// Events API v2: trigger, or resolve where closed, under the alert's id. The routing key is a secret and is put in
/// front at each attempt: see <see cref="WithRoutingKey"/>.
/// </summary>
internal sealed class PagerDutyRenderer(AlertLinks links) : IAlertRenderer
{
    /// <summary>The service takes 512 kB; what nobody reads is not sent.</summary>
    public const int BytesMax = 64_000;

    private const int SummaryMax = 1_024;

    public byte[] Render(AlertDocument alert) => Detail.Fit(BytesMax, (json, detail) =>
    {
        json.WriteStartObject();
        json.WriteString("event_action", alert.Kind == "closed" ? "resolve" : "trigger");
        json.WriteString("dedup_key", alert.Id);
        if (alert.Kind != "closed") Trigger(json, alert, detail);
        json.WriteEndObject();
    });

    /// <summary>An incident is one alert: there is no place for several.</summary>
    public byte[]? RenderDigest(IReadOnlyList<AlertLine> alerts) => null;

    /// <summary>The body as the service wants it, from the one that was kept.</summary>
    public static byte[] WithRoutingKey(byte[] body, string key)
    {
        var start = JsonSerializer.SerializeToUtf8Bytes(key);
        return [.. "{\"routing_key\":"u8, .. start, (byte)',', .. body.AsSpan(1)];
    }

    private void Trigger(Utf8JsonWriter json, AlertDocument alert, Detail detail)
    {
        json.WriteStartObject("payload");
        json.WriteString("summary", PlainText.Of($"{AlertWords.Title(alert, detail)}: {AlertWords.Rules(alert)}", SummaryMax));
        json.WriteString("source", "streams");
        json.WriteString("severity", Severity(alert));
        json.WriteString("timestamp", AlertWords.Rfc3339(alert.Time));
        json.WriteString("component", detail.NameOf(alert.Subject));
        json.WriteString("group", alert.SubjectType);
        json.WriteString("class", PlainText.Of(AlertWords.Rules(alert), 255));
        json.WriteStartObject("custom_details");
        foreach (var (name, value) in AlertWords.Facts(alert, detail)) json.WriteString(name, value);
        Texts(json, "Reasons", AlertWords.Reasons(alert, detail));
        Texts(json, "Doubts", AlertWords.Doubts(alert, detail));
        Texts(json, "What to do", alert.Runbook.Take(5).Select(detail.TextOf));
        json.WriteString("Disclaimer", alert.Disclaimer);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("client", "Streams");
        if (links.ConsoleOf(alert) is { } console) json.WriteString("client_url", console);
        json.WriteStartArray("links");
        if (links.DashboardOf(alert) is { } dashboard)
        {
            json.WriteStartObject();
            json.WriteString("href", dashboard);
            json.WriteString("text", "Dashboard");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Severity(AlertDocument alert) => alert.Disposition switch
    {
        Disposition.Page => "critical",
        Disposition.Ticket => alert.Level is "high" or "critical" ? "error" : "warning",
        _ => "info",
    };

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
