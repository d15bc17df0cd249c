namespace Streams.Cli.Checking;

/// <summary>Everything outside that a deployment rests on.</summary>
internal static class EnvironmentChecks
{
    public static IReadOnlyList<IEnvironmentCheck> All { get; } =
        [new FileCheck(), new KafkaCheck(), new ElasticsearchCheck(), new TemplateCheck(), new KibanaCheck(), new WebhookHostCheck()];
}
