using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>How long work stands still when one of three workers is killed, stopped or added, again and again.</summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class RebalanceTests(ServiceWorld world, ITestOutputHelper output)
{
    private const int Rounds = 5, KilledMs = 13_000, StoppedMs = 7_000, AddedMs = 9_000;

    [Fact]
    public async Task Work_stands_still_for_little_more_than_the_session_time_out()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        var moments = new List<(string What, long Time)>();
        void Now(string what) => moments.Add((what, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        foreach (var worker in (string[])["a", "b", "c"]) deployment.Start(worker);
        deployment.WaitUntilReady(3);
        const int Seconds = (Rounds + 1) * (KilledMs + StoppedMs + 2 * AddedMs) / 1000;
        var feeding = Task.Run(() => feeder.Play((int)(feeder.Records / Seconds) + 1));
        Thread.Sleep(AddedMs);

        for (var round = 0; round < Rounds; round++)
        {
            Now("killed");
            deployment.Kill("c");
            Thread.Sleep(KilledMs);
            Now("added after a kill");
            deployment.Start("c");
            Thread.Sleep(AddedMs);
            Now("stopped");
            deployment.Stop("c").ShouldBe(0, deployment.Logs);
            Thread.Sleep(StoppedMs);
            Now("added");
            deployment.Start("c");
            Thread.Sleep(AddedMs);
        }

        Now("end");
        await feeding;
        deployment.WaitUntilTaken(feeder.Topics);
        var pauses = Pauses.Read(world.Kafka.Bootstrap, $"{name}.flow");
        var longest = moments.Zip(moments.Skip(1), (one, next) => (one.What, Pauses: pauses.Longest(one.Time, next.Time))).ToList();
        output.WriteLine($"{feeder.Records:N0} records at {feeder.Records / Seconds} a second; session time-out 6,000 ms; six busiest sources, {Rounds} rounds, ms:");
        foreach (var what in longest.GroupBy(l => l.What))
        {
            var all = what.SelectMany(w => w.Pauses).Order().ToList();
            output.WriteLine($"{what.Key,-20} median {all[all.Count / 2],6:N0}  worst {all[^1],6:N0}");
        }

        var found = deployment.Export(world.Expected.LastEvent());
        found.ShouldEqual(world.Expected);
    }
}
