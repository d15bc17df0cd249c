using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>Work that moves: workers that come, go, and sleep past the session time-out; a broker that dies and comes back.</summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class HandOverTests(ServiceWorld world, ITestOutputHelper output)
{
    [Fact]
    public async Task Work_moves_between_workers_and_nothing_is_lost_or_doubled()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        var moments = new List<(string What, long Time)>();
        void Now(string what) => moments.Add((what, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        deployment.Start("a");
        deployment.Start("b");
        deployment.WaitUntilReady(2);
        var feeding = Task.Run(() => feeder.Play(500));
        Thread.Sleep(3_000);

        Now("added");
        deployment.Start("c");
        Thread.Sleep(7_000);

        Now("suspended");
        deployment.Signal("a", "STOP");
        Thread.Sleep(11_000);
        Now("resumed");
        deployment.Signal("a", "CONT");
        Thread.Sleep(5_000);

        Now("stopped");
        deployment.Stop("b").ShouldBe(0, deployment.Logs);
        Thread.Sleep(4_000);

        Now("broker killed");
        world.Kafka.Node("kill", 1);
        Thread.Sleep(1_000);
        world.Kafka.Node("restart", 1);

        await feeding;
        deployment.WaitUntilTaken(feeder.Topics);
        Now("end");
        var pauses = Pauses.Read(world.Kafka.Bootstrap, $"{name}.flow");
        for (var i = 0; i + 1 < moments.Count; i++)
            output.WriteLine($"{moments[i].What}: {pauses.Between(moments[i].Time, moments[i + 1].Time)}");
        deployment.ShouldFind(world.Expected, feeder.Topics);
    }
}
