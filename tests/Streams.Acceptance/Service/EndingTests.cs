using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>Two records that end every process that comes to them, one when it is decoded and one when it is stepped.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class EndingTests(ServiceWorld world, ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Campaign")]
    public void Records_that_end_the_process_are_found_and_left_out_and_nothing_else_is()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var planted = new Dictionary<string, byte[]>();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(world.Logs);
        feeder.Mix((int)(feeder.Records / 50), beside => planted.Count < 2 ? Copy(beside, planted) : null);
        planted.Count.ShouldBe(2);
        using var deployment = new Deployment(
            world, new DeploymentOptions(name, feeder.Topics) { Patience = TimeSpan.FromMinutes(6) });
        feeder.Play(0);
        var places = feeder.Topics.SelectMany(topic => TopicRecord.ReadAll(world.Kafka.Bootstrap, topic))
            .Where(record => planted.ContainsKey(Convert.ToHexString(record.Value))).Select(record => record.Place).ToList();
        places.Count.ShouldBe(2);

        deployment.Hook["STREAMS_TEST_ENDS_AT"] = $"{StartupHook.Point("decode", places[0])},{StartupHook.Point("step", places[1])}";
        var ends = 0;
        deployment.Start("a");
        deployment.WaitUntilTaken(feeder.Topics, Again);
        deployment.Until(
            () =>
            {
                Again();
                return deployment.Logs.Split("was set aside").Length > 2;
            },
            "not both were set aside");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
        var found = deployment.Export(world.Expected.LastEvent());
        output.WriteLine($"{ends} processes ended at {string.Join(" and ", places)}; totals {found.Root["totals"]!.ToJsonString()}");
        ends.ShouldBeInRange(6, 14);
        found.Total("read").ShouldBe(world.Expected.Total("read") + 2);
        found.Total("quarantined").ShouldBe(world.Expected.Total("quarantined") + 2);
        found.Total("decoded").ShouldBe(world.Expected.Total("decoded"));
        found.ShouldEqual(world.Expected);
        var aside = TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}.quarantine")
            .Where(record => record.Headers["streams.reason"].StartsWith("three processes ended", StringComparison.Ordinal)).ToList();
        aside.Select(record => record.Headers["streams.source"]).Distinct().Order().ShouldBe(places.Order());

        // As what starts the service would.
        void Again()
        {
            if (!deployment.HasEnded("a")) return;
            ends++;
            deployment.Kill("a");
            deployment.Start("a");
        }
    }

    /// <summary>Another event like it.</summary>
    private static byte[]? Copy(byte[] beside, Dictionary<string, byte[]> planted)
    {
        if (beside[0] != '{' || JsonNode.Parse(beside) is not JsonObject record || record["uuid"] is null) return null;
        record["uuid"] = $"planted-{planted.Count}";
        var made = System.Text.Encoding.UTF8.GetBytes(record.ToJsonString());
        planted.Add(Convert.ToHexString(made), made);
        return made;
    }
}
