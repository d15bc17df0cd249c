using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class EcsTests
{
    [Theory]
    [InlineData("okta", "test-okta-system-events.log")]
    [InlineData("entra", "test-non-interactive-user-sample.log")]
    [InlineData("entra", "test-service-principal-signinlogs-sample.log")]
    [InlineData("entra", "test-signinlogs-raw.log")]
    public void A_normalised_event_reads_like_the_raw_one_it_was_made_of(string folder, string file)
    {
        if (Shared.IsMissing) return;
        var path = Path.Combine(Shared.Samples, folder, file);
        using var twin = JsonDocument.Parse(File.ReadAllText(path + "-expected.json"));
        var decoder = new Decoder();
        var documents = twin.RootElement.GetProperty("expected").EnumerateArray().ToList();
        foreach (var (raw, index) in SampleRecords.Read(path).Select((raw, index) => (raw, index)))
        {
            var fromRaw = Collector.Decode(raw, decoder: decoder).ShouldHaveSingleItem();
            var document = JsonNode.Parse(documents[index].GetRawText())!.AsObject();
            document["event"]!.AsObject().Remove("original");
            var fromEcs = Collector.Decode(document.ToJsonString(), decoder: decoder).ShouldHaveSingleItem();
            fromEcs.Format.ShouldBe("ecs");
            fromEcs.Status.ShouldBe(fromRaw.Status, raw);
            if (fromRaw.Status == DecodeStatus.Ignored) continue;
            // Elastic rounds Entra's seven digits up where we cut them.
            Math.Abs(fromEcs.Activity.Time - fromRaw.Activity.Time).ShouldBeLessThanOrEqualTo(1);
            fromEcs.Activity.Kind.ShouldBe(fromRaw.Activity.Kind);
            fromEcs.Activity.Outcome.ShouldBe(fromRaw.Activity.Outcome);
            fromEcs.Activity.Interactive.ShouldBe(fromRaw.Activity.Interactive);
            fromEcs.Text(TextField.Login).ShouldBe(fromRaw.Text(TextField.Login));
            fromEcs.Text(TextField.AccountId).ShouldBe(fromRaw.Text(TextField.AccountId));
            if (!IsFoundInChainOnly(raw)) fromEcs.Activity.Ip.ShouldBe(fromRaw.Activity.Ip);
        }
    }

    [Theory]
    [InlineData("""{"panw":{"panos":{"type":"GLOBALPROTECT"}},"event":{"code":"gateway-connected","category":["network"]},"source":{"ip":"10.20.13.217","nat":{"ip":"198.51.100.7"},"user":{"name":"ana"}}}""", "vpn.start", "198.51.100.7", "10.20.13.217")]
    [InlineData("""{"event":{"dataset":"panw.panos","code":"gateway-auth"},"panw":{"panos":{"type":"GLOBALPROTECT"}},"source":{"ip":"0.0.0.0","nat":{"ip":"198.51.100.7"},"user":{"name":"ana"}}}""", "vpn.auth", "198.51.100.7", "")]
    [InlineData("""{"event":{"dataset":"cisco_asa.log","code":"722051"},"cisco":{"asa":{"assigned_ip":"10.1.1.5"}},"source":{"ip":"198.51.100.8","user":{"name":"ana"}}}""", "vpn.address", "198.51.100.8", "10.1.1.5")]
    [InlineData("""{"event":{"dataset":"cisco_asa.log","code":"113019"},"source":{"user":{"name":"ana"}},"destination":{"ip":"198.51.100.9"}}""", "vpn.end", "198.51.100.9", "")]
    [InlineData("""{"event":{"dataset":"cisco_asa.log","code":"113004"},"source":{"user":{"name":"ana"}},"destination":{"ip":"10.0.0.5"}}""", "vpn.auth", "", "")]
    [InlineData("""{"event":{"dataset":"cisco_asa.log","code":"716059"},"source":{"ip":"198.51.100.10","user":{"name":"ana"}},"destination":{"ip":"198.51.100.9"}}""", "vpn.resume", "198.51.100.10", "")]
    [InlineData("""{"data_stream":{"dataset":"fortinet_fortigate.log"},"event":{"start":"2026-03-02T12:00:00.000Z"},"fortinet":{"firewall":{"subtype":"vpn","action":"tunnel-up","tunnelip":"10.212.134.200"}},"source":{"ip":"192.0.2.1","user":{"name":"ana"}},"destination":{"ip":"198.51.100.11"}}""", "vpn.start", "198.51.100.11", "10.212.134.200")]
    [InlineData("""{"event":{"dataset":"pfsense.log","provider":"openvpn","category":["network"],"type":["connection","start"]},"source":{"ip":"198.51.100.12","nat":{"ip":"10.8.0.6"}},"user":{"name":"ana"}}""", "vpn.start", "198.51.100.12", "10.8.0.6")]
    [InlineData("""{"event":{"dataset":"pulse_connect_secure.log","type":["start"]},"client":{"ip":"198.51.100.13","nat":{"ip":"10.9.0.1"}},"user":{"name":"ana"}}""", "vpn.start", "198.51.100.13", "10.9.0.1")]
    [InlineData("""{"event":{"dataset":"cisco_meraki.log"},"cisco_meraki":{"event_subtype":"anyconnect_vpn_connect"},"client":{"ip":"198.51.100.14"},"network":{"forwarded_ip":"10.7.0.1"},"user":{"name":"ana"}}""", "vpn.start", "198.51.100.14", "10.7.0.1")]
    [InlineData("""{"event":{"dataset":"github.audit","action":"git.push"},"github":{"actor_ip":"198.51.100.15","repo":"a/b"},"source":{"ip":"192.0.2.9"},"user":{"name":"ana"}}""", "code.push", "198.51.100.15", "")]
    [InlineData("""{"event":{"category":["authentication"],"type":["start"],"outcome":["failure"]},"user":{"name":"ana"},"source":{"ip":"10.1.1.1","nat":{"ip":"198.51.100.16"}}}""", "sso.login", "198.51.100.16", "")]
    [InlineData("""{"event.category":"authentication","user.name":"ana","source.ip":"198.51.100.17"}""", "sso.login", "198.51.100.17", "")]
    public void The_public_address_stands_where_the_dataset_keeps_it(string json, string kind, string ip, string vpnIp)
    {
        var seen = Collector.Decode("""{"@timestamp":"2026-03-02T12:00:00.000Z",""" + json[1..]).ShouldHaveSingleItem();
        seen.Status.ShouldBe(DecodeStatus.Decoded, seen.Reason);
        seen.Format.ShouldBe("ecs");
        seen.Activity.Kind.Name().ShouldBe(kind);
        seen.Activity.Ip.ToString().ShouldBe(ip);
        seen.Activity.VpnIp.ToString().ShouldBe(vpnIp);
        seen.Text(TextField.Login).ShouldBe("ana");
    }

    [Fact]
    public void An_outcome_may_be_an_array_and_fortigate_s_time_is_its_start()
    {
        Collector.Decode("""{"@timestamp":"2026-03-02T12:00:00Z","event":{"category":["authentication"],"outcome":["failure"]},"user":{"name":"a"}}""")
            .ShouldHaveSingleItem().Activity.Outcome.ShouldBe(Outcome.Failure);
        var forti = Collector.Decode(
            """{"@timestamp":"2026-03-02T05:00:00Z","event":{"start":"2026-03-02T12:00:00Z"},"fortinet":{"firewall":{"subtype":"vpn","action":"tunnel-up"}},"source":{"user":{"name":"a"}}}""");
        Conformance.Time(forti.ShouldHaveSingleItem().Activity.Time).ShouldBe("2026-03-02T12:00:00.000Z");
    }

    [Fact]
    public void The_original_line_is_read_and_the_rest_ignored()
    {
        var okta = """{"uuid":"k1","published":"2026-03-02T12:00:00Z","eventType":"user.session.start","actor":{"id":"u","type":"User","alternateId":"ana@corp.example"},"outcome":{"result":"FAILURE"},"client":{"ipAddress":"198.51.100.1"}}""";
        var outer = new JsonObject
        {
            ["@timestamp"] = "2026-03-02T13:00:00Z",
            ["ecs"] = new JsonObject { ["version"] = "8.0.0" },
            ["event"] = new JsonObject { ["dataset"] = "okta.system", ["original"] = okta, ["outcome"] = "success" },
            ["user"] = new JsonObject { ["name"] = "somebody" },
        };
        var seen = Collector.Decode(outer.ToJsonString()).ShouldHaveSingleItem();
        seen.Format.ShouldBe("okta");
        seen.Raw.ShouldBe(okta);
        seen.Activity.Outcome.ShouldBe(Outcome.Failure);
    }

    [Fact]
    public void A_message_that_is_prose_leaves_the_document_to_ecs()
    {
        var seen = Collector.Decode(
            """{"@timestamp":"2026-03-02T12:00:00Z","ecs":{"version":"8.0"},"message":"User ana logged in","event":{"category":["authentication"],"type":["start"],"outcome":"success"},"user":{"email":"ana@corp.example"},"source":{"ip":"198.51.100.1"}}""")
            .ShouldHaveSingleItem();
        seen.Format.ShouldBe("ecs");
        seen.Activity.Kind.ShouldBe(ActivityKind.SsoLogin);
        seen.Text(TextField.Email).ShouldBe("ana@corp.example");
    }

    private static bool IsFoundInChainOnly(string raw) => raw.Contains("\"ipAddress\":\"null\"", StringComparison.Ordinal);
}
