using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public class GlobalProtectTests
{
    // {0} event, {1} user, {2} public v4, {3} public v6, {4} assigned v4, {5} assigned v6, {6} status, {7} description,
    // {8} column 37.
    private static string Csv(
        string name, string user = "CORP\\\\ana", string ip = "203.0.113.7", string ip6 = "0.0.0.0", string vpn = "10.8.0.5", string vpn6 = "0.0.0.0",
        string status = "success", string description = "", string high = "2024-06-20T10:00:01.234+02:00", string generated = "2024/06/20 08:00:00") =>
        $"<14>Jun 20 10:00:02 fw1 1,2024/06/20 08:00:03,0131,GLOBALPROTECT,0,2561,{generated},vsys1,{name},tunnel,saml,IPSec,{user},DE,PC7,"
        + $"{ip},{ip6},{vpn},{vpn6},e0957c11-host,SER99,6.1.0,Windows,\"Microsoft Windows 10 Pro, 64-bit\",1,,,\"{description}\",{status},,0,"
        + $"user-logon,0,gw-fra,7100000000000000001,0x8000000000000000,{high},,,,,gw-fra,0,0,0,0,vsys1,fw1,1";

    [Theory]
    [InlineData("portal-auth", "vpn.auth success ana 203.0.113.7 -")]
    [InlineData("gateway-auth", "vpn.auth success ana 203.0.113.7 -")]
    [InlineData("gateway-connected", "vpn.start success ana 203.0.113.7 10.8.0.5")]
    [InlineData("gateway-setup-ipsec", "vpn.start success ana 203.0.113.7 10.8.0.5")]
    [InlineData("gateway-getconfig", "vpn.start success ana 203.0.113.7 10.8.0.5")]
    [InlineData("gateway-logout", "vpn.end success ana 203.0.113.7 10.8.0.5")]
    [InlineData("gateway-config-release", "vpn.end success ana 203.0.113.7 10.8.0.5")]
    [InlineData("gateway-tunnel-latency", "vpn.traffic success ana 203.0.113.7 10.8.0.5")]
    [InlineData("gateway-hip-check", "vpn.traffic success ana 203.0.113.7 10.8.0.5")]
    public void Maps_each_event_of_the_csv(string name, string expected)
    {
        var read = Read.Line(Csv(name));
        read.Reason.ShouldBeNull();
        read.Format.ShouldBe("globalprotect");
        read.Essence.ShouldBe(expected);
        read.Domain.ShouldBe("CORP");
        read.Time.ShouldBe("2024-06-20T08:00:01.234");
        read.Offset.ShouldBe((short)120);
        read.Quality.ShouldBe("vendor");
        (read.DeviceId, read.Serial, read.DeviceName).ShouldBe(("e0957c11-host", "SER99", "PC7"));
        read.Os.ShouldBe("Microsoft Windows 10 Pro, 64-bit");
        read.Client.ShouldBe("6.1.0");
        read.Country.ShouldBe("DE");
        read.EventId.ShouldBe("0131:7100000000000000001");
    }

    [Theory]
    [InlineData("portal-prelogin")]
    [InlineData("portal-getconfig")]
    [InlineData("gateway-prelogin")]
    [InlineData("something-new")]
    public void Ignores_stages_that_say_nothing_of_a_session(string name) => Read.Line(Csv(name)).Status.ShouldBe("ignored");

    [Theory]
    [InlineData("gateway-getconfig")]
    [InlineData("gateway-setup-ipsec")]
    public void An_older_start_needs_an_assigned_address(string name) =>
        Read.Line(Csv(name, vpn: "0.0.0.0")).Status.ShouldBe("ignored");

    [Fact]
    public void Zero_addresses_are_none_and_version_6_is_read()
    {
        Read.Line(Csv("gateway-connected", ip: "", ip6: "2001:db8::7", vpn: "0.0.0.0", vpn6: "fd00::5")).Essence
            .ShouldBe("vpn.start success ana 2001:db8::7 fd00::5");
        Read.Line(Csv("gateway-connected", vpn: "0.0.0.0")).Essence.ShouldBe("vpn.start success ana 203.0.113.7 -");
    }

    [Fact]
    public void Pre_logon_is_the_machine_and_nobody()
    {
        var read = Read.Line(Csv("gateway-connected", user: "pre-logon"));
        read.Type.ShouldBe("device");
        read.Login.ShouldBeNull();
        read.DeviceName.ShouldBe("PC7");
    }

    [Fact]
    public void A_refused_login_is_a_failure()
    {
        Read.Line(Csv("gateway-auth", status: "failure")).Outcome.ShouldBe("failure");
        Read.Line(Csv("gateway-auth", status: "")).Outcome.ShouldBe("unknown");
    }

    [Theory]
    [InlineData("Pre-tunnel latency: 67ms, Post-tunnel latency: 47ms", 67)]
    [InlineData("Post-tunnel latency: 47ms", 47)]
    [InlineData("Pre-tunnel latency: 0ms", float.NaN)]
    [InlineData("", float.NaN)]
    public void Reads_the_round_trip_of_a_latency_event(string description, float expected) =>
        Read.Line(Csv("gateway-tunnel-latency", description: description)).Rtt.ShouldBe(expected);

    [Fact]
    public void An_unset_high_resolution_stamp_falls_back_to_the_generated_time_in_the_sources_zone()
    {
        var berlin = new SourceSettings { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ReceivedMs = Read.Ms("2024-07-01T00:00:00Z") };
        foreach (var unset in new[] { "1970-01-01T01:00:00.000+01:00", "" })
        {
            var zoned = Read.Line(Csv("gateway-auth", high: unset), berlin);
            zoned.Time.ShouldBe("2024-06-20T06:00:00.000");
            zoned.Quality.ShouldBe("vendor");
            var assumed = Read.Line(Csv("gateway-auth", high: unset));
            assumed.Time.ShouldBe("2024-06-20T08:00:00.000");
            assumed.Quality.ShouldBe("assumedZone");
        }
    }

    [Fact]
    public void A_gateway_without_serial_gives_no_event_id() =>
        Read.Line(Csv("gateway-auth").Replace(",0131,", ",no-serial,", StringComparison.Ordinal)).EventId.ShouldBeNull();

    [Theory]
    [InlineData("1,2024/06/20 11:00:49,0131,USERID,login,2305,2024/06/20 11:00:49,vsys1,10.0.0.9,corp\\ana,,0,1,10800,0,0,vpn-client,globalprotect,125,0x0")]
    [InlineData("1,2024/06/20 11:00:49,0131,HIPMATCH,0,2305,2024/06/20 11:00:49,corp\\ana,vsys1,PC7,,10.0.0.9,GP,1,object,0,0,68,0x0")]
    [InlineData("1,2024/06/20 11:00:49,0131,TRAFFIC,end,2305,2024/06/20 11:00:49,10.0.0.1,10.0.0.2")]
    public void Other_logs_of_the_firewall_are_never_a_second_login(string line)
    {
        var read = Read.Line(line);
        read.Status.ShouldBe("ignored");
        read.Format.ShouldBe("globalprotect");
    }

    [Fact]
    public void Reads_through_stacked_headers() =>
        Read.Line("<13>Jun 20 10:00:04 relay " + Csv("gateway-auth")).Essence.ShouldBe("vpn.auth success ana 203.0.113.7 -");

    [Theory]
    [InlineData("gateway-auth,", "status stands in column 29")]
    [InlineData("", "without a readable time")]
    public void Quarantines_a_line_that_was_cut(string tail, string reason)
    {
        var line = tail.Length > 0
            ? "1,2024/06/20 08:00:03,0131,GLOBALPROTECT,0,2561,2024/06/20 08:00:00,vsys1," + tail
            : "1,2024/06/20 08:00:03,0131,GLOBALPROTECT,0,2561,";
        var read = Read.Line(line);
        read.Status.ShouldBe("quarantined");
        read.Reason.ShouldNotBeNull().ShouldContain(reason);
    }

    private static string Cef(string zone = "UTC", string start = "Jun 20 2024 08:00:01", string user = "CORP\\\\ana", string name = "gateway-connected") =>
        "<14>1 2024-06-20T08:00:02.000Z logfwd logforwarder - panwlogs - CEF:0|Palo Alto Networks|LF|2.0|GLOBALPROTECT|globalprotect|3|"
        + $"dtz={zone} rt=Jun 20 2024 08:00:02 deviceExternalId=0131 PanOSConfigVersion= start={start} PanOSVirtualSystem=vsys1 "
        + $"PanOSEventIDValue={name} PanOSStage=connected PanOSAuthMethod=SAML PanOSTunnelType=IPSec PanOSSourceUserName={user} "
        + "PanOSSourceRegion=DE PanOSEndpointDeviceName=Ana's PC \\= 7 PanOSPublicIPv4=203.0.113.7 PanOSPublicIPv6=0.0.0.0 "
        + "PanOSPrivateIPv4=10.8.0.5 PanOSPrivateIPv6=0.0.0.0 PanOSHostID=e0957c11-host PanOSEndpointSN=SER99 "
        + "PanOSGlobalProtectClientVersion=6.1.0 PanOSEndpointOSType=Windows PanOSEndpointOSVersion=Microsoft Windows 10 Pro, 64-bit "
        + "PanOSDescription=see https://x.example/?a=b PanOSEventStatus=success PanOSLoginDuration=0 PanOSPortal=gw-fra PanOSSequenceNo=7100000000000000001";

    [Theory]
    [InlineData("UTC", "Jun 20 2024 08:00:01", "2024-06-20T08:00:01.000")]
    [InlineData("+0200", "Jun 20 2024 08:00:01", "2024-06-20T06:00:01.000")]
    [InlineData("America/New_York", "Jun 20 2024 08:00:01", "2024-06-20T12:00:01.000")]
    [InlineData("UTC", "1718870401000", "2024-06-20T08:00:01.000")]
    [InlineData("../etc", "Jun 20 2024 08:00:01", "2024-06-20T08:00:01.000")]
    public void Reads_the_cef_spelling(string zone, string start, string time)
    {
        var read = Read.Line(Cef(zone, start));
        read.Reason.ShouldBeNull();
        read.Format.ShouldBe("globalprotect");
        read.Essence.ShouldBe("vpn.start success ana 203.0.113.7 10.8.0.5");
        read.Time.ShouldBe(time);
        (read.DeviceId, read.Serial, read.DeviceName).ShouldBe(("e0957c11-host", "SER99", "Ana's PC = 7"));
        read.Domain.ShouldBe("CORP");
        read.Client.ShouldBe("6.1.0");
        read.EventId.ShouldBe("0131:7100000000000000001");
    }

    [Fact]
    public void Reads_the_json_spelling()
    {
        var read = Read.Line("""
            {"TimeReceived":"2024-06-20T08:00:05.000000Z","DeviceSN":"0131","LogType":"GLOBALPROTECT","Subtype":"globalprotect",
             "TimeGenerated":"2024-06-20T08:00:00.000000Z","TimeGeneratedHighResolution":"2024-06-20T08:00:01.234000Z","EventIDValue":"gateway-connected",
             "Stage":"connected","AuthMethod":"SAML","TunnelType":"IPSec","SourceUserName":"CORP\\\\ana","SourceRegion":"DE","EndpointDeviceName":"PC7",
             "PublicIPv4":"203.0.113.7","PublicIPv6":"","PrivateIPv4":"10.8.0.5","PrivateIPv6":"","HostID":"e0957c11-host","EndpointSN":"SER99",
             "GlobalProtectClientVersion":"6.1.0","EndpointOSType":"Windows","EndpointOSVersion":"Microsoft Windows 10 Pro","EventStatus":"success",
             "LoginDuration":0,"Portal":"gw-fra","SequenceNo":7100000000000000001}
            """);
        read.Reason.ShouldBeNull();
        read.Format.ShouldBe("globalprotect");
        read.Essence.ShouldBe("vpn.start success ana 203.0.113.7 10.8.0.5");
        read.Time.ShouldBe("2024-06-20T08:00:01.234");
        read.Quality.ShouldBe("vendor");
        read.EventId.ShouldBe("0131:7100000000000000001");
    }

    [Fact]
    public void The_json_of_other_logs_is_ignored_and_an_unset_stamp_falls_back()
    {
        Read.Line("""{"DeviceSN":"0131","LogType":"TRAFFIC","TimeGenerated":"2024-06-20T08:00:00Z"}""").Status.ShouldBe("ignored");
        Read.Line("""
            {"DeviceSN":"0131","LogType":"GLOBALPROTECT","TimeGenerated":"2024-06-20T08:00:00Z","TimeGeneratedHighResolution":"1970-01-01T00:00:00Z",
             "EventIDValue":"portal-auth","SourceUserName":"ana","EventStatus":"failure"}
            """).Time.ShouldBe("2024-06-20T08:00:00.000");
    }

    [Fact]
    public void Cef_of_an_unknown_vendor_is_quarantined_by_name()
    {
        var read = Read.Line("Jun 20 10:00:02 h CEF:0|Acme \\| Co|Gate|1|100|login|3|suser=ana");
        read.Status.ShouldBe("quarantined");
        read.Reason.ShouldBe("unknown format: CEF of vendor 'Acme | Co', product 'Gate' has no mapping");
        Read.Line("CEF:0|Acme|Gate").Reason.ShouldNotBeNull().ShouldContain("seven fields");
        Read.Line("CEF:0|Palo Alto Networks|LF|2.0|TRAFFIC|end|3|rt=1").Status.ShouldBe("ignored");
    }
}
