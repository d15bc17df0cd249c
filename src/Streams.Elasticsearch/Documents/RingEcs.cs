using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>A ring in <c>streams-rings</c>, and back.</summary>
internal static class RingEcs
{
    /// <summary>The terms of a ring's score; the fields of points are named by them.</summary>
    public static readonly IReadOnlyList<string> Terms = ["members", "homes", "vendors", "artefact", "clock", "own"];

    private const string R = "streams.ring.";

    /// <summary>Keys of hunt's ring that keep their name under streams.ring.</summary>
    private static readonly string[] Plain =
    [
        "id", "score", "peak_score", "peak_level", "peak_time", "page_time", "ticket_time", "artefacts", "first_seen", "last_seen",
        "findings", "score_as_of",
    ];

    /// <summary>Keys that go into fields of other names.</summary>
    private static readonly string[] Elsewhere = ["level", "accounts", "points", "reasons"];

    public static EcsDocument Of(RingDocument ring)
    {
        var to = new EcsDocument();
        to.Time("@timestamp", ring.LastSeen ?? ring.PeakTime ?? ring.FirstSeen);
        to.Set("event.kind", "state");
        to.Set("event.category", ["iam"]);
        to.Set("event.type", ["group", "info"]);
        to.Time("event.start", ring.FirstSeen);
        to.Time("event.end", ring.LastSeen);
        to.Set("event.reason", ring.Reasons.FirstOrDefault());
        to.Set("user.name", ring.Accounts);
        to.Set("related.user", ring.Accounts);
        to.Set("related.ip", Common.Addresses(ring.Artefacts.Where(a => a.Type == "ip").Select(a => a.Value)));
        to.Risk(ring.Score, ring.Level);
        to.Set(Common.Status, Common.Open);
        to.Set("streams.reasons", ring.Reasons);
        to.Rules([.. ring.Findings]);
        // What its members are and did: controls narrow rings by it. Read back from the rest.
        to.Set("rule.id", ring.Findings.Select(f => f.Rule).Concat(ring.Rules).Distinct().Order(StringComparer.Ordinal));
        to.Set("streams.vendor", ring.Vendors);
        to.Set("streams.team", ring.Teams);
        to.Set(R + "members", (long)ring.Accounts.Count);
        to.Set(R + "artefact_types", ring.Artefacts.Select(a => a.Type).Distinct());
        to.Set(R + "artefact_values", ring.Artefacts.Select(a => a.Value).Distinct());
        to.Set(R + "finding_count", (long)ring.Findings.Count);
        foreach (var (term, points) in ring.Points)
            if (Terms.Contains(term)) to.Set(R + "points." + term, points);
        Clock(to, ring.Findings);
        var json = JsonNode.Parse(HuntJson.ToBytes(ring))!.AsObject();
        foreach (var name in Plain) to.Take(R + name, json, name);
        to.Rest(R + "more", json, Elsewhere);
        return to;
    }

    public static RingDocument Read(JsonElement source)
    {
        var from = new SourceFields(source);
        var json = from.Rest(R + "more");
        json["level"] = from.Text("user.risk.calculated_level");
        json["accounts"] = from.List("user.name");
        json["reasons"] = from.List("streams.reasons");
        // In the order that hunt writes: stored objects are in the order of names.
        json["points"] = new JsonObject(
            Terms.Select(term => KeyValuePair.Create(term, from.Node(R + "points." + term))).Where(point => point.Value is not null));
        foreach (var name in Plain) json[name] = from.Node(R + name);
        return HuntJson.ReadRing(JsonSerializer.SerializeToUtf8Bytes(json));
    }

    /// <summary>What D13 measured, where it fired: the dashboard's round-the-clock and hand-off columns.</summary>
    private static void Clock(EcsDocument to, IReadOnlyList<FindingDocument> findings)
    {
        foreach (var finding in findings.Where(f => f.Rule == "D13"))
        {
            Fact("quiet_arc_hours", "quiet_arc_hours");
            Fact("z", "z");
            Fact("share", "hand_off_share");

            void Fact(string name, string field)
            {
                if (finding.Facts.TryGetValue(name, out var value) && value is double number) to.Set(R + field, number);
            }
        }
    }
}
