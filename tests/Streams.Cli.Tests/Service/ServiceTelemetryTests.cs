using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Reference;
using Streams.Cli.Service;
using Streams.Cli.Tests.Checking;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Tests.Service;

[Collection(MeterTests.Name)]
public sealed class ServiceTelemetryTests
{
    private static readonly StreamsConfiguration Configuration = new()
    {
        Http = new HttpConfiguration { Bind = "127.0.0.1:0" },
        Telemetry = new TelemetryConfiguration { Logs = "json", LogLevel = "error" },
    };

    [Fact]
    public async Task What_is_counted_is_shown()
    {
        await using var telemetry = await ServiceTelemetry.StartAsync(Configuration, new SettableStatus(), "1.0",
            "here");
        telemetry.Metrics.Alert("opened", "page");
        using var client = new HttpClient { BaseAddress = telemetry.Address };
        (await client.GetStringAsync("/metrics"))
            .ShouldContain("streams_alerts_total{step=\"opened\",disposition=\"page\"} 1\n");
        (await client.GetStringAsync("/healthz")).ShouldBe("live\n");
    }

    [Fact]
    public async Task Metrics_can_be_left_out()
    {
        var without = Configuration with { Http = Configuration.Http with { Metrics = false } };
        await using var telemetry = await ServiceTelemetry.StartAsync(without, new SettableStatus(), "1.0", "here");
        using var client = new HttpClient { BaseAddress = telemetry.Address };
        ((int)(await client.GetAsync("/metrics")).StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task A_collector_gets_what_is_left_at_the_end()
    {
        using var scratch = new Scratch();
        await using var collector = new OneLineServer("200 OK");
        var configuration = new TelemetryConfiguration
        {
            OtlpEndpoint = collector.Url,
            OtlpProtocol = "http/protobuf",
            OtlpHeadersFile = scratch.Write("headers", "x-token=sesame\n"),
        };
        var export = MetricExport.Start(configuration, "1.0", "here").ShouldNotBeNull();
        using (var metrics = new StreamsMetrics())
        {
            metrics.Finding("D01", "high");
            export.Dispose();
        }

        var request = collector.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("POST /v1/metrics ");
        request.ShouldContain("x-token: sesame");
    }

    [Fact]
    public void Without_a_collector_nothing_is_sent() =>
        MetricExport.Start(new TelemetryConfiguration(), "1.0", "here").ShouldBeNull();

    [Theory]
    [InlineData("json", "debug")]
    [InlineData("text", "information")]
    [InlineData("auto", "error")]
    public void Logs_can_be_made_of_every_shape_and_level(string logs, string level)
    {
        using var factory = ServiceLogging.Create(new TelemetryConfiguration { Logs = logs, LogLevel = level },
            isTerminal: false);
        var log = factory.CreateLogger("Streams.Test");
        log.IsEnabled(LogLevel.Debug).ShouldBe(level == "debug");
        log.IsEnabled(LogLevel.Error).ShouldBeTrue();
    }

    [Fact]
    public void A_refused_table_is_counted()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        ReloadReport.Say(new TableChange(null, ["networks.csv:2: bad"]), NullLogger.Instance, metrics);
        collector.Write().ShouldContain("streams_reloads_total{what=\"tables\",outcome=\"refused\"} 1\n");
    }
}
