using System.Globalization;
using System.Text.Json.Nodes;

namespace Streams.Acceptance.Service;

/// <summary>
/// What a worker puts into a real index beside accounts, findings and rings, and what it does when a month begins
/// without its templates.
/// </summary>
[Collection(ServiceTestGroup.Name)]
public sealed class IndexTests(ServiceWorld world) : IDisposable
{
    /// <summary>How many are kept, and how many there are.</summary>
    private const int EventsADay = 4, EventsOfADay = 10;

    private readonly Scratch _scratch = new();
    private readonly ElasticServer _elastic = new();

    public void Dispose()
    {
        _elastic.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Events_of_suspects_and_sources_are_indexed_and_a_month_waits_for_its_templates()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        using var deployment = new Deployment(world, new DeploymentOptions(name, [$"{name}-okta"])
        {
            Partitions = 1,
            IdleAfter = "2s",
            More = _elastic.Section(name, $"evidence_per_day: {EventsADay}"),
        });
        StreamsProgram.Run("check", "--config", deployment.Config).Exits(0);
        deployment.Start("a");
        deployment.WaitUntilReady();

        Feed(deployment, Records.SharedFactor(days: 6));
        await Until(deployment, async () => await CountAsync($"{name}-findings-2026.03", "{}") > 0, "no finding");
        // From here on three accounts are suspects, each with more events a day than are kept.
        var days = Enumerable.Range(7, 4).Select(day => Records.Start.AddDays(day)).ToList();
        foreach (var time in days)
        {
            // The second half comes when the first is told: of what stands then some is displaced.
            var lines = Day(time, "ana", "ben", "cleo", "dora").Split('\n');
            Feed(deployment, string.Join('\n', lines[..(lines.Length / 2)]) + "\n");
            Feed(deployment, string.Join('\n', lines[(lines.Length / 2)..]));
        }

        var last = $$"""{"bool":{"filter":[{{Role("event")}},{"range":{"@timestamp":{"gte":"{{days[^1]:yyyy-MM-dd}}"} } }]} }""";
        await Until(deployment, async () => await CountAsync($"{name}-evidence-*", last) > 0, "no event of a suspect");
        await Evidence(name, [.. days.SkipLast(1).Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]);
        await Sources(name, $"{name}-okta/0");

        // A month begins, and two of its templates are gone.
        foreach (var kind in new[] { "evidence", "scores" }) await _elastic.AskAsync(HttpMethod.Delete, $"_index_template/{name}-{kind}");
        var refused = StreamsProgram.Run("check", "--config", deployment.Config).Exits(2).Error;
        refused.ShouldContain($"template {name}-evidence is missing: run `streams setup`");
        refused.ShouldContain($"template {name}-scores is missing");
        Feed(deployment, Day(Records.Start.AddDays(34), "ana", "ben", "cleo"));
        deployment.WaitUntilSaid("is missing");
        deployment.Logs.ShouldContain("streams setup");
        (await IndicesAsync(name)).ShouldNotContain($"{name}-evidence-2026.04", "types would be guessed");

        // A worker that begins in this state waits as well, and loses nothing of it.
        deployment.Kill("a");
        deployment.Start("a");
        Feed(deployment, Day(Records.Start.AddDays(35), "ana", "ben", "cleo"));
        deployment.WaitUntilTaken([$"{name}-okta"]);
        (await IndicesAsync(name)).ShouldNotContain($"{name}-evidence-2026.04");
        StreamsProgram.Run("setup", "--config", deployment.Config).Exits(0).Error.ShouldContain($"template {name}-evidence");
        StreamsProgram.Run("check", "--config", deployment.Config).Exits(0);
        await Until(deployment, async () => (await IndicesAsync(name)).Contains($"{name}-evidence-2026.04")
            && await CountAsync($"{name}-evidence-2026.04", Role("event")) >= 6, "the new month did not come");
        (await _elastic.AskAsync(HttpMethod.Get, $"{name}-evidence-2026.04/_mapping")).ToJsonString().ShouldContain("managed_by");
        deployment.WaitUntilCaughtUp("elasticsearch");
        StreamsProgram.Run("outbox", "list", "--config", deployment.Config).Exits(0).Output.ShouldNotContain("document\t");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    /// <summary>Only suspects', never the bystander's, each event once, with what enrichment knew.</summary>
    private async Task Evidence(string name, IReadOnlyCollection<string> whole)
    {
        var hits = (await _elastic.AskAsync(HttpMethod.Post, $"{name}-evidence-2026.03/_search?size=1000", $$"""{"query":{{Role("event")}} }"""))["hits"]!["hits"]!.AsArray();
        hits.ShouldNotBeEmpty();
        foreach (var document in hits.Select(hit => hit!["_source"]!))
        {
            ((string)document["user"]!["name"]!).ShouldBeOneOf("ana@corp.example", "ben@corp.example", "cleo@corp.example");
            ((string)document["user"]!["risk"]!["calculated_level"]!).ShouldBeOneOf("medium", "high", "critical");
            ((string)document["event"]!["dataset"]!).ShouldBe("okta");
            ((string)document["source"]!["ip"]!).ShouldBe("203.0.113.24");
            // Where networks.csv says that this address is; the log says Berlin.
            ((double)document["source"]!["geo"]!["location"]!["lat"]!).ShouldBe(40.71);
            ((string)document["streams"]!["status"]!).ShouldBeOneOf("open", "withdrawn");
            ((int)document["streams"]!["local"]!["weekday"]!).ShouldBeInRange(1, 7);
            ((string)document["streams"]!["evidence"]!["path"]!).ShouldBe($"{name}-okta/0");
        }

        hits.Select(hit => (string)hit!["_source"]!["event"]!["id"]!).ShouldBeUnique();
        // Kept by lowest hash as they come: exactly so many of each day stand, whatever came before and is withdrawn.
        string DayOf(JsonNode? hit) => ((string)hit!["_source"]!["@timestamp"]!)[..10];
        static bool IsOpen(JsonNode? hit) => (string)hit!["_source"]!["streams"]!["status"]! == "open";
        var days = hits.Where(hit => IsOpen(hit) && whole.Contains(DayOf(hit)))
            .GroupBy(hit => ((string)hit!["_source"]!["user"]!["name"]!, DayOf(hit))).Select(day => day.Count()).ToList();
        days.Count.ShouldBe(3 * whole.Count);
        days.ShouldAllBe(kept => kept == EventsADay);
        hits.Count(hit => !IsOpen(hit)).ShouldBeGreaterThan(0);
        (await CountAsync($"{name}-evidence-*", Role("cited"))).ShouldBeGreaterThan(0);
    }

    private async Task Sources(string name, string path)
    {
        var sources = (await _elastic.AskAsync(HttpMethod.Post, $"{name}-sources/_search"))["hits"]!["hits"]!.AsArray();
        var source = sources.ShouldHaveSingleItem()!["_source"]!["streams"]!["source"]!;
        ((string)source["name"]!).ShouldBe(path);
        ((long)source["read"]!).ShouldBe((long)source["applied"]! + (long)source["ignored"]! + (long)source["quarantined"]!);
        ((long)source["read"]!).ShouldBeGreaterThan(0);
        ((string)source["watermark"]!).ShouldStartWith("2026-03-");
        ((long)source["lag_ms"]!).ShouldBeGreaterThan(0);
    }

    /// <summary>A working day of each, an event every half hour.</summary>
    private static string Day(DateTime start, params string[] people) => string.Concat(
        from i in Enumerable.Range(0, EventsOfADay)
        from person in people
        select Records.Okta($"{person}@corp.example", start.AddMinutes(30 * i), latitude: 52.5, device: "guo-" + person) + "\n");

    private void Feed(Deployment deployment, string lines) => StreamsProgram.Run(
        "feed", _scratch.Write(Path.Combine($"{deployment.Name}-okta", "part.ndjson"), lines), "--config", deployment.Config, "--quiet").Exits(0);

    private static string Role(string role) => $$"""{"term":{"streams.evidence.role":"{{role}}"} }""";

    private async Task<long> CountAsync(string index, string query)
    {
        await _elastic.AskAsync(HttpMethod.Post, $"{index}/_refresh?ignore_unavailable=true");
        var body = query == "{}" ? "{}" : $$"""{"query":{{query}} }""";
        return (long)(await _elastic.AskAsync(HttpMethod.Post, $"{index}/_count?ignore_unavailable=true", body))["count"]!;
    }

    private async Task<List<string>> IndicesAsync(string name) =>
        [.. (await _elastic.AskAsync(HttpMethod.Get, $"_cat/indices/{name}-*?format=json&h=index")).AsArray().Select(index => (string)index!["index"]!)];

    private static async Task Until(Deployment deployment, Func<Task<bool>> holds, string otherwise)
    {
        for (var until = Environment.TickCount64 + 120_000; !await holds(); await Task.Delay(500))
            (Environment.TickCount64 < until).ShouldBeTrue($"{otherwise}\n{deployment.Logs}");
    }
}
