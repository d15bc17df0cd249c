using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public class FortiGateTests
{
    private static string Vpn(
        string action, string user = "ana", string time = "eventtime=1718870401234567890 tz=\"+0200\" ", string extra = "", string remip = "203.0.113.7") =>
        $"<189>date=2024-06-20 time=10:00:01 devname=\"fw\" devid=\"FGT1\" {time}logid=\"0101039947\" type=\"event\" subtype=\"vpn\" "
        + $"level=\"information\" vd=\"root\" logdesc=\"SSL VPN tunnel up\" action=\"{action}\" tunneltype=\"ssl-tunnel\" tunnelid=2345 "
        + $"remip={remip} user=\"{user}\" group=\"staff\" dst_host=\"N/A\" {extra}msg=\"a \\\"quoted\\\" text=x\"";

    [Theory]
    [InlineData("tunnel-up", "vpn.start success ana 203.0.113.7 10.8.0.5")]
    [InlineData("tunnel-down", "vpn.end success ana 203.0.113.7 10.8.0.5")]
    [InlineData("tunnel-stats", "vpn.traffic success ana 203.0.113.7 10.8.0.5")]
    [InlineData("ssl-login-fail", "vpn.auth failure ana 203.0.113.7 10.8.0.5")]
    public void Maps_each_documented_action(string action, string expected)
    {
        foreach (var assigned in new[] { "tunnelip=10.8.0.5 ", "tunnelip=(null) assignip=10.8.0.5 ", "tunnelip=0.0.0.0 assignip=10.8.0.5 " })
        {
            var read = Read.Line(Vpn(action, extra: assigned));
            read.Reason.ShouldBeNull();
            read.Format.ShouldBe("fortigate");
            read.Essence.ShouldBe(expected);
            read.Time.ShouldBe("2024-06-20T08:00:01.234");
            read.Offset.ShouldBe((short)120);
            read.Session.ShouldBe("2345");
            read.Domain.ShouldBe("staff");
        }
    }

    [Theory]
    [InlineData("eventtime=1718870401 ", "2024-06-20T08:00:01.000", "vendor")]
    [InlineData("eventtime=1718870401234 ", "2024-06-20T08:00:01.234", "vendor")]
    [InlineData("eventtime=1718870401234567 ", "2024-06-20T08:00:01.234", "vendor")]
    [InlineData("eventtime=1718870401234567890 ", "2024-06-20T08:00:01.234", "vendor")]
    [InlineData("tz=\"-0500\" ", "2024-06-20T15:00:01.000", "vendor")]
    [InlineData("eventtime=0 tz=\"+0530\" ", "2024-06-20T04:30:01.000", "vendor")]
    [InlineData("", "2024-06-20T10:00:01.000", "assumedZone")]
    public void Reads_the_time_by_digits_or_by_zone(string time, string expected, string quality)
    {
        var read = Read.Line(Vpn("tunnel-up", time: time));
        read.Time.ShouldBe(expected);
        read.Quality.ShouldBe(quality);
    }

    [Fact]
    public void Reads_unquoted_and_comma_separated_lines()
    {
        Read.Line("date=2024-06-20 time=10:00:01 logid=0101039947 type=event subtype=vpn action=tunnel-up remip=203.0.113.7 tunnelip=10.8.0.5 user=ana")
            .Essence.ShouldBe("vpn.start success ana 203.0.113.7 10.8.0.5");
        Read.Line("date=2024-06-20,time=10:00:01,logid=\"0101039947\",type=\"event\",subtype=\"vpn\",action=\"tunnel-up\",remip=203.0.113.7,tunnelip=10.8.0.5,user=\"ana, may\"")
            .Essence.ShouldBe("vpn.start success ana, may 203.0.113.7 10.8.0.5");
    }

    [Fact]
    public void An_ipsec_user_is_the_one_that_was_proved() =>
        Read.Line(Vpn("tunnel-up", user: "203.0.113.7", extra: "xauthuser=\"CORP\\\\ana\" xauthgroup=\"N/A\" ")).Login.ShouldBe("ana");

    [Theory]
    [InlineData("ssl-new-con", "ana")]
    [InlineData("negotiate", "N/A")]
    [InlineData("tunnel-up", "N/A")]
    public void Ignores_other_actions_and_tunnels_between_sites(string action, string user) =>
        Read.Line(Vpn(action, user)).Status.ShouldBe("ignored");

    [Fact]
    public void A_failed_login_without_name_is_kept_for_its_address() =>
        Read.Line(Vpn("ssl-login-fail", "N/A")).Essence.ShouldBe("vpn.auth failure - 203.0.113.7 -");

    [Theory]
    [InlineData("type=\"traffic\" subtype=\"forward\" action=\"accept\"")]
    [InlineData("type=\"event\" subtype=\"user\" action=\"authentication\" user=\"ana\"")]
    [InlineData("type=\"utm\" subtype=\"webfilter\" action=\"blocked\"")]
    public void Ignores_other_log_types(string pairs)
    {
        var read = Read.Line("<189>date=2024-06-20 time=10:00:01 devid=\"FGT1\" logid=\"0000000013\" " + pairs);
        read.Status.ShouldBe("ignored");
        read.Format.ShouldBe("fortigate");
    }

    [Fact]
    public void Quarantines_a_line_without_time()
    {
        var read = Read.Line("date=x time=y logid=\"0101039947\" type=\"event\" subtype=\"vpn\" action=\"tunnel-up\" user=\"ana\"");
        read.Status.ShouldBe("quarantined");
        read.Reason.ShouldNotBeNull().ShouldContain("readable 'eventtime'");
    }

    [Fact]
    public void Leaves_key_value_lines_of_other_products_alone() =>
        Read.Line("date=2024-06-20 time=10:00:01 type=event user=ana", new SourceSettings { ReceivedMs = Read.Ms("2024-07-01T00:00:00Z") })
            .Format.ShouldNotBe("fortigate");
}
