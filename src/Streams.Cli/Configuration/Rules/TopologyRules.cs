using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Numbers that only make sense beside each other.</summary>
internal static class TopologyRules
{
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
        if (configuration.Kafka.QueueMemory > processing.Memory / 2)
            problems.Add(new ConfigurationProblem("kafka.queue_memory", $"{configuration.Kafka.QueueMemory} bytes",
                "at most half of processing.memory"));
    }
}
