using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>Topics in which every twentieth record is no log at all.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class GarbageTests(ServiceWorld world, ITestOutputHelper output)
{
    [Fact]
    public void Garbage_is_set_aside_with_bytes_reason_and_source_and_holds_nothing_up()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var random = new Random(7);
        var garbage = new HashSet<string>();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        feeder.Mix(19, beside =>
        {
            var made = Garbage(random, beside);
            return garbage.Add(Convert.ToHexString(made)) ? made : null;
        });
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics));
        deployment.Start("a");
        feeder.Play(0);
        deployment.WaitUntilTaken(feeder.Topics);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);

        var sent = feeder.Topics.SelectMany(topic => TopicRecord.ReadAll(world.Kafka.Bootstrap, topic)).ToDictionary(r => r.Place);
        var aside = TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}.quarantine");
        var found = deployment.Export(world.Expected.LastEvent());
        output.WriteLine($"{garbage.Count} of {feeder.Records} records were garbage; totals {found.Root["totals"]!.ToJsonString()}");
        foreach (var reason in aside.GroupBy(r => r.Headers["streams.reason"]).OrderByDescending(g => g.Count()).Take(8))
            output.WriteLine($"{reason.Count()} × {reason.Key}");
        found.Total("read").ShouldBe(world.Expected.Total("read") + garbage.Count);
        foreach (var count in new[] { "decoded", "ignored", "duplicate" }) found.Total(count).ShouldBe(world.Expected.Total(count), count);
        found.Total("quarantined").ShouldBe(aside.Count);
        foreach (var record in aside)
        {
            record.Headers["streams.reason"].ShouldNotBeNullOrWhiteSpace();
            Convert.ToHexString(sent[record.Headers["streams.source"]].Value).ShouldContain(Convert.ToHexString(record.Value));
        }

        garbage.ShouldBeSubsetOf(aside.Select(record => Convert.ToHexString(record.Value)));
        deployment.Said.ShouldBe("");
        found.ShouldEqual(world.Expected);
    }

    /// <summary>Random bytes, a record torn in the middle, NULs.</summary>
    private static byte[] Garbage(Random random, byte[] beside)
    {
        var kind = random.Next(3);
        if (kind == 0 && beside.Length < 20_000 && beside[0] == '{') return beside[..(beside.Length / 4 + random.Next(beside.Length / 2))];
        var made = new byte[random.Next(20, 400)];
        if (kind != 1) random.NextBytes(made);
        return made;
    }
}
