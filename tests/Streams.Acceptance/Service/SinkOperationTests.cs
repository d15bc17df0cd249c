using System.Net;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;
using static Streams.Acceptance.Service.MetricsPage;

namespace Streams.Acceptance.Service;

/// <summary>What an operator sees of sinks, findings and alerts: counts that agree with what arrived, and readiness.</summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class SinkOperationTests(ServiceWorld world) : IDisposable
{
    /// <summary>A deployment whose documents outrank those of this one.</summary>
    private const long NewerEpoch = 9L << 44;

    private readonly Scratch _scratch = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Counts_agree_with_what_arrived_and_readiness_tells_an_outage_from_what_somebody_must_mend()
    {
        if (Shared.IsMissing) return;
        using var elastic = new ElasticServer();
        using var receiver = new Receiver();
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            More = $"""
            {elastic.Section(name, "request_timeout: 5s")}
            {receiver.Sections(_scratch, "dispositions: [page, ticket, review]")}
            """,
        });
        deployment.Start("a");
        deployment.WaitUntilReady();
        feeder.Play(0);
        deployment.WaitUntilTaken(feeder.Topics);
        await At(deployment, () => Sum(Page(deployment), "streams_sink_lag", "sink=\"webhooks\"") == 0);
        await Agrees(deployment, elastic, receiver);
        await Outage(deployment, elastic);
        await Mend(deployment, elastic);

        deployment.Kill("a");
        deployment.Start("a");
        deployment.WaitUntilReady(2);
        await At(deployment, () => Page(deployment).Contains("streams_sink_lag", StringComparison.Ordinal));
        SumOrNull(Page(deployment), "streams_findings_total").ShouldBeNull("what is replayed was counted before");
        SumOrNull(Page(deployment), "streams_alerts_total").ShouldBeNull();
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    /// <summary>Against what stands in the results log, in the index and at the receiver.</summary>
    private async Task Agrees(Deployment deployment, ElasticServer elastic, Receiver receiver)
    {
        var results = TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{deployment.Name}.results")
            .Select(record => DocumentRecord.Read(record.Value)).OrderBy(document => document.Version).ToList();
        var alerts = results.Where(document => document.Kind == "alert").Select(document => JsonNode.Parse(document.Json)!).ToList();
        alerts.ShouldNotBeEmpty();
        var page = Page(deployment);
        Sum(page, "streams_findings_total").ShouldBe(Opened(results), page);
        foreach (var step in alerts.GroupBy(alert => (string)alert["kind"]!))
            Sum(page, "streams_alerts_total", $"step=\"{step.Key}\"").ShouldBe(step.Count(), step.Key);
        SumOrNull(page, "streams_sink_documents_total", "sink=\"webhooks\"", "outcome=\"accepted\"").ShouldBe(alerts.Count);
        await At(deployment, () => receiver.Deliveries.Count == alerts.Count
            && Sum(Page(deployment), "streams_webhook_deliveries_total", "outcome=\"delivered\"") == alerts.Count);
        Sum(Page(deployment), "streams_sink_queue_depth", "sink=\"webhooks/oncall\"").ShouldBe(0);

        // Sources speak every ten seconds: both are read until they stand at the same moment.
        await At(deployment, () => SumOrNull(Page(deployment), "streams_sink_documents_total", "sink=\"elasticsearch\"", "outcome=\"accepted\"")
            == Indexed(elastic, deployment));
        Sum(Page(deployment), "db_client_operation_duration_seconds_count", "db_operation_name=\"bulk\"").ShouldBeGreaterThan(0);
    }

    /// <summary>Findings in the order in which accounts' documents showed them.</summary>
    private static int Opened(IEnumerable<ResultDocument> results)
    {
        var (opened, shown) = (0, new Dictionary<string, HashSet<string>>());
        foreach (var document in results.Where(document => document.Kind == "account"))
        {
            HashSet<string> now = document.Json.Length == 0 ? [] : [.. HuntJson.ReadAccount(document.Json).Findings.Select(f => f.Id)];
            opened += now.Except(shown.GetValueOrDefault(document.Entity, [])).Count();
            shown[document.Entity] = now;
        }

        return opened;
    }

    private static long Indexed(ElasticServer elastic, Deployment deployment) =>
        (long)elastic.AskAsync(HttpMethod.Get, $"{deployment.Name}-*/_stats/indexing").Result["_all"]!["primaries"]!["indexing"]!["index_total"]!;

    /// <summary>It is waited out: the worker stays ready, says what is wrong, and its lag grows.</summary>
    private async Task Outage(Deployment deployment, ElasticServer elastic)
    {
        elastic.Kill();
        await At(deployment, () => Detail(deployment, "elasticsearch").Text.StartsWith("tries again: ", StringComparison.Ordinal));
        await At(deployment, () => Sum(Page(deployment), "streams_sink_lag", "sink=\"elasticsearch\"") > 0);
        Sum(Page(deployment), "streams_sink_queue_depth", "sink=\"elasticsearch\"").ShouldBeGreaterThan(0);
        Sum(Page(deployment), "db_client_operation_duration_seconds_count", "error_type=\"no_answer\"").ShouldBeGreaterThan(0);
        Sum(Page(deployment), "streams_sink_stopped", "sink=\"elasticsearch\"").ShouldBe(0);
        Detail(deployment, "elasticsearch").IsGood.ShouldBeFalse();
        Ready(deployment).ShouldBe(HttpStatusCode.OK);
        elastic.Start();
        await At(deployment, () => Detail(deployment, "elasticsearch").IsGood && Sum(Page(deployment), "streams_sink_lag", "sink=\"elasticsearch\"") == 0);
    }

    /// <summary>Another deployment writes to its index: it stands and says so until that is over.</summary>
    private async Task Mend(Deployment deployment, ElasticServer elastic)
    {
        var sources = $"{deployment.Name}-sources";
        var hits = await elastic.AskAsync(HttpMethod.Get, $"{sources}/_search?size=100");
        foreach (var hit in hits["hits"]!["hits"]!.AsArray())
            await elastic.AskAsync(HttpMethod.Put,
                $"{sources}/_doc/{Uri.EscapeDataString((string)hit!["_id"]!)}?version={NewerEpoch}&version_type=external", hit["_source"]!.ToJsonString());
        await At(deployment, () => Ready(deployment) == HttpStatusCode.ServiceUnavailable);
        Detail(deployment, "elasticsearch").ShouldSatisfyAllConditions(
            detail => detail.IsGood.ShouldBeFalse(), detail => detail.Text.ShouldContain("a newer deployment writes to the same prefix"));
        Sum(Page(deployment), "streams_sink_stopped", "sink=\"elasticsearch\"").ShouldBe(1);
        await elastic.AskAsync(HttpMethod.Delete, sources);
        await At(deployment, () => Ready(deployment) == HttpStatusCode.OK);
        Sum(Page(deployment), "streams_sink_stopped", "sink=\"elasticsearch\"").ShouldBe(0);
    }

    private string Page(Deployment deployment) => _http.GetStringAsync(new Uri(deployment.Address, "metrics")).Result;

    private HttpStatusCode Ready(Deployment deployment) => _http.GetAsync(new Uri(deployment.Address, "readyz")).Result.StatusCode;

    private (bool IsGood, string Text) Detail(Deployment deployment, string sink)
    {
        var body = _http.GetAsync(new Uri(deployment.Address, "readyz?verbose")).Result.Content.ReadAsStringAsync().Result;
        var detail = JsonNode.Parse(body)!["details"]!.AsArray().Single(d => (string)d!["name"]! == sink)!;
        return ((bool)detail["good"]!, (string)detail["text"]!);
    }

    private async Task At(Deployment deployment, Func<bool> holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "")
    {
        var until = Environment.TickCount64 + 120_000;
        while (!holds())
        {
            (Environment.TickCount64 < until).ShouldBeTrue($"never: {what}\n{Page(deployment)}\n{deployment.Logs}");
            await Task.Delay(500);
        }
    }
}
