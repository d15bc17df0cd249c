using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Documents;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests.Documents;

/// <summary>
/// Events behind accounts and how far sources are: stored in the right index, found under their types, marked when
/// withdrawn.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class EvidenceTests(ServerFixture fixture)
{
    private static readonly EventDocument Seen = new()
    {
        Id = "00ff",
        EventId = "okta-17",
        Time = Some.Time,
        Account = "ana@corp.example",
        Login = "CORP\\ana",
        Source = "sso",
        Format = "okta",
        Path = "okta/0",
        Record = 17,
        Part = 2,
        Kind = "sso.login",
        Outcome = "success",
        Presence = true,
        Ip = "203.0.113.24",
        VpnIp = "10.0.0.9",
        MfaIp = "2001:db8::7",
        Country = "DE",
        City = "Berlin",
        Latitude = 52.52,
        Longitude = 13.405,
        RadiusKm = 20,
        Asn = 64500,
        NetworkClass = "hosting",
        Egress = false,
        DeviceId = "dev-1",
        DeviceName = "LT-1",
        DeviceSerial = "SN1",
        DeviceFingerprint = "fp",
        DeviceManaged = true,
        Os = "Linux",
        UserAgent = "Mozilla/5.0",
        Session = "s-1",
        Mfa = "push",
        MfaDevice = "phone-1",
        RelayProvider = "relay",
        RttMs = 212.5,
        App = "payroll",
        Tenant = "corp",
        Repo = "corp/ledger",
        Commits = 3,
        TimeZone = "Europe/Berlin",
        Weekday = 2,
        Hour = 11,
        HourUtc = 10,
        DeclaredCountry = "DE",
        Vendor = "acme",
        Team = "payments",
        Score = 52.4,
        Level = "medium",
        Ring = "r-1",
    };

    [Fact]
    public async Task An_event_of_a_suspect_is_found_by_each_of_its_fields_under_its_type()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(Of(Seen, 1), Of(Seen with { Id = "00fe", EventId = "other", Ip = "198.51.100.7", Latitude = 37.5, Longitude = 127, Hour = 3 }, 2));
        var stored = await StoredAsync(rig, "evidence-2026.03");
        stored.Keys.ShouldBe(["00fe", "00ff"], ignoreOrder: true);

        Leaves(stored["00ff"].Source).ShouldBe(Leaves(JsonNode.Parse(EvidenceEcs.Of(Seen).ToBytes())!), ignoreOrder: true);
        stored["00ff"].Version.ShouldBe(Some.Version(1));

        // One of two answers where the type is right; as texts, ranges and distances would find none or both.
        foreach (var query in new[]
        {
            """{"term":{"source.ip":"203.0.113.0/24"}}""", """{"term":{"streams.evidence.mfa_ip":"2001:db8::/32"}}""",
            """{"geo_distance":{"distance":"30km","source.geo.location":{"lat":52.5,"lon":13.3}}}""",
            """{"range":{"streams.local.hour":{"gte":9,"lt":12}}}""", """{"range":{"streams.evidence.rtt_ms":{"gt":212.4,"lt":212.6}}}""",
            """{"range":{"source.as.number":{"gte":64500,"lte":64500}}}""", """{"range":{"@timestamp":{"gte":"2026-03-03T10:00:00Z","lte":"2026-03-03T10:00:00Z"}}}""",
            """{"term":{"streams.evidence.presence":true}}""", """{"term":{"streams.evidence.login":"CORP\\ana"}}""",
            """{"range":{"user.risk.calculated_score_norm":{"gt":52,"lt":53}}}""", """{"term":{"user.email":"ana@corp.example"}}""",
            """{"term":{"related.ip":"10.0.0.9"}}""", """{"term":{"event.id":"okta-17"}}""",
        })
            (await FoundAsync(rig, "evidence-*", $$"""{"bool":{"filter":[{{query}},{"term":{"_id":"00ff"} }]} }""")).ShouldBe(1, query);
        (await FoundAsync(rig, "evidence-*", """{"range":{"streams.local.hour":{"gte":9,"lt":12}}}""")).ShouldBe(1);
        (await FoundAsync(rig, "evidence-*", """{"geo_distance":{"distance":"30km","source.geo.location":{"lat":52.5,"lon":13.3}}}""")).ShouldBe(1);
    }

    [Fact]
    public async Task An_event_goes_to_the_month_in_which_it_happened_and_a_repeat_changes_nothing()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var april = Seen with { Id = "0a", Time = DateTimeOffset.Parse("2026-04-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() };
        var march = april with { Id = "0b", Time = april.Time - 1 };
        for (var i = 0; i < 2; i++) await rig.DeliverAsync(Of(april, 5), Of(march, 6));
        await rig.DeliverAsync(Of(april with { Level = "high" }, 4));
        (await StoredAsync(rig, "evidence-2026.03")).Keys.ShouldBe(["0b"]);
        var kept = (await StoredAsync(rig, "evidence-2026.04")).ShouldHaveSingleItem();
        kept.Key.ShouldBe("0a");
        kept.Value.Version.ShouldBe(Some.Version(5));
        ((string)kept.Value.Source["user"]!["risk"]!["calculated_level"]!).ShouldBe("medium");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_is_displaced_stays_with_what_was_known_of_it_and_is_marked(bool atOnce)
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var lower = Seen with { Id = "00aa" };
        var gone = new WithdrawnEvent { Id = Seen.Id, Account = Seen.Account, Day = Some.Time - Some.Time % 86_400_000 };
        ResultDocument[] documents = [Of(Seen, 1), Of(lower, 2), new(gone.Entity, Some.Version(2), EventJson.ToBytes(gone))];
        if (atOnce) await rig.DeliverAsync(documents);
        else foreach (var document in documents) await rig.DeliverAsync(document);
        // A replay says it again; and what was never told is not made.
        await rig.DeliverAsync(documents);
        await rig.DeliverAsync(new ResultDocument("event:00bb", Some.Version(3), EventJson.ToBytes(gone with { Id = "00bb" })));
        var stored = await StoredAsync(rig, "evidence-2026.03");
        stored.Keys.ShouldBe(["00aa", "00ff"], ignoreOrder: true);
        stored["00ff"].Version.ShouldBe(Some.Version(2));
        var expected = JsonNode.Parse(EvidenceEcs.Of(Seen).ToBytes())!;
        expected["streams"]!["status"] = "withdrawn";
        Leaves(stored["00ff"].Source).ShouldBe(Leaves(expected), ignoreOrder: true);
        (await FoundAsync(rig, "evidence-*", """{"term":{"streams.status":"open"}}""")).ShouldBe(1);
    }

    [Theory]
    [InlineData(39.9, 0)]
    [InlineData(40, 2)]
    public async Task What_findings_cite_is_indexed_from_level_medium_on(double score, int documents)
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(Some.Result(Some.Account(score: score, findings: Some.Finding()), Some.Version(1)));
        (await rig.StoredAsync("evidence")).Count.ShouldBe(documents);
        (await rig.StoredAsync("findings")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_finding_cited_stays_and_is_marked_when_the_finding_is_withdrawn()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        Some.Finding().Evidence.Count.ShouldBe(2);
        await rig.DeliverAsync(Some.Result(Some.Account(findings: [Some.Finding(), Some.Finding("f-2")]), Some.Version(1)), Of(Seen, 2));
        (await FoundAsync(rig, "evidence-*", """{"term":{"streams.status":"open"}}""")).ShouldBe(5);
        foreach (var query in new[] { """{"term":{"source.ip":"198.51.100.0/24"}}""", """{"term":{"source.geo.country_iso_code":"KR"}}""" })
            (await FoundAsync(rig, "evidence-*", query)).ShouldBe(2, query);
        (await FoundAsync(rig, "evidence-*", """{"bool":{"filter":[{"term":{"streams.evidence.role":"cited"}},{"term":{"rule.id":"D01"}},{"term":{"user.name":"ana@corp.example"}}]}}""")).ShouldBe(4);

        await rig.DeliverAsync(Some.Withdrawn("ana@corp.example", Some.Finding(), Some.Version(3)));
        var stored = await StoredAsync(rig, "evidence-2026.03");
        stored.Count.ShouldBe(5);
        var withdrawn = stored.Values.Where(d => (string?)d.Source["streams"]!["status"] == "withdrawn").ToList();
        withdrawn.Count.ShouldBe(2);
        withdrawn.ShouldAllBe(d => (string)d.Source["streams"]!["finding"]!["id"]! == "f-1" && d.Version == Some.Version(3));
        withdrawn.ShouldAllBe(d => d.Source["source"]!["ip"] != null);
        (await FoundAsync(rig, "findings-*", """{"term":{"streams.status":"withdrawn"}}""")).ShouldBe(1);

        // Where an account never came to medium there is nothing to mark, and nothing is made.
        await rig.DeliverAsync(Some.Withdrawn("bob@corp.example", Some.Finding("f-9"), Some.Version(4)));
        (await StoredAsync(rig, "evidence-2026.03")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_source_has_one_document_which_says_how_far_it_is()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var source = new SourceDocument
        {
            Source = "okta/0",
            Format = "okta",
            AsOf = Some.Time,
            Watermark = Some.Time - 4_000,
            LagMs = 4_000,
            Read = 100,
            Applied = 90,
            Ignored = 7,
            Quarantined = 3,
        };
        await rig.DeliverAsync(Of(source, 1), Of(source with { Source = "vpn/1", Watermark = null, LagMs = null, Idle = true }, 2));
        var later = source with { AsOf = Some.Time + 10_000, Watermark = Some.Time, Read = 250, Applied = 240, LagMs = 10_000 };
        await rig.DeliverAsync(Of(later, 3));
        await rig.DeliverAsync(Of(source, 2));
        var stored = await StoredAsync(rig, "sources");
        stored.Keys.ShouldBe(["okta/0", "vpn/1"], ignoreOrder: true);
        stored["okta/0"].Source["streams"]!["source"]!.ToJsonString().ShouldBe(
            """{"applied":240,"format":"okta","idle":false,"ignored":7,"lag_ms":10000,"name":"okta/0","quarantined":3,"read":250,"watermark":"2026-03-03T10:00:00.000Z"}""");
        stored["vpn/1"].Source["streams"]!["source"]!.AsObject().ContainsKey("watermark").ShouldBeFalse("nothing was read yet");
        foreach (var query in new[]
        {
            """{"range":{"streams.source.watermark":{"gte":"2026-03-03T09:59:59Z"}}}""", """{"range":{"streams.source.lag_ms":{"gt":9999}}}""",
            """{"range":{"streams.source.read":{"gt":200}}}""", """{"term":{"streams.source.idle":true}}""", """{"term":{"streams.source.name":"okta/0"}}""",
        })
            (await FoundAsync(rig, "sources", query)).ShouldBe(1, query);
    }

    /// <summary>Every number that a panel shows is one that a source document has.</summary>
    [Fact]
    public void Every_field_of_a_source_is_in_its_template_and_every_field_of_the_template_is_written()
    {
        var written = JsonNode.Parse(SourceEcs.Of(new SourceDocument { Source = "a/0", Format = "x", AsOf = 1, Watermark = 1, LagMs = 1 }).ToBytes())!;
        var template = Templates.All("streams", _ => null).Single(t => t.Name == "streams-sources").Body;
        var fields = template["template"]!["mappings"]!["properties"]!["streams"]!["properties"]!["source"]!["properties"]!.AsObject();
        fields.Select(field => field.Key).ShouldBe(written["streams"]!["source"]!.AsObject().Select(field => field.Key), ignoreOrder: true);
    }

    private static ResultDocument Of(EventDocument seen, long version) => new(seen.Entity, Some.Version(version), EventJson.ToBytes(seen));

    private static ResultDocument Of(SourceDocument source, long version) =>
        new(source.Entity, Some.Version(version), EventJson.ToBytes(source));

    private async Task<Dictionary<string, (JsonNode Source, long Version)>> StoredAsync(Rig rig, string index)
    {
        await rig.Reader.RefreshAsync(default);
        var found = JsonNode.Parse(await fixture.Server.AskAsync(HttpMethod.Post, $"{rig.Options.Prefix}-{index}/_search?version=true&size=100"))!;
        return found["hits"]!["hits"]!.AsArray().ToDictionary(hit => (string)hit!["_id"]!, hit => (hit!["_source"]!, (long)hit["_version"]!));
    }

    private async Task<long> FoundAsync(Rig rig, string index, string query)
    {
        await rig.Reader.RefreshAsync(default);
        var found = await fixture.Server.AskAsync(HttpMethod.Post, $"{rig.Options.Prefix}-{index}/_count", $$"""{"query":{{query}} }""");
        return JsonDocument.Parse(found).RootElement.GetProperty("count").GetInt64();
    }

    private static List<string> Leaves(JsonNode? node, string at = "") => node switch
    {
        JsonObject o => [.. o.SelectMany(p => Leaves(p.Value, at + "." + p.Key))],
        JsonArray a => [.. a.SelectMany(item => Leaves(item, at))],
        _ => [$"{at}={node?.ToJsonString()}"],
    };
}
