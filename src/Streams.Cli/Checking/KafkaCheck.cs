using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Running;
using Streams.Kafka;

namespace Streams.Cli.Checking;

/// <summary>Kafka answers, and its topics are those of the configuration.</summary>
internal sealed class KafkaCheck : IEnvironmentCheck
{
    public string Name => "kafka";

    // On a thread of its own: the client blocks until the broker answers.
    public Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration, CancellationToken cancel) =>
        Task.Run<IReadOnlyList<ConfigurationProblem>>(async () =>
        {
            try
            {
                using var setup = new KafkaSetup(KafkaSettings.Options(configuration), KafkaSettings.Plan(configuration));
                return [.. (await setup.CheckAsync()).Select(Problem)];
            }
            catch (Exception e) when (e is KafkaDeploymentException or IOException)
            {
                return [Problem(e.Message)];
            }
        }, cancel);

    private static ConfigurationProblem Problem(string found) => new("kafka", found, "a Kafka with this deployment's topics");
}
