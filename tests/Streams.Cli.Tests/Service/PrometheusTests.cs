using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Streams.Cli.Service;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Tests.Service;

/// <summary>Meters are of the process: what other tests count is not looked at here.</summary>
[Collection(MeterTests.Name)]
public sealed partial class PrometheusTests
{
    [Theory]
    [InlineData("streams.watermark.lag", "s", "Gauge", "streams_watermark_lag_seconds")]
    [InlineData("streams.events.decoded", "{event}", "Counter", "streams_events_decoded_total")]
    [InlineData("messaging.process.duration", "s", "Histogram", "messaging_process_duration_seconds")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", "Counter", "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("process.bytes", "By", "Gauge", "process_bytes")]
    [InlineData("9-lives é", null, "Gauge", "_9_lives__")]
    public void Names_follow_the_conventions(string name, string? unit, string type, string expected) =>
        PrometheusText.Name(name, unit, Enum.Parse<MetricType>(type)).ShouldBe(expected);

    [Fact]
    public void Counts_add_up_by_labels()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        metrics.Dropped(3, DropReason.Quarantined);
        metrics.Dropped(4, DropReason.Quarantined);
        metrics.Dropped(2, DropReason.Ignored);
        var text = collector.Write();
        text.ShouldContain("# TYPE streams_events_dropped_total counter\n");
        text.ShouldContain("# HELP streams_events_dropped_total Records not handed on, by reason and stage.\n");
        text.ShouldContain("streams_events_dropped_total{reason=\"quarantined\",stage=\"receiving\",intentional=\"false\"} 7\n");
        text.ShouldContain("streams_events_dropped_total{reason=\"ignored\",stage=\"receiving\",intentional=\"true\"} 2\n");
    }

    [Fact]
    public void A_duration_is_a_cumulative_histogram_with_the_advised_buckets()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        foreach (var seconds in new[] { 0.004, 0.005, 0.3, 60 }) metrics.Restored(seconds);
        var text = collector.Write();
        text.ShouldContain("streams_restore_duration_seconds_bucket{le=\"0.005\"} 2\n");
        text.ShouldContain("streams_restore_duration_seconds_bucket{le=\"0.25\"} 2\n");
        text.ShouldContain("streams_restore_duration_seconds_bucket{le=\"10\"} 3\n");
        text.ShouldContain("streams_restore_duration_seconds_bucket{le=\"+Inf\"} 4\n");
        text.ShouldContain("streams_restore_duration_seconds_sum 60.309\n");
        text.ShouldContain("streams_restore_duration_seconds_count 4\n");
    }

    [Fact]
    public void Hostile_label_values_stay_inside_their_quotes()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        metrics.Delivery("a\"} 1\nevil{x=\"\\", "accepted");
        collector.Write()
            .ShouldContain("streams_webhook_deliveries_total{destination=\"a\\\"} 1\\nevil{x=\\\"\\\\\",outcome=\"accepted\"} 1\n");
    }

    [Fact]
    public void A_gauge_shows_what_is_there_now()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        var partitions = new List<int> { 0, 1 };
        metrics.Observe(GaugeName.WatermarkLag, () =>
            [.. partitions.Select(p =>
            new Measurement<double>(p + 0.5, new KeyValuePair<string, object?>("partition", p)))]);
        collector.Write().ShouldContain("streams_watermark_lag_seconds{partition=\"1\"} 1.5\n");
        partitions.Remove(1);
        var text = collector.Write();
        text.ShouldContain("streams_watermark_lag_seconds{partition=\"0\"} 0.5\n");
        text.ShouldNotContain("streams_watermark_lag_seconds{partition=\"1\"}");
    }

    [Fact]
    public void A_gauge_that_throws_costs_only_itself()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        metrics.Observe(GaugeName.SinkLag, () => throw new InvalidOperationException("broken"));
        metrics.Restored(1);
        collector.Write().ShouldContain("streams_restore_duration_seconds_count");
    }

    [Fact]
    public void More_series_than_the_bound_share_one()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        for (var i = 0; i < MetricFamily.SeriesMax + 50; i++) metrics.Evicted(1, $"map-{i}");
        var text = collector.Write();
        text.ShouldContain("streams_state_evicted_total{otel_metric_overflow=\"true\"} 50\n");
        text.Split('\n').Count(line => line.StartsWith("streams_state_evicted_total{", StringComparison.Ordinal))
            .ShouldBe(MetricFamily.SeriesMax + 1);
    }

    /// <summary>The grammar of the format, and no family twice: a scraper refuses the whole page otherwise.</summary>
    [Fact]
    public void Every_line_is_of_the_format_and_every_family_comes_once()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        using var again = new StreamsMetrics();
        foreach (var each in new[] { metrics, again })
        {
            each.Consumed(5, "logs", "streams");
            each.Sent(5, "streams.flow", "timeout");
            each.DatabaseOperation(0.1, "bulk", "streams-accounts", 200);
            each.Finding("D01", "high");
        }

        var lines = collector.Write().TrimEnd('\n').Split('\n');
        lines.Where(line => !Sample().IsMatch(line) && !Comment().IsMatch(line)).ShouldBeEmpty();
        var families = lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]).ToList();
        families.Distinct().Count().ShouldBe(families.Count);
        lines.ShouldContain("messaging_client_consumed_messages_total{messaging_operation_name=\"poll\",messaging_destination_name=\"logs\",messaging_consumer_group_name=\"streams\",messaging_system=\"kafka\"} 10");
    }

    [Fact]
    public void Counts_from_many_threads_are_all_there()
    {
        using var collector = new MetricCollector();
        using var metrics = new StreamsMetrics();
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 1000; i++) metrics.Read(2, $"threads-{worker % 2}");
        });
        var text = collector.Write();
        text.ShouldContain("streams_events_read_total{messaging_destination_name=\"threads-0\"} 8000\n");
        text.ShouldContain("streams_events_read_total{messaging_destination_name=\"threads-1\"} 8000\n");
    }

    [GeneratedRegex("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)+\})? (-?[0-9.]+(E[+-]?[0-9]+)?|NaN|[+-]Inf)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("^# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram))$")]
    private static partial Regex Comment();
}
