using System.Text.Json;
using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>The body of Standard Webhooks 1.0: <c>{type, timestamp, data}</c>, below 20 kB.</summary>
internal sealed class GenericRenderer(AlertLinks links) : IAlertRenderer
{
    public const int BytesMax = 20_000;

    public byte[] Render(AlertDocument alert) => Detail.Fit(BytesMax, (json, detail) => Write(json, alert, detail));

    /// <summary>A type of its own: who reads only alerts passes it over.</summary>
    public byte[] RenderDigest(IReadOnlyList<AlertLine> alerts) => Detail.Fit(BytesMax, (json, detail) =>
    {
        Begin(json, "digest", alerts.Max(line => line.Time));
        json.WriteNumber("count", alerts.Count);
        json.WriteStartArray("alerts");
        foreach (var line in alerts.Take(detail.List))
        {
            json.WriteStartObject();
            json.WriteString("id", line.Alert);
            json.WriteString("kind", line.Kind);
            json.WriteNumber("transition", line.Transition);
            json.WriteString("disposition", line.Disposition);
            json.WriteString("subject_type", line.SubjectType);
            json.WriteString("subject", detail.NameOf(line.Subject));
            json.WriteNumber("score", line.Score);
            json.WriteString("level", line.Level);
            json.WriteString("reasons", detail.TextOf(line.Reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        End(json);
    });

    private void Write(Utf8JsonWriter json, AlertDocument alert, Detail detail)
    {
        Begin(json, alert.Kind, alert.Time);
        json.WriteString("id", alert.Id);
        json.WriteString("disposition", alert.Disposition);
        json.WriteString("subject_type", alert.SubjectType);
        Text(json, "account", alert.Account, detail.Name);
        Texts(json, "members", alert.Members, detail);
        json.WriteNumber("score", alert.Score);
        json.WriteString("level", alert.Level);
        Text(json, "ring", alert.Ring, detail.Name);
        json.WriteStartArray("reasons");
        foreach (var reason in alert.Reasons.Take(detail.List)) Write(json, reason, detail);
        json.WriteEndArray();
        Texts(json, "counterparts", alert.Counterparts, detail);
        Time(json, "first_seen", alert.FirstSeen);
        Time(json, "last_seen", alert.LastSeen);
        json.WriteStartObject("links");
        json.WriteString("dashboard", links.DashboardOf(alert));
        json.WriteString("console", links.ConsoleOf(alert));
        json.WriteEndObject();
        More(json, alert, detail);
        End(json);
    }

    /// <summary>What was added to the first shape: the reader must be able to weigh the claim without asking back.</summary>
    private static void More(Utf8JsonWriter json, AlertDocument alert, Detail detail)
    {
        json.WriteString("status", alert.Status);
        json.WriteNumber("episode", alert.Episode);
        json.WriteNumber("transition", alert.Transition);
        json.WriteString("cause", detail.TextOf(alert.Cause));
        Time(json, "opened", alert.Opened);
        Time(json, "closed", alert.Closed);
        json.WriteString("close_reason", alert.CloseReason);
        json.WriteNumber("score_paged", alert.ScorePaged);
        json.WriteNumber("score_without_context", alert.ScoreWithoutContext);
        json.WriteNumber("score_without_top_reason", alert.ScoreWithoutTopReason);
        json.WriteStartObject("prior");
        json.WriteNumber("probability", alert.Prior.Probability);
        json.WriteString("reason", detail.TextOf(alert.Prior.Reason));
        json.WriteEndObject();
        json.WriteStartArray("points_by_group");
        foreach (var group in alert.PointsByGroup)
        {
            json.WriteStartObject();
            json.WriteString("group", group.Group);
            json.WriteNumber("capped", group.Capped);
            json.WriteNumber("uncapped", group.Uncapped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("reason_count", Math.Max(alert.ReasonCount, alert.Reasons.Count));
        json.WriteNumber("member_count", alert.Members.Count);
        json.WriteNumber("suppressed_count", alert.SuppressedCount);
        json.WriteStartArray("suppressed");
        foreach (var row in alert.Suppressed.Take(Math.Min(detail.List, 10)))
        {
            json.WriteStartObject();
            json.WriteString("rule", detail.NameOf(row.Rule));
            json.WriteString("reason", detail.NameOf(row.Reason));
            json.WriteString("owner", detail.NameOf(row.Owner));
            Time(json, "until", row.Until);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts(json, "missing", alert.Missing, detail);
        Declared(json, alert, detail);
        Texts(json, "vendors", alert.Vendors, detail);
        Texts(json, "teams", alert.Teams, detail);
        Texts(json, "benign_explanations", alert.BenignExplanations, detail with { Name = detail.Text });
        Texts(json, "runbook", alert.Runbook, detail with { Name = Math.Max(120, detail.Text), List = 5 });
        json.WriteString("disclaimer", alert.Disclaimer);
    }

    private static void Declared(Utf8JsonWriter json, AlertDocument alert, Detail detail)
    {
        json.WriteStartObject("declared");
        Text(json, "country", alert.Declared?.Country, detail.Name);
        Text(json, "kind", alert.Declared?.Kind, detail.Name);
        Text(json, "hired", alert.Declared?.Hired, detail.Name);
        Text(json, "exits", alert.Declared?.Exits, detail.Name);
        if (alert.NearestHomeKm is { } km) json.WriteNumber("nearest_home_km", km);
        else json.WriteNull("nearest_home_km");
        Flag(json, "never_at_home", alert.NeverAtHome);
        Flag(json, "managed_device", alert.ManagedDevice);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AlertReason reason, Detail detail)
    {
        json.WriteStartObject();
        json.WriteString("rule", detail.NameOf(reason.Rule));
        json.WriteString("name", detail.NameOf(reason.Name));
        json.WriteNumber("points", reason.Points);
        json.WriteString("summary", detail.TextOf(reason.Summary));
        Text(json, "finding", reason.Finding, detail.Name);
        json.WriteString("group", detail.NameOf(reason.Group));
        json.WriteString("threshold", detail.NameOf(reason.Threshold));
        json.WriteString("threshold_origin", detail.NameOf(reason.ThresholdOrigin));
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string kind, long time)
    {
        json.WriteStartObject();
        json.WriteString("type", "streams.alert." + kind);
        json.WriteString("timestamp", AlertWords.Rfc3339(time));
        json.WriteStartObject("data");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text, int max) =>
        json.WriteString(name, text is null ? null : PlainText.Of(text, max));

    private static void Flag(Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known) json.WriteBoolean(name, known);
        else json.WriteNull(name);
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts, Detail detail)
    {
        json.WriteStartArray(name);
        foreach (var text in texts.Take(detail.List)) json.WriteStringValue(detail.NameOf(text));
        json.WriteEndArray();
    }

    private static void Time(Utf8JsonWriter json, string name, long? time) =>
        json.WriteString(name, time is { } known ? AlertWords.Rfc3339(known) : null);
}
