using System.Text.Json;
using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>
/// An Adaptive Card for a Workflows webhook. Text of logs stands in text runs only: unlike text blocks and facts they
/// know no markdown, so that no name can link or format.
/// </summary>
internal sealed class TeamsRenderer(AlertLinks links) : IAlertRenderer
{
    /// <summary>Teams refuses messages near 28 kB; its own envelope takes a part.</summary>
    public const int BytesMax = 24_000;

    public byte[] Render(AlertDocument alert) => Detail.Fit(BytesMax, (json, detail) =>
    {
        Begin(json);
        Block(json, (AlertWords.Title(alert, detail), true));
        Block(json, ("Why: " + detail.TextOf(alert.Cause), false));
        foreach (var reason in AlertWords.Reasons(alert, detail)) Block(json, ("• " + reason, false));
        foreach (var (name, value) in AlertWords.Facts(alert, detail)) Block(json, (name + ": ", true), (value, false));
        foreach (var doubt in AlertWords.Doubts(alert, detail)) Block(json, (doubt, false));
        Block(json, ("What to do", true));
        foreach (var step in alert.Runbook.Take(5)) Block(json, ("• " + detail.TextOf(step), false));
        Block(json, ($"{alert.Disclaimer} {alert.Id}", false));
        json.WriteEndArray();
        json.WriteStartArray("actions");
        Open(json, "Dashboard", links.DashboardOf(alert));
        Open(json, "Console", links.ConsoleOf(alert));
        json.WriteEndArray();
        End(json);
    });

    public byte[] RenderDigest(IReadOnlyList<AlertLine> alerts) => Detail.Fit(BytesMax, (json, detail) =>
    {
        Begin(json);
        Block(json, ($"{alerts.Count} alerts that waited", true));
        foreach (var line in alerts.Take(detail.List)) Block(json, ("• " + AlertWords.Line(line, detail), false));
        if (alerts.Count > detail.List) Block(json, ($"and {alerts.Count - detail.List} more", false));
        Block(json, (AlertDocument.ProofDisclaimer, false));
        json.WriteEndArray();
        End(json);
    });

    private static void Begin(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteNull("contentUrl");
        json.WriteStartObject("content");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteStartObject("msteams");
        json.WriteString("width", "Full");
        json.WriteEndObject();
        json.WriteStartArray("body");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Block(Utf8JsonWriter json, params ReadOnlySpan<(string Text, bool IsBold)> runs)
    {
        json.WriteStartObject();
        json.WriteString("type", "RichTextBlock");
        json.WriteStartArray("inlines");
        foreach (var (text, isBold) in runs)
        {
            json.WriteStartObject();
            json.WriteString("type", "TextRun");

            // A card fills in {{DATE(…)}} and ${…} wherever it finds them.
            json.WriteString("text", text.Replace("{{", "{ {", StringComparison.Ordinal).Replace("${", "$ {", StringComparison.Ordinal));
            if (isBold) json.WriteString("weight", "Bolder");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter json, string title, string? url)
    {
        if (url is null) return;
        json.WriteStartObject();
        json.WriteString("type", "Action.OpenUrl");
        json.WriteString("title", title);
        json.WriteString("url", url);
        json.WriteEndObject();
    }
}
