using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>A finding in <c>streams-findings-YYYY.MM</c>, and back.</summary>
internal static class FindingEcs
{
    private const string F = "streams.finding.";

    /// <summary>Keys of hunt's finding that keep their name under streams.finding.</summary>
    private static readonly string[] Plain =
    [
        "id", "group", "count", "strength", "weight", "points", "facts", "counterparts", "attack", "threshold", "threshold_origin",
        "prevention", "evidence", "review_only",
    ];

    /// <summary>Keys that go into fields of other names.</summary>
    private static readonly string[] Elsewhere = ["rule", "name", "time", "last_time", "summary", "suppressed"];

    public static EcsDocument Of(FindingDocument finding, AccountDocument account)
    {
        var to = Of(finding, account.Account, Common.StatusOf(finding));
        to.User(account);
        return to;
    }

    public static EcsDocument Of(WithdrawnFinding withdrawn)
    {
        var to = Of(withdrawn.Finding, withdrawn.Account, Common.Withdrawn);
        to.Set("user.name", withdrawn.Account);
        return to;
    }

    public static FindingDocument Read(JsonElement source)
    {
        var from = new SourceFields(source);
        var json = from.Rest(F + "more");
        json["rule"] = from.Text("rule.id");
        json["name"] = from.Text("rule.name");
        json["time"] = from.Text("event.start");
        json["last_time"] = from.Text("event.end");
        json["summary"] = from.Text("message") ?? "";
        foreach (var name in Plain) json[name] = from.Node(F + name);
        if (from.Text(F + "suppressed.until") is { } until)
            json["suppressed"] = new JsonObject
            {
                ["reason"] = from.Text(F + "suppressed.reason") ?? "",
                ["owner"] = from.Text(F + "suppressed.owner") ?? "",
                ["until"] = until,
            };
        return HuntJson.ReadFinding(JsonSerializer.SerializeToUtf8Bytes(json));
    }

    private static EcsDocument Of(FindingDocument finding, string account, string status)
    {
        var to = new EcsDocument();
        to.Time("@timestamp", finding.Time);
        to.Set("message", finding.Summary);
        to.Set("event.kind", "alert");
        to.Set("event.category", ["authentication"]);
        to.Set("event.type", ["info"]);
        to.Set("event.outcome", "unknown");
        to.Set("event.id", finding.Id);
        to.Set("event.reason", finding.Summary);
        to.Time("event.start", finding.Time);
        to.Time("event.end", finding.LastTime);
        to.Set(Common.Status, status);
        to.Set("streams.reasons", [finding.Summary]);
        Rule(to, finding);
        to.Set("related.user", finding.Counterparts.Prepend(account).Distinct());
        to.Set("related.ip", Common.Addresses(finding.Evidence.Select(e => e.Ip)));
        if (finding.Suppressed is { } row)
        {
            to.Set(F + "suppressed.reason", row.Reason);
            to.Set(F + "suppressed.owner", row.Owner);
            to.Time(F + "suppressed.until", row.Until);
        }

        var json = JsonNode.Parse(HuntJson.ToBytes(finding))!.AsObject();
        foreach (var name in Plain) to.Take(F + name, json, name);
        to.Rest(F + "more", json, Elsewhere);
        return to;
    }

    public static void Rule(EcsDocument to, FindingDocument finding)
    {
        to.Set("rule.id", finding.Rule);
        to.Set("rule.name", finding.Name);
        to.Set("rule.category", finding.Group);
        to.Set("rule.description", finding.Threshold);
        to.Set("rule.ruleset", "streams");
        to.Set("rule.author", ["Streams"]);
        Attack.Write(to, finding.Attack);
    }
}
