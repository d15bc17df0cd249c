using System.Net;
using static Streams.Acceptance.Service.MetricsPage;

namespace Streams.Acceptance.Service;

/// <summary>What an operator sees of a running worker: health, readiness, metrics, log lines.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class OperationTests(ServiceWorld world)
{
    [Fact]
    public async Task A_worker_says_how_it_is_and_what_it_counted()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var logs = world.LogsOf("globalprotect");
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        deployment.Start("a");
        feeder.Play(0);
        deployment.WaitUntilTaken(feeder.Topics);
        deployment.WaitUntilSaid("Ready after");
        deployment.WaitUntilSaid("Flow partition 0 restored: 0 snapshot records");
        using var http = new HttpClient { BaseAddress = deployment.Address };
        (await http.GetAsync("healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await http.GetAsync("readyz");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK, await ready.Content.ReadAsStringAsync());

        var metrics = await http.GetStringAsync("metrics");
        var hunt = world.Company.HuntOver(Directory.GetDirectories(logs));
        Sum(metrics, "streams_events_read_total").ShouldBe(hunt.Total("read"));
        Sum(metrics, "streams_events_decoded_total").ShouldBe(hunt.Total("decoded"));
        Sum(metrics, "streams_events_dropped_total", "reason=\"quarantined\"").ShouldBe(hunt.Total("quarantined"));
        Sum(metrics, "streams_shards_assigned").ShouldBe(10);
        Sum(metrics, "streams_source_lag").ShouldBe(0);
        Sum(metrics, "streams_state_keys", "map=\"accounts\"").ShouldBeGreaterThan(0);
        Sum(metrics, "streams_watermark_lag_seconds").ShouldBeGreaterThan(0);
        Sum(metrics, "messaging_client_consumed_messages_total", $"messaging_destination_name=\"{feeder.Topics[0]}\"").ShouldBe(feeder.Records);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }
}
