using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>
/// No Kibana is at hand: every panel's columns are made into the search that Kibana would send and run on a real server
/// over a whole company; the buckets must not be empty and must be those that plain counting gives.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class PanelTests(ServerFixture fixture)
{
    [Fact]
    public async Task Every_panel_shows_what_the_documents_say()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await FillAsync(rig);
        var objects = new DashboardObjects(rig.Options.Prefix);
        var stored = new Dictionary<string, List<JsonElement>>();
        foreach (var kind in IndexNames.MonthlyKinds.Concat(IndexNames.LastingKinds))
            stored[new IndexNames(rig.Options.Prefix).Pattern(kind)] = await rig.StoredAsync(kind);

        var wrong = new List<string>();
        foreach (var lens in objects.Lenses())
        {
            var answer = JsonDocument.Parse(await fixture.Server.AskAsync(HttpMethod.Post, $"{lens.Pattern}/_search", LensRequest.Of(lens))).RootElement;
            var query = Kuery.Parse(lens.Query);
            var documents = stored[lens.Pattern].Where(query.Matches).ToList();
            var root = JsonNode.Parse((answer.TryGetProperty("aggregations", out var aggregations) ? aggregations : default).ValueKind == JsonValueKind.Object
                ? aggregations.GetRawText() : "{}")!.AsObject();
            root["doc_count"] = (int)answer.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64();
            var filled = new HashSet<string>();
            Compare(lens, JsonSerializer.SerializeToElement(root), documents, 0, filled, wrong);
            foreach (var column in lens.Columns.Where(c => !filled.Contains((string)c["id"]!))) wrong.Add($"{lens}: '{column["label"]}' is empty everywhere");
        }

        wrong.ShouldBeEmpty();
        objects.Lenses().Count().ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Every_map_has_places_and_counts_each_event_once()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.Sink.DeliverAsync(fixture.Company.Documents(), default);
        var evidence = await rig.StoredAsync("evidence");
        var maps = new DashboardObjects(rig.Options.Prefix).Maps().ToList();
        maps.Count.ShouldBe(2);
        foreach (var map in maps)
        {
            var search = new JsonObject
            {
                ["size"] = 0,
                ["query"] = Kuery.Parse(map.Query).ToQuery(),
                ["aggs"] = new JsonObject
                {
                    ["cells"] = new JsonObject
                    {
                        ["geotile_grid"] = new JsonObject { ["field"] = map.GeoField, ["precision"] = 7, ["size"] = 10_000 },
                        ["aggs"] = new JsonObject(map.Metrics.Where(m => m["field"] is not null).Select((m, i) => KeyValuePair.Create(
                            $"m{i}", (JsonNode?)new JsonObject { [(string)m["type"]!] = new JsonObject { ["field"] = (string)m["field"]! } }))),
                    },
                },
            };
            var answer = JsonDocument.Parse(await fixture.Server.AskAsync(HttpMethod.Post, $"{map.Pattern}/_search", search.ToJsonString())).RootElement;
            var cells = answer.GetProperty("aggregations").GetProperty("cells").GetProperty("buckets").EnumerateArray().ToList();
            var located = evidence.Where(e => Documents.Values(e, "source.geo.location").Any()).ToList();
            cells.Count.ShouldBeGreaterThan(5);
            cells.Sum(c => c.GetProperty("doc_count").GetInt64()).ShouldBe(located.Count);
            cells.ShouldAllBe(c => c.GetProperty("m0").GetProperty("value").GetInt64() <= c.GetProperty("doc_count").GetInt64());
        }
    }

    private static void Compare(
        LensLayer lens, JsonElement answer, IReadOnlyList<JsonElement> documents, int level, HashSet<string> filled, List<string> wrong)
    {
        foreach (var metric in lens.Columns.Where(c => !(bool)c["isBucketed"]!))
        {
            var shown = LensRequest.Value(answer, metric);
            var expected = Oracle.Value(documents, metric);
            if (shown is not null and not 0.0) filled.Add((string)metric["id"]!);
            if (!Agree(shown, expected)) wrong.Add($"{lens}: '{metric["label"]}' shows {shown ?? "nothing"}, documents say {Say(expected)}");
        }

        if (level == lens.Columns.Count || !(bool)lens.Columns[level]["isBucketed"]!) return;
        var column = lens.Columns[level];
        var groups = Oracle.Group(documents, column);
        var buckets = LensRequest.Buckets(answer, column).ToList();
        if (buckets.Count > 0) filled.Add((string)column["id"]!);
        var size = (int?)column["params"]!["size"] ?? int.MaxValue;
        if (buckets.Count != Math.Min(size, groups.Count))
            wrong.Add($"{lens}: '{column["label"]}' has {buckets.Count} buckets, documents give {groups.Count}");
        foreach (var (key, bucket) in buckets)
            if (groups.TryGetValue(key, out var members)) Compare(lens, bucket, members, level + 1, filled, wrong);
            else wrong.Add($"{lens}: '{column["label"]}' has a bucket '{key}' of no document");
        if (column["params"]!["orderBy"]?["columnId"] is { } by && buckets.Count > 0)
            IsTop(lens, column, lens.Columns.Single(c => (string)c["id"]! == (string)by!), buckets, groups, wrong);
    }

    /// <summary>Nothing that was left out is greater than what is shown.</summary>
    private static void IsTop(
        LensLayer lens, JsonObject column, JsonObject by, List<(string Key, JsonElement Bucket)> buckets,
        Dictionary<string, List<JsonElement>> groups, List<string> wrong)
    {
        var shown = buckets.Select(b => b.Key).ToHashSet();
        var least = buckets.Min(b => LensRequest.Value(b.Bucket, by) as double? ?? double.NegativeInfinity);
        var most = groups.Where(g => !shown.Contains(g.Key)).Select(g => Oracle.Value(g.Value, by) as double? ?? double.NegativeInfinity)
            .DefaultIfEmpty(double.NegativeInfinity).Max();
        // ECS keeps scores as floats: 73.6 comes back as 73.5999….
        if (most > least + Math.Abs(least) * 1e-6) wrong.Add($"{lens}: '{column["label"]}' leaves out {most} and shows {least}");
    }

    private static bool Agree(object? shown, object? expected) => (shown, expected) switch
    {
        (null, null) => true,
        (double a, double b) => Math.Abs(a - b) <= Math.Max(0.001, Math.Abs(b) * 0.01),
        (double a, ValueTuple<double, double> between) => a >= between.Item1 - 0.001 && a <= between.Item2 + 0.001,
        (string text, HashSet<string> any) => any.Contains(text),
        _ => false,
    };

    private static string Say(object? value) => value is HashSet<string> any ? string.Join(" or ", any) : value?.ToString() ?? "nothing";

    /// <summary>The company, and what its people and sources would add: alerts, verdicts, a clockwork crew, an allowed trip.</summary>
    private async Task FillAsync(Rig rig)
    {
        var company = fixture.Company;
        await rig.Sink.DeliverAsync(company.Documents(), default);
        var version = 9L << 44;
        var allowed = company.Hunt.Accounts[0].Findings[0] with
        {
            Id = "f-allowed",
            Points = 0,
            Suppressed = new SuppressedDocument("approved trip", "hr@corp.example", company.Hunt.Totals.LastEvent!.Value),
        };
        var clockwork = company.Hunt.Rings[0] with
        {
            Points = company.Hunt.Rings[0].Points.ToDictionary(p => p.Key, p => p.Key == "clock" ? 2.0 : p.Value),
            Findings =
            [
                Some.Finding("f-clock", rule: "D13") with
                {
                    Facts = new SortedDictionary<string, object?> { ["quiet_arc_hours"] = 1.5, ["z"] = -4.2, ["share"] = 0.4 },
                },
            ],
        };
        var last = company.Hunt.Accounts[^1];
        await rig.DeliverAsync(
            Some.Result(company.Hunt.Accounts[0] with { Findings = [.. company.Hunt.Accounts[0].Findings, allowed] }, ++version),
            Some.Result(clockwork, ++version),
            // Groups whose rules are still to come have their columns already.
            Some.Result(Some.Account("zoe@corp.example", 99) with { PointsByGroup = [new GroupDocument("who", 3.5, 3.5), new GroupDocument("lifecycle", 4.8, 6)] }, ++version),
            Some.Withdrawn(last.Account, last.Findings[0], ++version),
            Source("logs.okta/0", "okta", 4_000), Source("logs.vpn/0", "openvpn", 90_000));
        var alerted = company.Hunt.Accounts.Where(a => a.PageTime is not null || a.TicketTime is not null);
        await rig.DeliverAsync([.. alerted.Select((a, i) => Alerts.Of(a, i, ++version))]);
        await rig.Reader.RefreshAsync(default);
        using var triage = new TriageStore(rig.Options);
        foreach (var (reason, i) in new[] { "resolved", "resolved", "false_positive", "benign", "duplicate" }.Select((r, i) => (r, i)))
            await triage.PutAsync(Encoding.UTF8.GetBytes(
                $$"""{"alert":"a-{{i}}","status":"closed","reason":"{{reason}}","note":"seen","assignee":"ana","tags":["x"],"time":"2025-04-0{{i + 1}}T00:00:00.000Z"}"""), default);
        (await triage.ListAsync(default)).Count.ShouldBe(5);
        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();

        ResultDocument Source(string name, string format, long lag) => new("source:" + name, ++version, EventJson.ToBytes(new SourceDocument
        {
            Source = name,
            Format = format,
            AsOf = Some.Time,
            Watermark = Some.Time - lag,
            LagMs = lag,
            Idle = lag > 60_000,
            Read = 1_000,
            Applied = 900,
            Ignored = 50,
            Quarantined = 50,
        }));
    }
}
