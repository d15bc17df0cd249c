using System.Text;

namespace Streams.Acceptance.Service;

/// <summary>
/// What an operator does for a destination that took its leave (410): sees what was not delivered, takes it up again, has
/// it sent. Every step is the command itself, beside a worker that runs.
/// </summary>
[Collection(ServiceTestGroup.Name)]
public sealed class OutboxCommandTests(ServiceWorld world) : IDisposable
{
    private const string Destination = "oncall";
    private static readonly string[] People = ["ana", "ben", "cleo"];
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_destination_that_was_gone_is_enabled_and_its_dead_letters_are_sent_again()
    {
        if (Shared.IsMissing) return;
        using var receiver = new Receiver { Status = 410 };
        var name = world.Name();
        using var deployment = new Deployment(world, new DeploymentOptions(name, [$"{name}-okta"])
        {
            Partitions = 1,
            Tables = Tables(),
            More = receiver.Sections(_scratch),
        });
        Outbox(deployment, "list").Exits(0).Output.ShouldBeEmpty();
        deployment.Start("a");
        deployment.WaitUntilReady();
        Feed(name, People[..2]);
        deployment.WaitUntilSaid("disabled, it answered");
        Feed(name, People[2..]);
        deployment.Until(() => Dead(deployment).Count == People.Length, "not everything is a dead letter");
        receiver.Deliveries.Count.ShouldBe(1, "it wants no more messages");

        var listed = Outbox(deployment, "list").Exits(0).Lines;
        listed.Length.ShouldBe(People.Length + 1);
        listed.Single(line => line.Contains("\tDisabled\t", StringComparison.Ordinal)).ShouldContain("410");
        listed.ShouldAllBe(line => line.StartsWith($"webhook\t{Destination}\t", StringComparison.Ordinal));
        var dead = Dead(deployment);
        dead.ShouldContain(receiver.Deliveries[0].Id);

        // A slip of the pen is not taken for done.
        Outbox(deployment, "enable", "oncal").Exits(2).Error.ShouldContain(Destination);
        Outbox(deployment, "list").Exits(0).Lines.Length.ShouldBe(People.Length + 1);

        receiver.Status = 204;
        Outbox(deployment, "enable", Destination).Exits(0).Error.ShouldContain($"{People.Length} dead messages");
        Dead(deployment).ShouldBe(dead, ignoreOrder: true, "only a command sends them again");
        Outbox(deployment, "resend").Exits(0).Error.ShouldContain($"{People.Length} messages are to be sent again");
        deployment.Until(() => receiver.Deliveries.Count == 1 + People.Length, "the worker did not take them up");
        deployment.Until(() => Outbox(deployment, "list").Exits(0).Output.Length == 0, "something is left in the outbox");
        receiver.Deliveries.Skip(1).Select(d => d.Id).ShouldBe(dead, ignoreOrder: true);
        receiver.Deliveries.ShouldAllBe(d => d.IsSigned && d.Kind == "streams.alert.opened");

        // What comes from now on goes at once, and there is nothing to send again.
        Feed(name, ["dora"]);
        deployment.Until(() => receiver.Deliveries.Count == 2 + People.Length, "the next one was not told");
        Outbox(deployment, "resend").Exits(0).Error.ShouldContain("0 messages are to be sent again");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    private static Run Outbox(Deployment deployment, params string[] arguments) =>
        StreamsProgram.Run(["outbox", .. arguments, "--config", deployment.Config]);

    private static List<string> Dead(Deployment deployment) =>
    [
        .. Outbox(deployment, "list").Exits(0).Lines.Select(line => line.Split('\t')).Where(fields => fields[3] == "Dead").Select(fields => fields[2]),
    ];

    private void Feed(string name, string[] people)
    {
        var feeder = new Feeder(world.Kafka.Bootstrap, 1, name + "-");
        foreach (var who in people)
            feeder.Add("okta", Encoding.UTF8.GetBytes(Records.Okta($"{who}@corp.example", DateTime.UtcNow.AddMinutes(-10), device: "d-" + who)));
        feeder.Play(0);
    }

    private string Tables()
    {
        _scratch.Write("networks.csv", "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n");
        _scratch.Write("directory.csv", "account,names,kind,remote,country,time_zone,latitude,longitude,hired,travel\n");
        _scratch.Write("allow.csv", "rule,account,artefact_type,artefact,reason,owner,until\n");
        _scratch.Write("watchlist.csv", "type,value,source,reason,listed\n"
            + string.Concat(People.Append("dora").Select(who => $"email,{who}@corp.example,test,planted,\n")));
        return _scratch.Folder;
    }
}
