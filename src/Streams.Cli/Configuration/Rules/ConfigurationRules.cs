using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>What no single setting can say for itself. Each rule adds every problem it sees.</summary>
internal static class ConfigurationRules
{
    public static readonly IReadOnlyList<Action<StreamsConfiguration, ICollection<ConfigurationProblem>>> All =
    [
        KafkaSecurityRules.Check,
        TopicRules.Check,
        TopologyRules.Check,
        SinkRules.Check,
        DestinationRules.Check,
        AlertRules.Check,
        DetectionRules.Check,
        HttpRules.Check,
    ];
}
