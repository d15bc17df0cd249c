using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streams.Acceptance.Service;

/// <summary>What <c>setup</c> makes, and what <c>run</c> refuses.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class SetupTests(ServiceWorld world)
{
    [Fact]
    public async Task Twice_changes_nothing_and_what_does_not_fit_is_named()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        using var deployment = new Deployment(world, new DeploymentOptions(name, [$"{name}-vpn"]));
        var before = await Topics(name);
        before.Split('\n').Length.ShouldBeGreaterThan(20);
        StreamsProgram.Run("setup", "--config", deployment.Config).Exits(0).Error.ShouldContain("topics: all there");
        (await Topics(name)).ShouldBe(before);

        foreach (var command in new[] { "setup", "run" })
        {
            var shards = StreamsProgram.Run(command, "--config", deployment.Config, "--set", "topology.shards=16").Exits(2);
            shards.Error.ShouldContain($"topic {name}.flow has 10 partitions, which is 8 shards; the configuration says 16");
        }

        (await Topics(name)).ShouldBe(before);
        File.WriteAllText(deployment.Config, File.ReadAllText(deployment.Config).Replace($"{name}-vpn", $"{name}-vpm", StringComparison.Ordinal));
        StreamsProgram.Run("run", "--config", deployment.Config).Exits(2).Error.ShouldContain($"source topic {name}-vpm does not exist");
        StreamsProgram.Run("run", "--config", deployment.Config, "--set", "kafka.prefix=none").Exits(2).Error
            .ShouldContain("topic none.flow does not exist: run streams setup");
    }

    /// <summary>The topics of a prefix with their settings, as text.</summary>
    private async Task<string> Topics(string prefix)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = world.Kafka.Bootstrap }).Build();
        var topics = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Where(t => t.Topic.StartsWith(prefix + ".", StringComparison.Ordinal))
            .OrderBy(t => t.Topic, StringComparer.Ordinal).ToList();
        var settings = await admin.DescribeConfigsAsync(
            topics.Select(t => new ConfigResource { Type = ResourceType.Topic, Name = t.Topic }));
        return string.Join('\n', topics.Select(t => $"{t.Topic} {t.Partitions.Count}").Concat(settings
            .SelectMany(s => s.Entries.Values.Select(e => $"{s.ConfigResource.Name} {e.Name}={e.Value}")).Order(StringComparer.Ordinal)));
    }
}
