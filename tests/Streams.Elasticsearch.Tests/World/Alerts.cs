using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Documents;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests.World;

/// <summary>Alerts in the shape of the alert model's JSON, streams.alert/1.</summary>
internal static class Alerts
{
    public static ResultDocument Of(AccountDocument account, int number, long version)
    {
        var opened = account.PageTime ?? account.TicketTime ?? Some.Time;
        var isClosed = number % 3 == 0;
        var json = new JsonObject
        {
            ["schema"] = "streams.alert/1",
            ["id"] = $"a-{number}",
            ["kind"] = isClosed ? "closed" : "opened",
            ["transition"] = isClosed ? 2 : 1,
            ["status"] = isClosed ? "closed" : "open",
            ["disposition"] = account.PageTime is null ? "ticket" : "page",
            ["subject_type"] = "account",
            ["account"] = account.Account,
            ["names"] = new JsonArray([.. account.Names.Select(n => JsonValue.Create(n))]),
            ["members"] = new JsonArray(),
            ["episode"] = 1,
            ["cause"] = "paging rule holds",
            ["opened"] = EcsDocument.TimeText(opened),
            ["updated"] = EcsDocument.TimeText(opened),
            ["closed"] = isClosed ? EcsDocument.TimeText(opened + 5_400_000) : null,
            ["close_reason"] = isClosed ? (number % 2 == 0 ? "resolved" : "withdrawn") : null,
            ["score"] = account.Score,
            ["level"] = account.Level,
            ["ring"] = account.Ring,
            ["reasons"] = new JsonArray([
                .. account.Findings.Select(f => new JsonObject
                {
                    ["finding"] = f.Id, ["rule"] = f.Rule, ["name"] = f.Name, ["points"] = f.Points, ["summary"] = f.Summary,
                    ["attack"] = new JsonArray([.. f.Attack.Select(id => JsonValue.Create(id))]),
                }),
            ]),
            ["reason_count"] = account.Findings.Count,
            ["suppressed"] = new JsonArray(new JsonObject { ["finding"] = "f-x", ["rule"] = "D03", ["reason"] = "trip", ["owner"] = "hr" }),
            ["vendors"] = account.Declared?.Vendor is { } vendor ? new JsonArray(vendor) : new JsonArray(),
            ["teams"] = account.Declared?.Team is { } team ? new JsonArray(team) : new JsonArray(),
            ["declared"] = new JsonObject { ["country"] = account.Declared?.Country },
            ["runbook"] = new JsonArray("look"),
            ["something_new"] = 1,
        };
        return new ResultDocument($"alert:a-{number}", version, JsonSerializer.SerializeToUtf8Bytes(json));
    }
}
