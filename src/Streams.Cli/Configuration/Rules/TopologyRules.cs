using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Numbers that only make sense beside each other.</summary>
internal static class TopologyRules
{
    /// <summary>See <see cref="Runtime.Shards.Watermarks"/>.</summary>
    private static readonly TimeSpan ClockGap = TimeSpan.FromMinutes(1);

    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var (topology, processing) = (configuration.Topology, configuration.Processing);
        if (topology.MinInsyncReplicas > topology.ReplicationFactor)
        {
            problems.Add(new ConfigurationProblem(
                "topology.min_insync_replicas", $"{topology.MinInsyncReplicas}",
                    $"at most replication_factor, {topology.ReplicationFactor}", "nothing could be written"));
        }

        if (topology.FlowRetention <= processing.SnapshotInterval + processing.Lateness)
        {
            problems.Add(new ConfigurationProblem(
                "topology.flow_retention", $"{topology.FlowRetention}",
                    "longer than processing.snapshot_interval and processing.lateness together",
                "a restart could not replay what came after the last snapshot"));
        }

        if (processing.Remember < processing.Lateness)
            problems.Add(new ConfigurationProblem("processing.remember", $"{processing.Remember}",
                $"at least processing.lateness, {processing.Lateness}",
                "a duplicate inside the lateness would count twice"));
        // Time goes on without a source that is taken for idle, and by a minute at once where nobody wrote clocks.
        if (processing.Lateness > TimeSpan.Zero && processing.IdleAfter / 2 + ClockGap >= processing.Lateness)
            problems.Add(new ConfigurationProblem("processing.idle_after", $"{processing.IdleAfter}",
                $"half of it, and {ClockGap} for what is under way, below processing.lateness, {processing.Lateness}",
                "what a silent source sends when it comes back would be late"));
        if (configuration.Kafka.QueueMemory > processing.Memory / 4)
            problems.Add(new ConfigurationProblem("kafka.queue_memory", $"{configuration.Kafka.QueueMemory} bytes",
                "at most a quarter of processing.memory"));
    }
}
