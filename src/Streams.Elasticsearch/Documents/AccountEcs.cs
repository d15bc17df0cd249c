using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>An account in <c>streams-accounts</c>, and back.</summary>
internal static class AccountEcs
{
    /// <summary>The groups of rules; the fields of points are named by them.</summary>
    public static readonly IReadOnlyList<string> Groups = ["where", "credentials", "when", "who", "lifecycle", "watchlist"];

    private const string A = "streams.account.", D = "streams.declared.";

    /// <summary>Keys of hunt's document that keep their name under streams.account.</summary>
    private static readonly string[] Plain =
    [
        "names", "level_origin", "peak_score", "peak_level", "peak_time", "page_time", "ticket_time", "priority", "events", "sources",
        "first_seen", "last_seen", "score_without_top_reason", "own_score", "missing", "floor", "nearest_home_km", "never_at_home",
        "score_as_of", "presence", "benign_explanations", "runbook", "disclaimer",
    ];

    /// <summary>Keys that go into fields of other names.</summary>
    private static readonly string[] Elsewhere =
        ["account", "score", "level", "ring", "prior", "points_by_group", "inherited_from_ring", "declared", "findings"];

    public static EcsDocument Of(AccountDocument account)
    {
        var to = new EcsDocument();
        to.Time("@timestamp", At(account));
        to.Set("event.kind", "state");
        to.Set("event.category", ["iam"]);
        to.Set("event.type", ["user", "info"]);
        to.Time("event.start", account.FirstSeen);
        to.Time("event.end", account.LastSeen);
        to.User(account);
        var findings = Common.ByPoints(account.Findings).ToList();
        to.Rules(findings);
        // What only a restricted circle may look at is no reason for anything.
        var reasons = findings.Where(f => f.Suppressed is null && !Common.IsReviewOnly(f)).Select(f => f.Summary).ToList();
        // There also where it is empty: everybody may rely on the field.
        to.Json("streams.reasons", new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]));
        to.Set("event.reason", reasons.FirstOrDefault());
        to.Set(Common.Status, findings.Count > 0 && findings.TrueForAll(f => f.Suppressed is not null) ? Common.Suppressed : Common.Open);
        to.Set("related.user", account.Names.Prepend(account.Account).Concat(findings.SelectMany(f => f.Counterparts)).Distinct());
        var evidence = findings.SelectMany(f => f.Evidence).ToList();
        to.Set("related.ip", Common.Addresses(evidence.Select(e => e.Ip)));
        to.Set(A + "countries", evidence.Select(e => e.Country).Distinct().Order(StringComparer.Ordinal));
        Profile(to, account);
        Points(to, account);
        foreach (var group in account.PointsByGroup)
            if (Groups.Contains(group.Group)) to.Set("streams.points_uncapped." + group.Group, group.Uncapped);
        Declared(to, account.Declared);
        return to;
    }

    /// <summary>The time that a document stands for: the account's last event.</summary>
    public static long? At(AccountDocument account) =>
        account.LastSeen ?? account.Findings.Select(f => (long?)f.LastTime).Max() ?? account.PeakTime;

    public static void Points(EcsDocument to, AccountDocument account)
    {
        foreach (var group in account.PointsByGroup)
            if (Groups.Contains(group.Group)) to.Set("streams.points." + group.Group, group.Capped);
        to.Set("streams.points.ring", account.InheritedFromRing);
    }

    /// <param name="source">The stored document.</param>
    /// <param name="findingOf">A finding by its id: they are stored beside.</param>
    public static AccountDocument Read(JsonElement source, Func<string, FindingDocument?> findingOf)
    {
        var from = new SourceFields(source);
        var json = from.Rest(A + "more");
        json["account"] = from.Text("user.name");
        json["score"] = from.Number("user.risk.calculated_score_norm");
        json["level"] = from.Text("user.risk.calculated_level");
        json["ring"] = from.Text("streams.ring.id");
        foreach (var name in Plain) json[name] = from.Node(A + name);
        json["prior"] = new JsonObject { ["probability"] = from.Number(A + "prior_probability"), ["reason"] = from.Text(A + "prior_reason") ?? "" };
        json["points_by_group"] = new JsonArray([
            .. from.Texts(A + "groups").Select(group => new JsonObject
            {
                ["group"] = group,
                ["capped"] = from.Number("streams.points." + group),
                ["uncapped"] = from.Number("streams.points_uncapped." + group),
            }),
        ]);
        json["inherited_from_ring"] = from.Number("streams.points.ring");
        if (from.Flag(D + "known") is true)
            json["declared"] = new JsonObject
            {
                ["country"] = from.Text(D + "country"),
                ["time_zone"] = from.Text(D + "time_zone"),
                ["latitude"] = from.Number(D + "location.lat"),
                ["longitude"] = from.Number(D + "location.lon"),
                ["kind"] = from.Text(D + "kind"),
                ["remote"] = from.Node(D + "remote"),
                ["vendor"] = from.Text("streams.vendor"),
                ["team"] = from.Text("streams.team"),
                ["hired"] = from.Text(D + "hired"),
                ["exits"] = from.Text(D + "exits"),
            };
        return HuntJson.ReadAccount(JsonSerializer.SerializeToUtf8Bytes(json)) with
        {
            Findings = [.. from.Texts(A + "findings").Select(findingOf).OfType<FindingDocument>()],
        };
    }

    private static void Profile(EcsDocument to, AccountDocument account)
    {
        var json = JsonNode.Parse(HuntJson.ToBytes(account with { Findings = [] }))!.AsObject();
        foreach (var name in Plain) to.Take(A + name, json, name);
        // A number, so that its average by country or vendor is the rate of pages.
        to.Set(A + "paged", account.PageTime is null ? 0L : 1L);
        to.Set(A + "prior_probability", account.Prior.Probability);
        to.Set(A + "prior_reason", account.Prior.Reason);
        to.Set(A + "groups", account.PointsByGroup.Select(g => g.Group));
        to.Set(A + "findings", account.Findings.Select(f => f.Id));
        to.Set(A + "finding_count", (long)account.Findings.Count);
        to.Rest(A + "more", json, Elsewhere);
    }

    private static void Declared(EcsDocument to, DeclaredDocument? declared)
    {
        if (declared is null) return;
        to.Set(D + "known", true);
        to.Set(D + "time_zone", declared.TimeZone);
        to.Location(D + "location", declared.Latitude, declared.Longitude);
        to.Set(D + "kind", declared.Kind);
        to.Set(D + "remote", declared.Remote);
        to.Set(D + "hired", declared.Hired);
        to.Set(D + "exits", declared.Exits);
    }
}
