using System.Text.Json.Nodes;
using Streams.Elasticsearch;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary><c>demo --elasticsearch --webhook</c>: the synthetic company through the service's own sinks.</summary>
[Trait("Category", "Campaign")]
public sealed class DemoSinkTests(ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_index_holds_what_the_demo_printed_and_every_alert_is_told()
    {
        if (Shared.IsMissing) return;
        using var elastic = new ElasticServer();
        using var receiver = new Receiver();
        var run = StreamsProgram.RunIn(_scratch.Folder, "demo", "--elasticsearch", elastic.Url, "--webhook", receiver.Url, "--quiet").Exits(0);
        output.WriteLine(run.Error);
        run.Error.ShouldContain(" 0 refused");
        run.Error.ShouldContain(" 0 not delivered");

        var demo = HuntOutcome.Load(_scratch.At("streams-demo/hunt.json"));
        using var reader = new ElasticsearchReader(new ElasticsearchOptions { Hosts = [new Uri(elastic.Url)] });
        (await IndexOutcome.ReadAsync(reader, demo)).ShouldEqual(demo);
        var alerts = new HashSet<string>();
        await foreach (var alert in reader.DocumentsAsync("alerts", default)) alerts.Add(alert.GetProperty("event").GetProperty("id").GetString()!);
        alerts.ShouldNotBeEmpty();
        receiver.Deliveries.SelectMany(AlertsOf).ToHashSet().ShouldBe(alerts, ignoreOrder: true);

        // Again: it outranks the first, and says the same.
        StreamsProgram.RunIn(_scratch.Folder, "demo", "--elasticsearch", elastic.Url, "--quiet").Exits(0).Error
            .ShouldContain(" 0 there already");
        (await IndexOutcome.ReadAsync(reader, demo)).ShouldEqual(demo);
        // Beside a service: it says so, and another name helps.
        await elastic.AskAsync(HttpMethod.Put, "streams-sources/_doc/okta?refresh=true", """{"@timestamp": "2026-03-03T10:00:00Z"}""");
        StreamsProgram.RunIn(_scratch.Folder, "demo", "--elasticsearch", elastic.Url, "--quiet").Exits(1).Error.ShouldContain("--prefix");
        StreamsProgram.RunIn(_scratch.Folder, "demo", "--elasticsearch", elastic.Url, "--prefix", "play", "--quiet").Exits(0).Error
            .ShouldContain(" 0 there already");
    }

    /// <summary>Many at once come as a digest.</summary>
    private static IEnumerable<string> AlertsOf(Delivery delivery) => delivery.Body["data"]!["alerts"] is JsonArray digest
        ? digest.Select(alert => (string)alert!["id"]!)
        : [delivery.Alert];
}
