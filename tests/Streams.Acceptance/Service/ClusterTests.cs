using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>Three brokers that lose one of them, twice, while records come in; and a worker at that.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class ClusterTests(ServiceWorld world, ITestOutputHelper output)
{
    private const int Rate = 500, BrokerSessionMs = 3_000;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_broker_that_is_killed_and_one_that_is_suspended_change_nothing()
    {
        if (Shared.IsMissing) return;
        using var kafka = new KafkaServer(
            192, "--nodes", "3", "--set", $"broker.session.timeout.ms={BrokerSessionMs}", "--set", "broker.heartbeat.interval.ms=500");
        var name = world.Name();
        var feeder = new Feeder(kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            Server = kafka,
            // Hours of log pass in a second: what stands still because its broker does must not be taken for idle.
            IdleAfter = "2m",
            Topology = """
              replication_factor: 3
              min_insync_replicas: 2
            """,
        });
        await EachTopicHasThreeCopies(kafka, name);
        deployment.Start("a");
        deployment.Start("b");
        deployment.WaitUntilReady(2);
        var moments = new List<(string What, long Time)>();
        var began = Environment.TickCount64;
        using var next = new SemaphoreSlim(0);
        var feeding = Task.Run(() => Feed(feeder, next));
        Thread.Sleep(2_000);

        var killed = Busiest(kafka, name);
        Now($"node {killed} killed");
        kafka.Node("kill", killed);
        UntilItLeadsNothing(deployment, kafka, name, killed);
        Thread.Sleep(2_000);
        Now("restarted");
        kafka.Node("restart", killed);
        deployment.Until(() => Copies(kafka, name).All(p => p.InSyncReplicas.Length == 3), "the restarted node did not catch up");

        next.Release();
        var suspended = Busiest(kafka, name);
        Now($"node {suspended} suspended");
        kafka.Node("suspend", suspended);
        UntilItLeadsNothing(deployment, kafka, name, suspended);
        Thread.Sleep(2_000);
        deployment.Kill("b");
        Thread.Sleep(1_000);
        deployment.Start("b");
        Now("worker killed and started; node resumed");
        kafka.Node("resume", suspended);
        next.Release();

        await feeding;
        Now("fed");
        deployment.WaitUntilTaken(feeder.Topics, feeder.Records);
        Now("taken");
        var found = deployment.Export(world.Expected.LastEvent());
        deployment.Said.ShouldBe("");
        found.Total("read").ShouldBe(world.Expected.Total("read"), $"{found.Root["totals"]}");
        found.ShouldEqual(world.Expected);
        var pauses = Pauses.Read(kafka.Bootstrap, $"{name}.flow");
        foreach (var (one, then) in moments.Zip(moments.Skip(1)))
            output.WriteLine($"{one.What}: {pauses.Between(one.Time, then.Time)}");
        foreach (var worker in deployment.Workers.ToList()) deployment.Stop(worker).ShouldBe(0, deployment.Logs);

        void Now(string what)
        {
            moments.Add((what, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(Environment.TickCount64 - began) / 1000.0,6:F1} s  {feeder.Sent,6} sent  {what}"));
        }
    }

    /// <summary>However slow this machine is: there are records to come in each of the misfortunes, and after them.</summary>
    private static void Feed(Feeder feeder, SemaphoreSlim next)
    {
        feeder.Play(Rate, feeder.Records * 4 / 10);
        next.Wait();
        feeder.Play(Rate, feeder.Records * 8 / 10);
        next.Wait();
        feeder.Play(Rate);
    }

    /// <summary>The node that leads most of the flow: what it takes with it hits both workers.</summary>
    private static int Busiest(KafkaServer kafka, string name) =>
        Copies(kafka, name).GroupBy(p => p.Leader).OrderByDescending(node => node.Count()).First().Key;

    private static void UntilItLeadsNothing(Deployment deployment, KafkaServer kafka, string name, int node) =>
        deployment.Until(() => Copies(kafka, name).All(p => p.Leader > 0 && p.Leader != node), $"node {node} still leads");

    /// <summary>A client of its own each time: one that was connected to a node that hangs would wait for it.</summary>
    private static IReadOnlyList<PartitionMetadata> Copies(KafkaServer kafka, string name)
    {
        using var admin = Admin(kafka);
        try
        {
            return admin.GetMetadata($"{name}.flow", AnswerMax).Topics.Single().Partitions;
        }
        catch (KafkaException)
        {
            // Asked of the node that is away.
            return [new PartitionMetadata(0, -1, [], [], new Error(ErrorCode.Local_Transport))];
        }
    }

    private static IAdminClient Admin(KafkaServer kafka) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Bootstrap })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    private static async Task EachTopicHasThreeCopies(KafkaServer kafka, string name)
    {
        using var admin = Admin(kafka);
        var own = admin.GetMetadata(AnswerMax).Topics.Where(t => t.Topic.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        own.Count.ShouldBe(6);
        own.SelectMany(topic => topic.Partitions).ShouldAllBe(partition => partition.Replicas.Length == 3);
        var settings = await admin.DescribeConfigsAsync(own.Select(t => new ConfigResource { Type = ResourceType.Topic, Name = t.Topic }));
        settings.ShouldAllBe(topic => topic.Entries["min.insync.replicas"].Value == "2");
    }
}
