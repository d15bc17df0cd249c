using System.Text;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// A worker that dies between a send and its acknowledgement, as a real process, before a receiver that holds its answer.
/// </summary>
[Collection(ServiceTestGroup.Name)]
public sealed class WebhookKillTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    private const int People = 12;
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_next_sender_repeats_the_same_message_and_says_nothing_under_another_id()
    {
        if (Shared.IsMissing) return;
        using var receiver = new Receiver();
        var name = world.Name();
        var topic = $"{name}-okta";
        using var deployment = new Deployment(world, new DeploymentOptions(name, [topic])
        {
            Partitions = 1,
            Tables = Tables(),
            More = receiver.Sections(_scratch, "timeout: 60s"),
        });
        deployment.Start("a");
        deployment.WaitUntilReady();
        receiver.Hold();
        Feed(name);
        deployment.Until(() => receiver.Deliveries.Count > 0, "nothing was sent");
        var first = receiver.Deliveries[0].Id;
        deployment.Kill("a");

        // Two others are there to take over: one of them does, and only one.
        var killed = Environment.TickCount64;
        deployment.Start("b");
        deployment.Start("c");
        deployment.Until(() => receiver.Deliveries.Count > 1, "the message was not repeated");
        output.WriteLine($"repeated {(Environment.TickCount64 - killed) / 1000.0:F1} s after the kill, with the start of the workers");
        receiver.Deliveries[1].Id.ShouldBe(first);
        receiver.Answer();
        deployment.Until(() => Told(receiver).Count == People, "not everybody was told of");
        deployment.WaitUntilDelivered("webhooks");
        Thread.Sleep(2_000);

        // What was acknowledged stays so when everybody dies and the results are read by another.
        var before = receiver.Deliveries.Count;
        deployment.Kill("b");
        deployment.Kill("c");
        deployment.Start("d");
        Feed(name, isLast: true);
        deployment.Until(() => Told(receiver).Count == People + 1, "the last one was not told of");
        Thread.Sleep(2_000);

        receiver.Deliveries.ShouldAllBe(d => d.IsSigned);
        var told = receiver.Deliveries.Select(d => (d.Id, d.Alert, d.Transition)).Distinct().ToList();
        told.Select(d => d.Id).ShouldBeUnique();
        told.Select(d => (d.Alert, d.Transition)).ShouldBeUnique();
        receiver.Deliveries.Count(d => d.Id == first).ShouldBe(2);
        receiver.Deliveries.Where(d => d.Id != first).Select(d => d.Id).ShouldBeUnique();
        receiver.Deliveries.Skip(before).ShouldAllBe(d => (string)d.Body["data"]!["account"]! == "one.more@corp.example");
        deployment.Stop("d").ShouldBe(0, deployment.Logs);
    }

    private static HashSet<string> Told(Receiver receiver) => [.. receiver.Deliveries.Select(d => d.Alert)];

    private void Feed(string name, bool isLast = false)
    {
        var feeder = new Feeder(world.Kafka.Bootstrap, 1, name + "-");
        var time = DateTime.UtcNow.AddMinutes(-10);
        string[] people = !isLast ? [.. Enumerable.Range(0, People).Select(i => $"p{i}@corp.example")] : ["one.more@corp.example"];
        for (var i = 0; i < people.Length; i++)
            feeder.Add("okta", Encoding.UTF8.GetBytes(Records.Okta(people[i], time.AddSeconds(i), device: "d-" + people[i])));
        feeder.Play(0);
    }

    private string Tables()
    {
        _scratch.Write("networks.csv", "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n");
        _scratch.Write("directory.csv", "account,names,kind,remote,country,time_zone,latitude,longitude,hired,travel\n");
        _scratch.Write("allow.csv", "rule,account,artefact_type,artefact,reason,owner,until\n");
        var people = Enumerable.Range(0, People).Select(i => $"p{i}").Append("one.more");
        _scratch.Write("watchlist.csv", "type,value,source,reason,listed\n"
            + string.Concat(people.Select(who => $"email,{who}@corp.example,test,planted,\n")));
        return _scratch.Folder;
    }
}
