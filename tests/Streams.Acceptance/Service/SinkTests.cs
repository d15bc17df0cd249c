using System.Text.Json;
using Streams.Elasticsearch;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>The service with everything that hangs on it: a real index that dies on the way, and somebody to be told.</summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class SinkTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_index_holds_what_export_says_and_each_alert_is_told_once()
    {
        if (Shared.IsMissing) return;
        using var elastic = new ElasticServer();
        using var receiver = new Receiver();
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            More = $"""
            {elastic.Section(name)}
            {receiver.Sections(_scratch, "dispositions: [page, ticket, review]")}
            """,
        });
        deployment.Start("a");
        deployment.Start("b");
        deployment.WaitUntilReady(2);
        var feeding = Task.Run(() => feeder.Play(2_000));
        Thread.Sleep(3_000);
        elastic.Kill();
        Thread.Sleep(3_000);
        elastic.Start();
        await feeding;
        deployment.WaitUntilTaken(feeder.Topics);

        using var reader = new ElasticsearchReader(new ElasticsearchOptions { Hosts = [new Uri(elastic.Url)], Prefix = name });
        var asOf = IndexOutcome.ComeToRest(world, deployment, feeder.Topics, feeder.Last);
        deployment.WaitUntilDelivered("webhooks");

        var found = deployment.Export(asOf);
        var indexed = await IndexOutcome.ReadAsync(reader, found);
        output.WriteLine($"{indexed.Accounts.Count} accounts, {indexed.Rings.Count} rings in the index; {receiver.Deliveries.Count} messages");
        indexed.ShouldEqual(found);

        var alerts = new Dictionary<string, JsonElement>();
        await foreach (var alert in reader.DocumentsAsync("alerts", default)) alerts[AlertOf(alert)] = alert;
        alerts.ShouldNotBeEmpty();
        deployment.Until(() => receiver.Deliveries.Select(d => d.Alert).ToHashSet().SetEquals(alerts.Keys), "not every alert was told");
        Check(receiver);

        var open = receiver.Deliveries.GroupBy(d => d.Alert).First(told => told.MaxBy(d => d.Transition)!.Kind != "streams.alert.closed").Key;
        var asked = Environment.TickCount64;
        StreamsProgram.Run("triage", open, "--config", deployment.Config, "--status", "closed", "--reason", "benign").Exits(0);
        deployment.Until(() => receiver.Deliveries.Any(d => d.Alert == open && d.Kind == "streams.alert.closed"), "the closing was not told");
        output.WriteLine($"triage to closed webhook: {Environment.TickCount64 - asked} ms, with the command's own start");
        var closed = receiver.Deliveries.Single(d => d.Alert == open && d.Kind == "streams.alert.closed");
        ((string)closed.Body["data"]!["close_reason"]!).ShouldBe("benign");
        Check(receiver);
        foreach (var worker in deployment.Workers.ToList()) deployment.Stop(worker).ShouldBe(0, deployment.Logs);
    }

    private static string AlertOf(JsonElement document) => document.GetProperty("event").GetProperty("id").GetString()!;

    /// <summary>Signed, each id and transition once, transitions without a hole.</summary>
    private static void Check(Receiver receiver)
    {
        var deliveries = receiver.Deliveries;
        deliveries.ShouldAllBe(d => d.IsSigned);
        deliveries.Select(d => d.Id).ShouldBeUnique();
        deliveries.Select(d => (d.Alert, d.Transition)).ShouldBeUnique();
    }
}
