using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Documents;

/// <summary>
/// What a person decided of an alert, in <c>streams-triage</c>: <c>{alert, status, reason, note, assignee, tags, time}</c>
/// with what the alert was about beside it, so that precision can be counted by rule.
/// </summary>
internal static class TriageEcs
{
    private const string T = "streams.triage.";

    /// <summary>The alert's fields that are counted by.</summary>
    private static readonly string[] OfTheAlert =
    [
        "user.name", "rule.id", "rule.name", "user.risk.calculated_level", "user.risk.calculated_score_norm", "streams.ring.id",
        "streams.vendor", "streams.team", "streams.declared.country", "streams.alert.disposition",
    ];

    public static (string Alert, long Time, EcsDocument Document) Of(JsonElement record, JsonElement alert)
    {
        var from = new SourceFields(record);
        var id = from.Text("alert") ?? throw new FormatException("a triage without its alert");
        var time = from.Time("time") ?? throw new FormatException("a triage without its time");
        var to = new EcsDocument();
        var about = new SourceFields(alert);
        foreach (var field in OfTheAlert) to.Json(field, about.Node(field));
        to.Time("@timestamp", time);
        to.Set("event.kind", "state");
        to.Set(Common.Status, Common.Open);
        to.Set("streams.alert.id", id);
        to.Set(T + "status", from.Text("status"));
        to.Set(T + "reason", from.Text("reason"));
        to.Set(T + "note", from.Text("note"));
        to.Set(T + "assignee", from.Text("assignee"));
        to.Set(T + "tags", from.Texts("tags"));
        to.Time(T + "time", time);
        // A number, so that its average by rule is the rule's precision. Duplicates judge nothing.
        to.Set(T + "true_positive", from.Text("reason") switch
        {
            "resolved" => 1.0,
            "false_positive" or "benign" => 0.0,
            _ => null,
        });
        return (id, time, to);
    }

    public static byte[] Read(JsonElement source)
    {
        var from = new SourceFields(source);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["alert"] = from.Text("streams.alert.id"),
            ["status"] = from.Text(T + "status"),
            ["reason"] = from.Text(T + "reason"),
            ["note"] = from.Text(T + "note"),
            ["assignee"] = from.Text(T + "assignee"),
            ["tags"] = from.List(T + "tags"),
            ["time"] = from.Text(T + "time"),
        });
    }
}
