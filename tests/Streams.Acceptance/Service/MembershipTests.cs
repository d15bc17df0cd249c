using System.Net;

namespace Streams.Acceptance.Service;

/// <summary>Who belongs to the group, whatever its work does: held up for long, or started again and again.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class MembershipTests(ServiceWorld world) : IDisposable
{
    private const int MaxPollSeconds = 6;
    private static readonly string[] Workers = ["a", "b", "c"];
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>It asks for its work whatever the work does, so the group cannot miss it: the worker itself has to say so.</summary>
    [Fact]
    public async Task A_worker_that_is_held_up_stays_a_member_and_is_not_live_until_it_goes_on()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var logs = world.LogsOf("okta");
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics) { Processing = "  stuck_after: 2s" });
        var file = _scratch.Write("hang", "");
        deployment.Hook["STREAMS_TEST_HANGS_AT"] = StartupHook.Point("decode", $"{feeder.Topics[0]}/0/100");
        deployment.Hook["STREAMS_TEST_HANGS_WHILE"] = file;
        deployment.Hook["STREAMS_TEST_MAX_POLL"] = $"{MaxPollSeconds}";
        string[] pair = ["a", "b"];
        foreach (var worker in pair) deployment.Start(worker);
        ShareOut(deployment, pair, feeder.Topics.Count);
        var moves = PartitionsOf.Moves(deployment.Logs);

        feeder.Play(0);
        const string Stuck = "has not come back from a step";
        deployment.WaitUntilSaid(Stuck);
        var (held, free) = deployment.LogOf("a").Contains(Stuck, StringComparison.Ordinal) ? ("a", "b") : ("b", "a");
        using var http = new HttpClient();
        async Task<HttpStatusCode> Health(string worker) => (await http.GetAsync(new Uri(deployment.AddressOf(worker), "healthz"))).StatusCode;
        (await Health(held)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Health(free)).ShouldBe(HttpStatusCode.OK);
        (await http.GetStringAsync(new Uri(deployment.AddressOf(free), "healthz?verbose"))).ShouldNotContain(Stuck);
        await Task.Delay(TimeSpan.FromSeconds(MaxPollSeconds + 2));
        PartitionsOf.Moves(deployment.Logs).ShouldBe(moves, deployment.Logs);
        (await Health(held)).ShouldBe(HttpStatusCode.ServiceUnavailable);

        File.Delete(file);
        deployment.Until(() => Health(held).Result == HttpStatusCode.OK, "it is still not live");
        deployment.ShouldFind(world.Company.HuntOver(Directory.GetDirectories(logs)), feeder.Topics);
    }

    [Fact]
    public async Task Workers_that_are_started_again_one_after_the_other_move_nothing_and_lose_nothing()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var logs = world.LogsOf("globalprotect", "gitlab");
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics) { SessionTimeout = "60s" });
        foreach (var worker in Workers) deployment.Start(worker);
        ShareOut(deployment, Workers, feeder.Topics.Count);
        var before = Workers.ToDictionary(worker => worker, worker => PartitionsOf.Now(deployment.LogOf(worker)));
        var feeding = Task.Run(() => feeder.Play((int)(feeder.Records / 8)));
        foreach (var worker in Workers)
        {
            deployment.Stop(worker).ShouldBe(0, deployment.Logs);
            deployment.Start(worker);
        }

        await feeding;
        ShareOut(deployment, Workers, feeder.Topics.Count);
        foreach (var worker in Workers)
        {
            // Once from either group: what it had is its own again, and was nobody else's meanwhile.
            PartitionsOf.Now(deployment.LogOf(worker)).ShouldBe(before[worker], deployment.Logs);
            PartitionsOf.Moves(deployment.LogOf(worker)).ShouldBeLessThanOrEqualTo(2, deployment.Logs);
        }

        deployment.ShouldFind(world.Company.HuntOver(Directory.GetDirectories(logs)), feeder.Topics);
        PartitionsOf.Errors(deployment.Logs).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_that_is_refused_between_two_generations_is_no_error_and_no_loss()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var logs = world.LogsOf("gitlab");
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        // Heartbeats are rarer than commits.
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics) { SessionTimeout = "60s" });
        deployment.Start("a");
        ShareOut(deployment, ["a"], feeder.Topics.Count);
        var feeding = Task.Run(() => feeder.Play((int)(feeder.Records / 8)));
        deployment.Until(() => feeder.Sent > feeder.Records / 8, "nothing is sent");
        using var http = new HttpClient();
        double? Refused() => MetricsPage.SumOrNull(
            http.GetStringAsync(new Uri(deployment.AddressOf("a"), "metrics")).Result,
            "messaging_client_operation_duration_seconds_count", "\"commit\"", "error_type=\"UnknownMemberId\"");
        Refused().ShouldBeNull();
        Expulsion.Of(world.Kafka.Bootstrap, $"{name}-ingest", "a-ingest");
        deployment.Until(() => Refused() > 0, "no commit was refused");
        await feeding;
        deployment.ShouldFind(world.Company.HuntOver(Directory.GetDirectories(logs)), feeder.Topics);
        PartitionsOf.Errors(deployment.Logs).ShouldBeEmpty();
    }

    /// <summary>Until everything is somebody's, and everybody has a part of the flow.</summary>
    private static void ShareOut(Deployment deployment, string[] workers, int topics)
    {
        const int Flow = 10;
        deployment.WaitUntilReady(workers.Length);
        deployment.Until(() => workers.All(worker => PartitionsOf.Now(deployment.LogOf(worker))
            .Count(p => p.StartsWith("streams.flow/", StringComparison.Ordinal)) >= Flow / workers.Length)
            && workers.Sum(worker => PartitionsOf.Now(deployment.LogOf(worker)).Count) == Flow + topics * ServiceWorld.Partitions, "work was not shared out");
    }
}
