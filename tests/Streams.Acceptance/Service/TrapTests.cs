using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streams.Acceptance.Service;

/// <summary>Traps that others fell into: a time far ahead, and records that are gone before they were read.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class TrapTests(ServiceWorld world)
{
    /// <summary>A watermark that follows the newest event would call everything after it late.</summary>
    [Fact]
    public void An_event_of_the_year_2099_makes_no_other_late()
    {
        if (Shared.IsMissing) return;
        var logs = world.LogsOf("okta");
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        var planted = 0;
        feeder.Mix((int)(feeder.Records / 5), _ => Encoding.UTF8.GetBytes(
            Records.Okta("early@corp.example", new DateTime(2099, 1, 1, 0, 0, planted, DateTimeKind.Utc), id: $"future-{planted++}")));
        planted.ShouldBeGreaterThan(3);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        deployment.Start("a");
        feeder.Play(0);
        deployment.ShouldFind(world.Company.HuntOver(Directory.GetDirectories(logs)), feeder.Topics, planted)
            .Accounts.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Records_that_retention_took_are_said_and_not_skipped_and_a_topic_made_anew_is_noticed()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-");
        for (var i = 0; i < 40; i++) feeder.Add("okta", Encoding.UTF8.GetBytes(Records.Okta("one@corp.example", Records.Start.AddMinutes(i))));
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        deployment.Start("a");
        feeder.Play(0, 20);
        deployment.WaitUntilTaken(feeder.Topics);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);

        feeder.Play(0);
        var topic = feeder.Topics.Single();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = world.Kafka.Bootstrap }).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 15)]);
        deployment.Start("a");
        deployment.WaitUntilSaid($"{topic}/0: offsets 10 to 15 were removed by retention before they were processed");
        deployment.Kill("a");

        await admin.DeleteTopicsAsync([topic]);
        deployment.Until(() => admin.GetMetadata(TimeSpan.FromSeconds(5)).Topics.All(t => t.Topic != topic), "the topic is still there");
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 2, ReplicationFactor = 1 }]);
        deployment.Start("a");
        deployment.WaitUntilSaid($"{topic}/0: offset 0 was read before, but the topic ends at 0: it was made anew");
    }
}
