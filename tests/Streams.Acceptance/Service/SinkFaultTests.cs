using System.Globalization;
using System.Text.Json.Nodes;
using Streams.Elasticsearch;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// A worker between a real broker and a real Elasticsearch to which everything happens: nothing is lost, nothing
/// doubled, no document goes backwards. STREAMS_SINK_EVENTS says how much is played, STREAMS_SINK_RATE how fast.
/// </summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class SinkFaultTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    private const int Days = 28, EventsOfAnAccountAndDay = 14;
    private static readonly int Events = ServiceWorld.Setting("STREAMS_SINK_EVENTS", 200_000);
    private readonly GeneratedCompany _company = new(47, Days, Math.Max(60, Events / Days / EventsOfAnAccountAndDay));
    private readonly ElasticServer _elastic = new();
    private readonly List<string> _table = [];

    public void Dispose()
    {
        _elastic.Dispose();
        _company.Dispose();
    }

    [Fact]
    public async Task The_index_survives_what_happens_to_its_server()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(_company.Streamed());
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            Tables = _company.Folder,
            More = $"""
            elasticsearch:
              urls: ["{_elastic.Url}"]
              prefix: {name}
              request_timeout: 5s
            """,
        });
        using var versions = new VersionWatch(_elastic, name);
        deployment.Start("a");
        deployment.WaitUntilReady();
        var began = Environment.TickCount64;
        var feeding = Task.Run(() => feeder.Play(ServiceWorld.Setting("STREAMS_SINK_RATE", 1_500)));
        deployment.Until(() => feeder.Sent > feeder.Records / 10, "nothing was played");

        await Fault(deployment, "killed for 3 s", "does not answer", 3, _elastic.Kill, () => _elastic.Start());
        await Fault(deployment, "suspended for 12 s", "does not answer", 12, _elastic.Suspend, _elastic.Resume);
        await Fault(deployment, "accounts read-only for 6 s", "takes no documents for now", 6,
            () => Block($"{name}-accounts", true), () => Block($"{name}-accounts", false));
        await Fault(deployment, "write queue of 1 for 10 s", null, 10,
            () => Restart("thread_pool.write.queue_size=1", "thread_pool.write.size=1"), () => Restart());
        await Missing(deployment, feeder, name);
        await Conflict(deployment, feeder, name);

        await feeding;
        deployment.WaitUntilTaken(feeder.Topics);
        var seconds = (Environment.TickCount64 - began) / 1000.0;
        var asOf = IndexOutcome.ComeToRest(world, deployment, feeder.Topics, feeder.Last);
        using var reader = new ElasticsearchReader(new ElasticsearchOptions { Hosts = [new Uri(_elastic.Url)], Prefix = name });
        var found = deployment.Export(asOf);
        var indexed = await IndexOutcome.ReadAsync(reader, found);
        output.WriteLine($"{found.Total("read")} events in {feeder.Records} records, played and taken in {seconds:F0} s; "
            + $"{indexed.Accounts.Count} accounts, {indexed.Rings.Count} rings; {versions.Looks} looks at {versions.Documents} documents' versions");
        output.WriteLine("fault | sink caught up after its end | what the sink said");
        foreach (var line in _table) output.WriteLine(line);
        deployment.Said.ShouldBe("");
        versions.Backwards.ShouldBeEmpty();
        indexed.ShouldEqual(found);
        await NothingTwice(reader, found);
        StreamsProgram.Run("outbox", "list", "--config", deployment.Config).Exits(0).Output.ShouldNotContain("document\t");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    private async Task Fault(Deployment deployment, string what, string? said, int seconds, Action begin, Action end)
    {
        var heard = deployment.Logs.Length;
        begin();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        end();
        var ended = Environment.TickCount64;
        deployment.WaitUntilCaughtUp("elasticsearch");
        Tell(deployment, what, heard, ended);
        if (said is not null) deployment.Logs[heard..].ShouldContain(said);
    }

    /// <summary>The templates of monthly indices go while a month that has none yet is to come.</summary>
    private async Task Missing(Deployment deployment, Feeder feeder, string name)
    {
        var heard = deployment.Logs.Length;
        string[] kinds = ["scores", "evidence"];
        foreach (var kind in kinds) await _elastic.AskAsync(HttpMethod.Delete, $"_index_template/{name}-{kind}");
        deployment.Until(
            () => deployment.Logs[heard..].Contains("is missing", StringComparison.Ordinal) || feeder.Sent >= feeder.Records - 1,
            "no month began");
        StreamsProgram.Run("setup", "--config", deployment.Config).Exits(0);
        var ended = Environment.TickCount64;
        deployment.WaitUntilCaughtUp("elasticsearch");
        Tell(deployment, "templates deleted before a month began, then streams setup", heard, ended);
        deployment.Logs[heard..].ShouldContain("is missing");
    }

    /// <summary>A month of findings in which a text is mapped as a number; mended, and sent again.</summary>
    private async Task Conflict(Deployment deployment, Feeder feeder, string name)
    {
        var heard = deployment.Logs.Length;
        var month = (await Indices($"{name}-findings-*")).Max(StringComparer.Ordinal)!;
        var mappings = (await _elastic.AskAsync(HttpMethod.Get, $"{month}/_mapping"))[month]!["mappings"]!.DeepClone();
        mappings["properties"]!["event"]!["properties"]!["reason"] = new JsonObject { ["type"] = "long" };
        await _elastic.AskAsync(HttpMethod.Delete, month);
        await _elastic.AskAsync(HttpMethod.Put, month, new JsonObject { ["mappings"] = mappings }.ToJsonString());
        deployment.Until(
            () => deployment.Logs[heard..].Contains("refused and set aside", StringComparison.Ordinal) || feeder.Sent >= feeder.Records - 1,
            "nothing was refused");
        await Task.Delay(5_000);
        var aside = StreamsProgram.Run("outbox", "list", "--config", deployment.Config).Exits(0).Lines.Count(line => line.StartsWith("document\t", StringComparison.Ordinal));
        aside.ShouldBeGreaterThan(0);
        await _elastic.AskAsync(HttpMethod.Delete, month);
        var ended = Environment.TickCount64;
        StreamsProgram.Run("outbox", "resend", "--config", deployment.Config).Exits(0).Error.ShouldContain(" 0 refused again");
        deployment.WaitUntilCaughtUp("elasticsearch");
        Tell(deployment, $"mapping conflict in {month}: {aside} documents set aside, index mended, sent again", heard, ended);
    }

    private void Tell(Deployment deployment, string what, int heard, long ended)
    {
        var caughtUp = (Environment.TickCount64 - ended) / 1000.0;
        var said = deployment.Logs[heard..].Split('\n').Where(line => line.Contains("lasticsearch", StringComparison.Ordinal)).Take(2)
            .Select(line => line[..Math.Min(line.Length, 160)]);
        _table.Add(string.Create(CultureInfo.InvariantCulture, $"{what} | {caughtUp:F1} s | {string.Join(" / ", said)}"));
    }

    private void Restart(params string[] settings)
    {
        _elastic.Kill();
        _elastic.Start(settings);
    }

    private void Block(string index, bool isOn) =>
        _elastic.AskAsync(HttpMethod.Put, $"{index}/_settings", $$"""{"index.blocks.write":{{(isOn ? "true" : "false")}}}""").GetAwaiter().GetResult();

    private async Task<IReadOnlyList<string>> Indices(string pattern) =>
        [.. (await _elastic.AskAsync(HttpMethod.Get, $"{pattern}/_settings?filter_path=*.settings.index.uuid")).AsObject().Select(index => index.Key)];

    /// <summary>Each finding stands once in all months; what is not an account's finding any more says so.</summary>
    private static async Task NothingTwice(ElasticsearchReader reader, HuntOutcome found)
    {
        var shown = new List<string>();
        await foreach (var finding in reader.DocumentsAsync("findings", default))
            if (finding.GetProperty("streams").GetProperty("status").GetString() != "withdrawn")
                shown.Add(finding.GetProperty("streams").GetProperty("finding").GetProperty("id").GetString()!);
        shown.ShouldBeUnique();
        shown.ShouldBe(
            found.Accounts.SelectMany(account => account!["findings"]!.AsArray()).Select(finding => (string)finding!["id"]!), ignoreOrder: true);
    }
}
