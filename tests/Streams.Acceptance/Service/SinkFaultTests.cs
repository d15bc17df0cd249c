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
    /// <summary>A second month must begin in it; the generator makes no smaller company.</summary>
    private const int DaysMin = 16, DaysMax = 28, AccountsMin = 200, EventsOfAnAccountAndDay = 14, PlaySeconds = 300;

    private static readonly int Events = ServiceWorld.Setting("STREAMS_SINK_EVENTS", 200_000);
    private static readonly int Accounts = Math.Max(AccountsMin, Events / DaysMax / EventsOfAnAccountAndDay);
    private static readonly int Days = Math.Clamp(Events / Accounts / EventsOfAnAccountAndDay, DaysMin, DaysMax);
    private readonly GeneratedCompany _company = new(47, Days, Accounts);
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
              request_timeout: 10s
            """,
        });
        using var versions = new VersionWatch(_elastic, name);
        deployment.Start("a");
        deployment.WaitUntilReady();
        await Plant(name, feeder);
        var began = Environment.TickCount64;
        var feeding = Task.Run(() => feeder.Play(ServiceWorld.Setting("STREAMS_SINK_RATE", (int)Math.Max(100, feeder.Records / PlaySeconds))));
        await Missing(deployment, feeder);
        await Conflict(deployment, name, feeder);
        await Fault(deployment, feeder, "killed for 3 s", "does not answer", 3, _elastic.Kill, () => _elastic.Start());
        await Fault(deployment, feeder, "suspended for 12 s", "does not answer", 12, _elastic.Suspend, _elastic.Resume);
        await Fault(deployment, feeder, "accounts read-only for 6 s", "takes no documents for now", 6,
            () => Block($"{name}-accounts", true), () => Block($"{name}-accounts", false));
        await Fault(deployment, feeder, "write queue of 1 for 10 s", null, 10,
            () => Restart("thread_pool.write.queue_size=1", "thread_pool.write.size=1"), () => Restart());
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

    private async Task Fault(Deployment deployment, Feeder feeder, string what, string? said, int seconds, Action begin, Action end)
    {
        var heard = deployment.Logs.Length;
        begin();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        // Longer where nothing was to be written meanwhile, as long as there is something to come.
        deployment.Until(() => said is null || feeder.IsOver || deployment.Logs[heard..].Contains(said, StringComparison.Ordinal), "nobody noticed");
        var isNoticed = said is null || deployment.Logs[heard..].Contains(said, StringComparison.Ordinal);
        end();
        var ended = Environment.TickCount64;
        deployment.WaitUntilCaughtUp("elasticsearch");
        Tell(deployment, isNoticed ? what : what + " (nothing was written meanwhile)", heard, ended);
    }

    /// <summary>Before a second month begins: templates of monthly indices are gone, and in one a text is mapped as a number.</summary>
    private async Task Plant(string name, Feeder feeder)
    {
        var template = await _elastic.AskAsync(HttpMethod.Post, $"_index_template/_simulate/{name}-findings");
        var mappings = template["template"]!["mappings"]!.DeepClone();
        mappings["properties"]!["event"]!["properties"]!["reason"] = new JsonObject { ["type"] = "long" };
        await _elastic.AskAsync(HttpMethod.Put, Second(name, feeder), new JsonObject { ["mappings"] = mappings }.ToJsonString());
    }

    private static string Second(string name, Feeder feeder) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-findings-{feeder.Last:yyyy.MM}");

    private async Task Missing(Deployment deployment, Feeder feeder)
    {
        // The first month has its indices by then.
        deployment.Until(() => feeder.Sent > feeder.Records / 5, "nothing was played");
        deployment.WaitUntilCaughtUp("elasticsearch");
        var heard = deployment.Logs.Length;
        foreach (var kind in new[] { "scores", "evidence" }) await _elastic.AskAsync(HttpMethod.Delete, $"_index_template/{deployment.Name}-{kind}");
        deployment.WaitUntilSaid("is missing");
        await Task.Delay(5_000);
        StreamsProgram.Run("setup", "--config", deployment.Config).Exits(0);
        var ended = Environment.TickCount64;
        deployment.WaitUntilCaughtUp("elasticsearch");
        Tell(deployment, "templates deleted before a month began, then streams setup", heard, ended);
    }

    private async Task Conflict(Deployment deployment, string name, Feeder feeder)
    {
        var heard = deployment.Logs.Length;
        deployment.WaitUntilSaid("refused and set aside");
        await Task.Delay(5_000);
        var aside = StreamsProgram.Run("outbox", "list", "--config", deployment.Config).Exits(0)
            .Lines.Count(line => line.StartsWith("document\t", StringComparison.Ordinal));
        aside.ShouldBeGreaterThan(0);
        await _elastic.AskAsync(HttpMethod.Delete, Second(name, feeder));
        var ended = Environment.TickCount64;
        StreamsProgram.Run("outbox", "resend", "--config", deployment.Config).Exits(0).Error.ShouldContain(" 0 refused again");
        deployment.WaitUntilCaughtUp("elasticsearch");
        Tell(deployment, $"mapping conflict in a new month: {aside} documents set aside, index mended, sent again", heard, ended);
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
