using System.Text;
using Streams.Runtime.Frames;

namespace Streams.Acceptance.Service;

/// <summary>Tables that change while the service runs: the change holds from a granted offset on, a bad table never.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class ReloadTests(ServiceWorld world) : IDisposable
{
    private const string Header =
        "account,names,kind,remote,country,time_zone,latitude,longitude,hired,travel\n";

    private readonly Scratch _tables = new();
    private readonly Scratch _logs = new();

    public void Dispose()
    {
        _tables.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void A_changed_directory_holds_for_later_records_and_a_bad_one_is_refused()
    {
        if (Shared.IsMissing) return;
        _tables.Write("networks.csv",
            "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n"
            + "203.0.113.0/24,home,US,NY,New York,40.71,-74.01,20,64600,Broadband,fixed,false\n"
            + "198.51.100.0/24,away,LA,,Vientiane,17.97,102.6,20,64601,Lao Telecom,fixed,false\n");
        _tables.Write("watchlist.csv", "type,value,source,reason,listed\n");
        _tables.Write("allow.csv", "rule,account,artefact_type,artefact,reason,owner,until\n");
        Directory(travelling: false);
        string[] all = [.. Away("ana"), .. Away("ben"), .. Away("cleo")];
        _logs.Write("okta.ndjson", string.Join('\n', all) + "\n");
        // Without a change all three are abroad undeclared: what the test shows is not there by itself.
        Abroad(Hunt()).ShouldBe(["ana@corp.example", "ben@corp.example", "cleo@corp.example"]);

        var name = world.Name();
        var topic = $"{name}-okta";
        using var deployment = new Deployment(world, new DeploymentOptions(name, [topic]) { Partitions = 1, Tables = _tables.Folder });
        deployment.Start("a");
        deployment.Start("b");
        Send(topic, name, Away("ana"));
        deployment.WaitUntilTaken([topic]);

        Directory(travelling: true);
        deployment.Until(() => deployment.Logs.Split("are in force").Length > 2, "the new directory was not taken by both workers");
        // What the files say holds once it is on the log: from then on it is granted.
        deployment.Until(() => Published(name) > 1, "the new directory was not published");
        Send(topic, name, Away("ben"));
        deployment.WaitUntilTaken([topic]);

        File.AppendAllText(_tables.At("directory.csv"), "cleo@corp.example,,employee,true,LA,Asia/Vientiane,100,0,,\n");
        deployment.WaitUntilSaid("the old ones stay: ");
        deployment.Logs.ShouldContain("directory.csv");
        Send(topic, name, Away("cleo"));
        deployment.WaitUntilTaken([topic]);

        // The file is mended for export, which reads it as every worker does; what was granted is on the log.
        Directory(travelling: true);
        var found = deployment.Export("2026-03-05T00:00:00Z");
        foreach (var worker in deployment.Workers.ToList()) deployment.Stop(worker).ShouldBe(0, deployment.Logs);
        found.Total("read").ShouldBe(all.Length);
        Abroad(found).ShouldBe(["ana@corp.example", "cleo@corp.example"]);
    }

    private int Published(string name) => TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}.control")
        .Count(record => record.Value is { Length: > 0 } frame && FrameHeader.Open(frame) == FrameKind.Published);

    private void Directory(bool travelling)
    {
        var text = new StringBuilder(Header);
        foreach (var who in new[] { "ana", "ben", "cleo" })
        {
            var travel = travelling && who == "ben" ? "LA:2026-03-01/2026-03-31" : "";
            text.Append($"{who}@corp.example,,employee,true,US,America/New_York,40.71,-74.01,2020-01-01,{travel}\n");
        }

        _tables.Write("directory.csv", text.ToString());
    }

    private static string[] Away(string who) =>
        [.. Enumerable.Range(0, 3).Select(day => Records.Okta($"{who}@corp.example", Records.Start.AddDays(day), "198.51.100.7", device: "d-" + who))];

    private void Send(string topic, string name, string[] records)
    {
        var feeder = new Feeder(world.Kafka.Bootstrap, 1, name + "-");
        foreach (var record in records) feeder.Add(topic[(name.Length + 1)..], Encoding.UTF8.GetBytes(record));
        feeder.Play(0);
    }

    private HuntOutcome Hunt() => HuntOutcome.Of(StreamsProgram.Run(
        "hunt", _logs.Folder, "--networks", _tables.At("networks.csv"), "--directory", _tables.At("directory.csv"),
        "--watchlist", _tables.At("watchlist.csv"), "--allow", _tables.At("allow.csv"), "--json", "-", "--quiet").Exits(0).OutputBytes);

    private static string[] Abroad(HuntOutcome outcome) =>
    [
        .. outcome.Accounts.Where(a => HuntOutcome.RulesOf(a!).Contains("D03")).Select(a => (string)a!["account"]!).Order(StringComparer.Ordinal),
    ];
}
