using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// The service on a real broker against hunt over the same logs: the same accounts, findings and rings, whatever
/// happens to the workers.
/// </summary>
[Collection(ServiceTestGroup.Name)]
public sealed class ServiceTests(ServiceWorld world, ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_workers_change_nothing()
    {
        if (Shared.IsMissing) return;
        var kills = ServiceWorld.Setting("STREAMS_CHAOS_KILLS", 10);
        var rate = ServiceWorld.Setting("STREAMS_CHAOS_RATE", 500);
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        foreach (var worker in new[] { "a", "b", "c" }) deployment.Start(worker);
        var random = new Random(5);
        var began = Environment.TickCount64;
        var feeding = Task.Run(() => feeder.Play(rate));
        var until = feeder.Records * 1000 / rate;
        for (var i = 0; i < kills; i++)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds((double)until / kills * (0.5 + random.NextDouble() / 2)));
            var worker = "abc"[random.Next(3)].ToString();
            deployment.Kill(worker);
            Thread.Sleep(random.Next(500));
            deployment.Start(worker);
        }

        await feeding;
        deployment.WaitUntilTaken(feeder.Topics);
        var seconds = (Environment.TickCount64 - began) / 1000;
        var found = deployment.Export(world.Expected.LastEvent());
        output.WriteLine($"{feeder.Records} records, {kills} kills, {seconds} s, totals {found.Root["totals"]!.ToJsonString()}");
        deployment.Said.ShouldBe("");
        found.Total("read").ShouldBe(world.Expected.Total("read"));
        found.ShouldEqual(world.Expected);
    }
}
