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

    /// <summary>Brokers take a million bytes where nobody says otherwise: a snapshot of all that waits is more.</summary>
    [Fact]
    public void An_account_with_thousands_of_events_under_way_fits_its_snapshot()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var logs = new Scratch();
        string[] all = [.. Enumerable.Range(0, 4_000).Select(i =>
            Records.Okta("robot@corp.example", Records.Start.AddMilliseconds(i * 100), id: $"busy-{i}-{Noise(i)}", device: Noise(-i)))];
        logs.Write("okta.ndjson", string.Join('\n', all) + "\n");
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-");
        foreach (var record in all) feeder.Add("okta", Encoding.UTF8.GetBytes(record));
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        deployment.Start("a");
        feeder.Play(0);
        deployment.WaitUntilTaken(feeder.Topics);
        // Everything is inside the lateness bound, and the snapshots of a few seconds hold it.
        Thread.Sleep(TimeSpan.FromSeconds(5));
        deployment.ShouldFind(world.Company.HuntOver([logs.Folder]), feeder.Topics);
        TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}.state").Max(record => record.Value?.Length ?? 0).ShouldBeGreaterThan(1_048_588);

        static string Noise(int seed)
        {
            var bytes = new byte[60];
            new Random(seed).NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        }
    }

    /// <summary>A topic may take larger records than ours do: what is none of ours is kept whole all the same.</summary>
    [Fact]
    public async Task A_record_that_is_larger_than_any_that_brokers_take_by_default_goes_to_quarantine_whole()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var topic = name + "-okta";
        using var deployment = new Deployment(world, new DeploymentOptions(name, [topic]) { Partitions = 1 });
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = world.Kafka.Bootstrap }).Build();
        await admin.AlterConfigsAsync(new()
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
                [new ConfigEntry { Name = "max.message.bytes", Value = "20000000" }],
        });
        var large = new byte[9_000_000];
        new Random(5).NextBytes(large);
        using (var producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig { BootstrapServers = world.Kafka.Bootstrap, MessageMaxBytes = 20_000_000 }).Build())
        {
            await producer.ProduceAsync(topic, new() { Key = large[..3_000], Value = large });
            await producer.ProduceAsync(topic, new() { Value = Encoding.UTF8.GetBytes(Records.Okta("one@corp.example", Records.Start)) });
        }

        deployment.Start("a");
        deployment.WaitUntilTaken([topic]);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
        deployment.Said.ShouldBe("");
        var pieces = TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}.quarantine");
        pieces.SelectMany(piece => piece.Value).ToArray().AsSpan().SequenceEqual(large).ShouldBeTrue();
        pieces.Select(piece => piece.Headers["streams.piece"]).ShouldBe(Enumerable.Range(1, 9).Select(i => $"{i}/9"));
        pieces.ShouldAllBe(piece => piece.Headers["streams.reason"] == "the record has 9000000 bytes, more than 1048576");
        pieces.ShouldAllBe(piece => piece.Headers["streams.source"] == $"{topic}/0/0");
        deployment.Export(Records.Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)).Total("quarantined").ShouldBe(1);
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
