namespace Streams.Cli.Checking;

/// <summary>The probes that need nothing but the framework; whoever has a Kafka client adds its own.</summary>
internal static class EnvironmentChecks
{
    public static IReadOnlyList<IEnvironmentCheck> Plain { get; } =
        [new FileCheck(), new ElasticsearchCheck(), new KibanaCheck(), new WebhookHostCheck()];
}
