using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Documents;

/// <summary>
/// An alert in <c>streams-alerts-YYYY.MM</c>, by the month of its opening. Its JSON is the alert model's own
/// (<c>streams.alert/1</c>) and is kept whole; fields are made of what people search and count by.
/// </summary>
internal static class AlertEcs
{
    private const string A = "streams.alert.";

    private static readonly string[] Plain =
    [
        "id", "kind", "transition", "status", "disposition", "subject_type", "members", "episode", "cause", "opened", "updated", "closed",
        "close_reason", "score", "score_paged", "score_without_context", "score_without_top_reason", "peak_score", "reason_count",
        "suppressed_count", "missing", "counterparts", "never_at_home",
    ];

    /// <returns>The document and the time of opening.</returns>
    /// <exception cref="FormatException">No alert.</exception>
    public static (EcsDocument Document, long Opened) Of(byte[] json)
    {
        var alert = JsonNode.Parse(json) as JsonObject ?? throw new FormatException("an alert is not a JSON object");
        var from = new SourceFields(JsonSerializer.SerializeToElement(alert));
        var opened = from.Time("opened") ?? throw new FormatException("an alert without the time of its opening");
        var to = new EcsDocument();
        to.Time("@timestamp", opened);
        to.Set("event.kind", "alert");
        to.Set("event.category", ["authentication"]);
        to.Set("event.type", ["info"]);
        to.Set("event.outcome", "unknown");
        to.Set("event.id", from.Text("id"));
        to.Set("event.action", "alert-" + from.Text("kind"));
        to.Time("event.start", opened);
        to.Time("event.end", from.Time("closed"));
        to.Set(Common.Status, from.Text("close_reason") == Common.Withdrawn ? Common.Withdrawn
            : from.Text("close_reason") == Common.Suppressed ? Common.Suppressed : Common.Open);
        to.Set("user.name", from.Text("account") is { } account ? [account] : from.Texts("members"));
        to.Set("related.user", from.Texts("members").Concat(from.Texts("counterparts")).Concat(from.Texts("names"))
            .Append(from.Text("account")).Distinct());
        to.Set("related.ip", Common.Addresses(Shared(from, "ip")));
        to.Risk(from.Number("score") ?? 0, from.Text("level") ?? "none");
        to.Set("streams.ring.id", from.Text("ring"));
        to.Set("streams.vendor", from.Texts("vendors"));
        to.Set("streams.team", from.Texts("teams"));
        to.Set("streams.declared.country", from.Text("declared.country"));
        Reasons(to, from);
        if (from.Time("closed") is { } closed) to.Set(A + "hours_open", Math.Round((closed - opened) / 3_600_000.0, 3));
        to.Json(A + "content", alert.DeepClone());
        foreach (var name in Plain) to.Take(A + name, alert, name);
        return (to, opened);
    }

    /// <summary>Values of that type which a ring's members share.</summary>
    private static IEnumerable<string?> Shared(SourceFields from, string type) =>
        from.Element("artefacts") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(artefact => new SourceFields(artefact)).Where(a => a.Text("type") == type).Select(a => a.Text("value"))
            : [];

    private static void Reasons(EcsDocument to, SourceFields from)
    {
        if (from.Element("reasons") is not { ValueKind: JsonValueKind.Array } list) return;
        var reasons = list.EnumerateArray().Select(reason => new SourceFields(reason)).ToList();
        var counting = reasons.Where(reason => reason.Number("points") is > 0).ToList();
        to.Set("streams.reasons", reasons.Select(reason => reason.Text("summary")));
        to.Set("message", reasons.Select(reason => reason.Text("summary")).FirstOrDefault());
        to.Set("event.reason", reasons.Select(reason => reason.Text("summary")).FirstOrDefault());
        to.Set("rule.id", counting.Select(reason => reason.Text("rule")).Distinct());
        to.Set("rule.name", counting.Select(reason => reason.Text("name")).Distinct());
        to.Set("rule.ruleset", "streams");
        to.Set("streams.finding.id", reasons.Select(reason => reason.Text("finding")).Distinct());
        Attack.Write(to, counting.SelectMany(reason => reason.Texts("attack")));
        if (from.Element("suppressed") is { ValueKind: JsonValueKind.Array } suppressed)
            to.Set(A + "suppressed_rules", suppressed.EnumerateArray().Select(s => new SourceFields(s).Text("rule")).Distinct());
    }
}
