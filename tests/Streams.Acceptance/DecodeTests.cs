using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>One line a record, in input order, with the keys of the interface.</summary>
public sealed class DecodeTests : IDisposable
{
    /// <summary>interfaces.md; more are allowed.</summary>
    private const string Keys = "path record status format kind outcome time time_offset time_quality interactive account account_id email login "
        + "display_name account_type ip vpn_ip asn network_class country city latitude longitude radius_km device_id device_name os user_agent "
        + "session mfa mfa_ip relay_provider rtt_ms presence app tenant event_id repo commits";

    private const string CommitKeys = "sha author_email author_name author_time author_offset committer_email committer_time committer_offset "
        + "pusher signing_key co_authors message files added deleted";

    private readonly Scratch _scratch = new();

    [Fact]
    public void Every_line_has_every_key_in_order_whatever_its_status()
    {
        var path = _scratch.Write("log.ndjson",
            Records.Okta("ana@corp.example") + "\n"
            + "no record\n"
            + Records.Okta("ana@corp.example", id: "other").Replace("user.session.start", "policy.evaluate_sign_on", StringComparison.Ordinal) + "\n"
            + Push("ana@corp.example", 1) + "\n");
        var lines = Decode(path);
        lines.Select(l => (string)l["status"]!).ShouldBe(["decoded", "quarantined", "ignored", "decoded"]);
        lines.Select(l => (int)l["record"]!).ShouldBe([1, 2, 3, 4]);
        foreach (var line in lines)
        {
            var has = line.AsObject().Select(p => p.Key).ToArray();
            has.Intersect(Keys.Split(' ')).ShouldBe(Keys.Split(' '));
            (has.Contains("reason")).ShouldBe((string)line["status"]! == "quarantined");
        }

        lines[3]["commits"]!.AsArray().ShouldHaveSingleItem()!.AsObject().Select(p => p.Key).Intersect(CommitKeys.Split(' ')).ShouldBe(CommitKeys.Split(' '));
    }

    [Fact]
    public void Fields_are_the_records_own()
    {
        var line = Decode(_scratch.Write("log.ndjson", Records.Okta("Ana@corp.example", ip: "8.8.4.4", latitude: 52.5, id: "e-1"))).ShouldHaveSingleItem();
        foreach (var (key, value) in new[]
                 {
                     ("format", "okta"), ("kind", "sso.login"), ("outcome", "success"), ("time", "2026-03-02T09:00:00.000Z"),
                     ("time_quality", "vendor"), ("account", "ana@corp.example"), ("account_type", "person"), ("ip", "8.8.4.4"),
                     ("country", "DE"), ("city", "Berlin"), ("device_id", "guo1"), ("event_id", "e-1"),
                 }) ((string?)line[key]).ShouldBe(value, key);
        ((bool)line["presence"]!).ShouldBeTrue();
        line["vpn_ip"].ShouldBeNull();
    }

    [Fact]
    public void A_push_of_several_commits_and_a_batch_of_records_count_their_parts()
    {
        var push = Decode(_scratch.Write("push.json", Push("ana@corp.example", 3)));
        push.Select(l => ((int)l["record"]!, (int)l["part"]!, l["commits"]!.AsArray().Count)).ShouldBe([(1, 1, 1), (1, 2, 1), (1, 3, 1)]);
        var batch = Decode(_scratch.Write("batch.ndjson",
            $"{{\"records\":[{Records.Okta("ana@corp.example")},{Records.Okta("ben@corp.example")}]}}\n{Records.Okta("cleo@corp.example")}\n"));
        batch.Select(l => ((int)l["record"]!, (int?)l["part"], (string)l["account"]!))
            .ShouldBe([(1, 1, "ana@corp.example"), (1, 2, "ben@corp.example"), (2, null, "cleo@corp.example")]);
        var array = Decode(_scratch.Write("array.json", $"[{Records.Okta("ana@corp.example")},\n {Records.Okta("ben@corp.example")}]"));
        array.Select(l => (int)l["record"]!).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_copy_is_told_only_where_asked()
    {
        var path = _scratch.Write("log.ndjson", Records.Okta("ana@corp.example") + "\n" + Records.Okta("ana@corp.example") + "\n");
        Decode(path).Select(l => (string)l["status"]!).ShouldBe(["decoded", "decoded"]);
        Decode(path, "--dedupe").Select(l => (string)l["status"]!).ShouldBe(["decoded", "duplicate"]);
    }

    [Fact]
    public void Tables_and_source_rules_apply()
    {
        var path = _scratch.Write("vpn.log", "Mar  2 2026 09:00:00 gw %ASA-6-113039: Group <staff> User <CORP\\ana> IP <203.0.113.24> AnyConnect parent session started.\n");
        var networks = _scratch.Write("networks.csv", "network,country,latitude,longitude,class,asn\n203.0.113.0/24,US,40,-100,fixed,64500\n");
        var line = Decode(path, "--networks", networks, "--source", "*.log=cisco-asa,zone=Europe/Berlin,domain=corp.example").ShouldHaveSingleItem();
        ((string?)line["time"], (string?)line["account"]).ShouldBe(("2026-03-02T08:00:00.000Z", "ana@corp.example"));
        ((string?)line["country"], (string?)line["network_class"], (int?)line["asn"]).ShouldBe(("US", "fixed", 64500));
        ((string?)Decode(path).ShouldHaveSingleItem()["time_quality"]).ShouldBe("assumedZone");
    }

    public void Dispose() => _scratch.Dispose();

    private static List<JsonNode> Decode(string path, params string[] options) =>
        [.. StreamsProgram.Run(["decode", path, .. options]).Exits(0).Lines.Select(l => JsonNode.Parse(l)!)];

    private static string Push(string email, int commits)
    {
        var all = string.Join(',', Enumerable.Range(1, commits).Select(i =>
            $$"""{"id":"{{new string((char)('a' + i), 40)}}","message":"Change {{i}}","timestamp":"2026-03-02T10:0{{i}}:00+01:00","author":{"name":"Ana","email":"{{email}}"},"committer":{"name":"Ana","email":"{{email}}"},"added":[],"removed":[],"modified":["a"]}"""));
        return $$"""{"ref":"refs/heads/x","before":"{{new string('0', 40)}}","after":"{{new string('b', 40)}}","repository":{"full_name":"corp/app","pushed_at":1772442300},"pusher":{"name":"ana","email":"{{email}}"},"sender":{"login":"ana","id":1},"commits":[{{all}}]}""";
    }
}
