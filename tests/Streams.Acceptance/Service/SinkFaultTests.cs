using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Streams.Elasticsearch;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// A worker between a real broker and a real Elasticsearch to which everything happens: nothing is lost, nothing
/// doubled, no document goes backwards. STREAMS_SINK_EVENTS says how much is played, STREAMS_SINK_RATE how fast,
/// STREAMS_SINK_MINUTES when it is given up.
/// </summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class SinkFaultTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    /// <summary>A second month must begin in it; the generator makes no smaller company.</summary>
    private const int DaysMin = 16, DaysMax = 28, AccountsMin = 200, EventsOfAnAccountAndDay = 14, PlaySeconds = 180, Faults = 4;

    private static readonly int Events = ServiceWorld.Setting("STREAMS_SINK_EVENTS", 200_000);
    private static readonly int Accounts = Math.Max(AccountsMin, Events / DaysMax / EventsOfAnAccountAndDay);
    private static readonly int Days = Math.Clamp(Events / Accounts / EventsOfAnAccountAndDay, DaysMin, DaysMax);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(ServiceWorld.Setting("STREAMS_SINK_MINUTES", 40));
    private readonly GeneratedCompany _company = new(47, Days, Accounts);
    private readonly ElasticServer _elastic = new();
    private readonly List<string> _table = ["fault | sink caught up after its end | what the sink said"];
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private Feeder? _feeder;
    private volatile string _standing = "nothing was begun";

    public void Dispose()
    {
        _elastic.Dispose();
        _company.Dispose();
    }

    [Fact]
    public async Task The_index_survives_what_happens_to_its_server()
    {
        if (Shared.IsMissing) return;
        var campaign = Task.Run(CampaignAsync);
        if (await Task.WhenAny(campaign, Task.Delay(Patience)) != campaign)
            Assert.Fail($"not over after {Patience.TotalMinutes} minutes: {Where}\n{string.Join('\n', _table)}");
        await campaign;
    }

    private string Where => $"{_standing}; {_feeder?.Sent ?? 0} of {_feeder?.Records ?? 0} records sent";

    private async Task CampaignAsync()
    {
        var name = world.Name();
        Now($"a company of {Accounts} accounts and {Days} days is made");
        var feeder = _feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(_company.Streamed());
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            Tables = _company.Folder,
            Patience = Patience,
            More = $"""
            {_elastic.Section(name, "request_timeout: 10s")}
            """,
        });
        using var versions = new VersionWatch(_elastic, name);
        deployment.Start("a");
        deployment.WaitUntilReady();
        var began = Environment.TickCount64;
        var rate = ServiceWorld.Setting("STREAMS_SINK_RATE", (int)Math.Max(100, feeder.Records / PlaySeconds));
        var first = feeder.CountBefore(new DateTime(feeder.Last.Year, feeder.Last.Month, 1, 0, 0, 0, DateTimeKind.Utc));
        // Each fault has a share of the month to itself, so that there is something to write, however long it takes.
        void Share() => feeder.Play(rate, Math.Min(first, feeder.Sent + first / Faults + 1));
        Now($"the first month is played at {rate} records/s");
        await Fault(deployment, Share, "killed for 3 s", "does not answer", 3, _elastic.Kill, () => _elastic.Start());
        await Fault(deployment, Share, "suspended for 12 s", "does not answer", 12, _elastic.Suspend, _elastic.Resume);
        await Fault(deployment, Share, "accounts read-only for 6 s", "takes no documents for now", 6,
            () => Block($"{name}-accounts", true), () => Block($"{name}-accounts", false));
        await Fault(deployment, Share, "write queue of 1 for 15 s", null, 15,
            () => Restart("thread_pool.write.queue_size=1", "thread_pool.write.size=1"), () => Restart());
        Now("the second month begins, with a template missing and a mapping that conflicts");
        await Plant(name, deployment.Config, feeder);
        var feeding = Task.Run(() => feeder.Play(rate));
        await Missing(deployment);
        await Conflict(deployment, name, feeder);
        await feeding;
        Now("the worker takes the rest");
        deployment.WaitUntilTaken(feeder.Topics);
        var seconds = (Environment.TickCount64 - began) / 1000.0;
        Now("everything comes to rest");
        var asOf = IndexOutcome.ComeToRest(world, deployment, feeder.Topics, feeder.Last);
        await Compare(deployment, versions, asOf, $"{feeder.Records} records, played and taken in {seconds:F0} s");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    private async Task Compare(Deployment deployment, VersionWatch versions, string asOf, string played)
    {
        using var reader = new ElasticsearchReader(new ElasticsearchOptions { Hosts = [new Uri(_elastic.Url)], Prefix = deployment.Name });
        Now("export");
        var found = deployment.Export(asOf);
        Now("the index is compared");
        var indexed = await IndexOutcome.ReadAsync(reader, found);
        output.WriteLine($"{found.Total("read")} events in {played}; {indexed.Accounts.Count} accounts, {indexed.Rings.Count} rings; "
            + $"{versions.Looks} looks at {versions.Documents} documents' versions");
        foreach (var line in _table) output.WriteLine(line);
        // Hours of a source's time pass in a second here: one that was silent for long comes late, in the service and in
        // the export of its log alike.
        output.WriteLine($"export: {deployment.Said.Trim()}");
        versions.Backwards.ShouldBeEmpty();
        indexed.ShouldEqual(found);
        await NothingTwice(reader, found);
        var compared = await world.ShouldStandIn(_elastic, deployment.Name);
        output.WriteLine("newest document of each entity, under its version: " + string.Join(", ", compared.Select(kind => $"{kind.Value} {kind.Key}s")));
        Refused(deployment).ShouldBe(0);
        Now("all that was compared is equal");
    }

    private async Task Fault(Deployment deployment, Action play, string what, string? said, int seconds, Action begin, Action end)
    {
        Now(what);
        var heard = deployment.Logs.Length;
        begin();
        var playing = Task.Run(play);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        deployment.Until(() => said is null || deployment.Logs[heard..].Contains(said, StringComparison.Ordinal), "nobody noticed: " + what);
        end();
        await playing;
        Caught(deployment, what, heard);
    }

    /// <summary>
    /// Before a second month begins: templates of monthly indices are gone, and in one index a text is mapped as a number.
    /// </summary>
    private async Task Plant(string name, string config, Feeder feeder)
    {
        var template = await _elastic.AskAsync(HttpMethod.Post, $"_index_template/_simulate/{name}-findings");
        var mappings = template["template"]!["mappings"]!.DeepClone();
        mappings["properties"]!["event"]!["properties"]!["reason"] = new JsonObject { ["type"] = "long" };
        await _elastic.AskAsync(HttpMethod.Put, Second(name, feeder), new JsonObject { ["mappings"] = mappings }.ToJsonString());
        foreach (var kind in new[] { "scores", "evidence" }) await _elastic.AskAsync(HttpMethod.Delete, $"_index_template/{name}-{kind}");
        StreamsProgram.Run("check", "--config", config).Exits(2).Error.ShouldContain($"template {name}-evidence is missing");
    }

    private static string Second(string name, Feeder feeder) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-findings-{feeder.Last:yyyy.MM}");

    private async Task Missing(Deployment deployment)
    {
        var heard = deployment.Logs.Length;
        deployment.WaitUntilSaid("is missing");
        Now("templates are missing");
        await Task.Delay(5_000);
        StreamsProgram.Run("setup", "--config", deployment.Config).Exits(0);
        Caught(deployment, "templates deleted before a month began, then streams setup", heard);
    }

    private async Task Conflict(Deployment deployment, string name, Feeder feeder)
    {
        deployment.WaitUntilSaid("refused and set aside");
        Now("a mapping conflicts");
        await Task.Delay(5_000);
        var aside = Refused(deployment);
        aside.ShouldBeGreaterThan(0);
        await _elastic.AskAsync(HttpMethod.Delete, Second(name, feeder));
        Now($"{aside} documents and more that were set aside are sent again");
        // What was judged before the mend and set aside after the first call is found by a later one.
        do StreamsProgram.Run("outbox", "resend", "--config", deployment.Config).Exits(0).Error.ShouldContain(" 0 refused again");
        while (Refused(deployment) > 0);
        Caught(deployment, $"mapping conflict in a new month: {aside} documents set aside, index mended, sent again", 0, "set aside");
    }

    private static int Refused(Deployment deployment) => StreamsProgram.Run("outbox", "list", "--config", deployment.Config).Exits(0)
        .Lines.Count(line => line.StartsWith("document\t", StringComparison.Ordinal));

    /// <summary>Waits until the sink has resolved what stands in the results log now.</summary>
    private void Caught(Deployment deployment, string what, int heard, string about = "lasticsearch")
    {
        var ended = Environment.TickCount64;
        Now("the sink catches up after: " + what);
        deployment.WaitUntilCaughtUp("elasticsearch");
        var caughtUp = (Environment.TickCount64 - ended) / 1000.0;
        var said = deployment.Logs[heard..].Split('\n').Where(line => line.Contains(about, StringComparison.Ordinal))
            .Select(line => (string)JsonNode.Parse(line)!["message"]!).Distinct().Take(3).Select(line => line[..Math.Min(line.Length, 160)]);
        _table.Add(string.Create(CultureInfo.InvariantCulture, $"{what} | {caughtUp:F1} s | {string.Join(" / ", said)}"));
    }

    /// <summary>Where it stands, for whoever waits and for the time-out's message.</summary>
    private void Now(string standing)
    {
        _standing = standing;
        System.Console.WriteLine($"[{_since.Elapsed:mm\\:ss}] {Where}");
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
