using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streams.Acceptance.Service;

/// <summary><c>replay</c>: what the source topics hold is what hunt says over the same logs, and nothing is written.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class ReplayTests(ServiceWorld world) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_replay_says_what_hunt_says_also_of_a_part_and_with_the_directory_from_a_topic()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        StreamsProgram.Run("check", "--config", deployment.Config).Exits(0);
        StreamsProgram.Run("check", "--config", deployment.Config, "--set", "kafka.prefix=none").Exits(2).Error
            .ShouldContain("topic none.flow does not exist");
        feeder.Play(0);

        var last = feeder.Last;
        Replay(deployment, last.AddYears(-1), last.AddDays(1), "--links", _scratch.At("replayed.csv")).ShouldEqual(world.Expected);
        world.Company.HuntOver([world.Logs], "--links", _scratch.At("hunted.csv"));
        var links = File.ReadAllLines(_scratch.At("hunted.csv"));
        links.Length.ShouldBeGreaterThan(10);
        File.ReadAllLines(_scratch.At("replayed.csv")).ShouldBe(links);
        var (from, to) = (last.AddDays(-4), last.AddDays(-1));
        var part = world.Company.HuntOver([world.Logs], "--since", Text(from), "--until", Text(to));
        part.Accounts.ShouldNotBeEmpty();
        Replay(deployment, from, to).ShouldEqual(part);

        await SendDirectory($"{name}.directory");
        Replay(deployment, last.AddYears(-1), last.AddDays(1), "--set", $"tables.directory_topic={name}.directory").ShouldEqual(world.Expected);
        foreach (var topic in new[] { "flow", "results", "state" })
            TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}.{topic}").ShouldBeEmpty(topic);
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private HuntOutcome Replay(Deployment deployment, DateTime from, DateTime to, params string[] more)
    {
        var file = _scratch.At("replay.json");
        StreamsProgram.Run(
            ["replay", "--config", deployment.Config, "--from", Text(from), "--to", Text(to), "--json", file, "--quiet", .. more]).Exits(0);
        return HuntOutcome.Load(file);
    }

    /// <summary>The rows of the file, each the JSON of a row; the newest of an account holds, and a tombstone takes it out.</summary>
    private async Task SendDirectory(string topic)
    {
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = world.Kafka.Bootstrap }).Build())
        {
            await admin.CreateTopicsAsync([new TopicSpecification
            {
                Name = topic,
                NumPartitions = 1,
                ReplicationFactor = -1,
                Configs = new() { ["cleanup.policy"] = "compact" },
            }]);
        }

        var lines = File.ReadAllLines(Path.Combine(world.Company.Folder, "directory.csv"));
        lines.ShouldAllBe(line => !line.Contains('"'));
        var columns = lines[0].Split(',');
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = world.Kafka.Bootstrap }).Build();
        void Send(string account, string? json) => producer.Produce(topic, new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(account),
            Value = json is null ? null! : Encoding.UTF8.GetBytes(json),
        });
        Send("gone@corp.example", """{"account": "gone@corp.example", "names": "aldo.kastini"}""");
        foreach (var line in lines[1..])
        {
            var row = columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second);
            Send(row["account"], JsonSerializer.Serialize(new Dictionary<string, string> { ["account"] = row["account"], ["country"] = "KP" }));
            Send(row["account"], JsonSerializer.Serialize(row));
        }

        Send("gone@corp.example", null);
        producer.Flush(TimeSpan.FromMinutes(1));
    }
}
