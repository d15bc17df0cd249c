using System.Text.Json;
using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>
/// Blocks of an incoming webhook. Every text is <c>plain_text</c> without emoji, so that no name can format, mention or
/// link; nothing is unfurled, because Slack would then fetch what an adversary wrote.
/// </summary>
internal sealed class SlackRenderer(AlertLinks links) : IAlertRenderer
{
    /// <summary>Slack refuses messages near 13,000 characters, whatever its limits by block say.</summary>
    public const int BytesMax = 8_000;

    private const int HeaderMax = 150, SectionMax = 3_000, FieldsMax = 10, FieldMax = 2_000, ButtonUrlMax = 3_000;

    public byte[] Render(AlertDocument alert) => Detail.Fit(BytesMax, (json, detail) =>
    {
        var title = AlertWords.Title(alert, detail);
        Begin(json, title);
        Section(json, "Why: " + detail.TextOf(alert.Cause), AlertWords.Reasons(alert, detail));
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartArray("fields");
        foreach (var (name, value) in AlertWords.Facts(alert, detail).Take(FieldsMax)) Plain(json, $"{name}: {value}", FieldMax);
        json.WriteEndArray();
        json.WriteEndObject();
        Section(json, "Doubts", AlertWords.Doubts(alert, detail));
        Section(json, "What to do", alert.Runbook.Take(5).Select(detail.TextOf));
        Buttons(json, alert);
        Context(json, $"{alert.Disclaimer} {alert.Id}");
        End(json);
    });

    public byte[] RenderDigest(IReadOnlyList<AlertLine> alerts) => Detail.Fit(BytesMax, (json, detail) =>
    {
        Begin(json, $"{alerts.Count} alerts that waited");
        Section(json, "In order of time", alerts.Take(detail.List).Select(line => AlertWords.Line(line, detail)));
        if (alerts.Count > detail.List) Context(json, $"and {alerts.Count - detail.List} more");
        Context(json, AlertDocument.ProofDisclaimer);
        End(json);
    });

    /// <summary>The three characters that Slack reads as markup; a cut never splits an entity.</summary>
    internal static string Escape(string text, int max)
    {
        var escaped = new System.Text.StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            var part = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => rune.ToString() };
            if (escaped.Length + part.Length > max - 1)
            {
                escaped.Append('…');
                break;
            }

            escaped.Append(part);
        }

        return escaped.ToString();
    }

    private static void Begin(Utf8JsonWriter json, string title)
    {
        json.WriteStartObject();
        json.WriteString("text", Escape(title, SectionMax));
        json.WriteBoolean("mrkdwn", false);
        json.WriteBoolean("unfurl_links", false);
        json.WriteBoolean("unfurl_media", false);
        json.WriteStartArray("blocks");
        json.WriteStartObject();
        json.WriteString("type", "header");
        json.WritePropertyName("text");
        Plain(json, title, HeaderMax);
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Section(Utf8JsonWriter json, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WritePropertyName("text");
        Plain(json, title + "\n" + string.Join('\n', all.Select(line => "• " + line)), SectionMax);
        json.WriteEndObject();
    }

    private static void Context(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "context");
        json.WriteStartArray("elements");
        Plain(json, text, FieldMax);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Buttons(Utf8JsonWriter json, AlertDocument alert)
    {
        var buttons = new[] { ("Dashboard", links.DashboardOf(alert)), ("Console", links.ConsoleOf(alert)) }
            .Where(button => button.Item2 is { Length: <= ButtonUrlMax }).ToList();
        if (buttons.Count == 0) return;
        json.WriteStartObject();
        json.WriteString("type", "actions");
        json.WriteStartArray("elements");
        foreach (var (name, url) in buttons)
        {
            json.WriteStartObject();
            json.WriteString("type", "button");
            json.WritePropertyName("text");
            Plain(json, name, 75);
            json.WriteString("url", url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Plain(Utf8JsonWriter json, string text, int max)
    {
        json.WriteStartObject();
        json.WriteString("type", "plain_text");
        json.WriteString("text", Escape(text.Length == 0 ? "-" : text, max));
        json.WriteBoolean("emoji", false);
        json.WriteEndObject();
    }
}
