using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public class OpenVpnTests
{
    [Theory]
    [InlineData("203.0.113.7:37849 [bob] Peer Connection Initiated with [AF_INET]203.0.113.7:37849", "vpn.start success bob 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 [DOE John] Peer Connection Initiated with [AF_INET]203.0.113.7:37849 (via [AF_INET]10.0.0.1%eth0)", "vpn.start success DOE John 203.0.113.7 -")]
    [InlineData("2001:db8::7:1194 [bob] Peer Connection Initiated with [AF_INET6]2001:db8::7:1194", "vpn.start success bob 2001:db8::7 -")]
    [InlineData("::ffff:203.0.113.7:1194 [bob] Peer Connection Initiated with [AF_INET6]::ffff:203.0.113.7:1194", "vpn.start success bob 203.0.113.7 -")]
    [InlineData("bob/203.0.113.7:37849 MULTI_sva: pool returned IPv4=10.8.0.2, IPv6=(Not enabled)", "vpn.address success bob 203.0.113.7 10.8.0.2")]
    [InlineData("bob/203.0.113.7:37849 MULTI_sva: pool returned IPv4=(Not enabled), IPv6=fd00::2", "vpn.address success bob 203.0.113.7 fd00::2")]
    [InlineData("DOE John/203.0.113.7:37849 MULTI: primary virtual IP for DOE John/203.0.113.7:37849: 10.8.0.2", "vpn.address success DOE John 203.0.113.7 10.8.0.2")]
    [InlineData("MULTI: primary virtual IP for DOE John/203.0.113.7:37849: 10.8.0.2", "vpn.address success DOE John 203.0.113.7 10.8.0.2")]
    [InlineData("bob/203.0.113.7:37849 SIGTERM[soft,remote-exit] received, client-instance exiting", "vpn.end success bob 203.0.113.7 -")]
    [InlineData("bob/203.0.113.7:37849 SIGUSR1[soft,ping-restart] received, client-instance restarting", "vpn.end success bob 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 TLS: Username/Password authentication succeeded for username 'ana' [CN SET]", "vpn.auth success ana 203.0.113.7 -")]
    [InlineData("shared/203.0.113.7:37849 TLS: Username/Password authentication succeeded for username 'ana'", "vpn.auth success ana 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 TLS: Username/Password authentication deferred for username 'ana' ", "vpn.auth interrupted ana 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 TLS Auth Error: Auth Username/Password verification failed for peer", "vpn.auth failure - 203.0.113.7 -")]
    [InlineData("bob/203.0.113.7:37849 SENT CONTROL [bob]: 'AUTH_FAILED' (status=1)", "vpn.auth failure bob 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 SENT CONTROL [UNDEF]: 'AUTH_FAILED' (status=1)", "vpn.auth failure - 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 SENT CONTROL [bob]: 'AUTH_FAILED,CRV1:R,E:x:Ym9i:Code?' (status=1)", "vpn.auth interrupted bob 203.0.113.7 -")]
    [InlineData("user 'bob' authenticated", "vpn.auth success bob - -")]
    [InlineData("user 'bob' could not authenticate.", "vpn.auth failure bob - -")]
    [InlineData("203.0.113.7:37849 TLS: soft reset sec=3600 bytes=1/0 pkts=1/0", "vpn.traffic unknown - 203.0.113.7 -")]
    [InlineData("bob/203.0.113.7:37849 VERIFY OK: depth=0, CN=bob", "vpn.traffic unknown bob 203.0.113.7 -")]
    [InlineData("TLS Error: incoming packet authentication failed from [AF_INET]203.0.113.7:45321", "vpn.traffic failure - 203.0.113.7 -")]
    [InlineData("203.0.113.7:37849 peer info: IV_PLAT=win", "vpn.traffic unknown - 203.0.113.7 -")]
    public void Maps_each_documented_line(string text, string expected)
    {
        foreach (var head in new[] { "<29>Jun 20 21:42:57 fw openvpn[66026]: ", "<29>Jun 20 21:42:57 openvpn[66026]: ", "<29>1 2024-06-20T21:42:57Z pf openvpn 66 - - " })
        {
            var read = Read.Line(head + text);
            read.Reason.ShouldBeNull();
            read.Status.ShouldBe("decoded");
            read.Format.ShouldBe("openvpn");
            read.Essence.ShouldBe(expected);
            read.Time.ShouldBe("2024-06-20T21:42:57.000");
        }
    }

    [Theory]
    [InlineData("2024-06-20 14:12:12 ", "2024-06-20T14:12:12.000")]
    [InlineData("2024-06-20 14:12:12 us=123456 ", "2024-06-20T14:12:12.123")]
    [InlineData("Thu Jun 20 14:12:12 2024 ", "2024-06-20T14:12:12.000")]
    [InlineData("Thu Jun 20 14:12:12 2024 us=987654 ", "2024-06-20T14:12:12.987")]
    [InlineData("2024-06-20T14:12:15+02:00 vpn openvpn[7]: 2024-06-20 14:12:12 ", "2024-06-20T14:12:12.000")]
    public void Reads_its_own_stamps(string head, string time)
    {
        var read = Read.Line(head + "bob/203.0.113.7:1194 SIGTERM[soft,remote-exit] received, client-instance exiting");
        read.Essence.ShouldBe("vpn.end success bob 203.0.113.7 -");
        read.Time.ShouldBe(time);
        read.Quality.ShouldBe("assumedZone");
    }

    [Fact]
    public void Reads_its_own_stamp_in_the_sources_zone()
    {
        var source = new SourceSettings { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ReceivedMs = Read.Ms("2024-07-01T00:00:00Z") };
        var read = Read.Line("2024-06-20 14:12:12 us=500000 user 'bob' authenticated", source with { Format = "openvpn" });
        read.Time.ShouldBe("2024-06-20T12:12:12.500");
        read.Quality.ShouldBe("vendor");
        read.Login.ShouldBe("bob");
    }

    [Theory]
    [InlineData("<29>Jun 20 21:42:57 openvpn[66026]: Initialization Sequence Completed")]
    [InlineData("<29>Jun 20 21:42:57 openvpn[66026]: 203.0.113.7:1 peer info: IV_NCP=2")]
    [InlineData("<29>Jun 20 21:42:57 openvpn[66026]: bob/203.0.113.7:1 MULTI: Learn: 10.8.0.2 -> bob/203.0.113.7:1")]
    public void Ignores_the_rest_of_its_log(string line) => Read.Line(line).Status.ShouldBe("ignored");

    [Fact]
    public void Keeps_platform_version_and_connection()
    {
        const string Head = "<29>Jun 20 21:42:57 openvpn[66026]: 203.0.113.7:37849 ";
        Read.Line(Head + "peer info: IV_PLAT=android").Os.ShouldBe("android");
        Read.Line(Head + "peer info: IV_VER=2.6.8").Client.ShouldBe("2.6.8");
        Read.Line(Head + "[bob] Peer Connection Initiated with [AF_INET]203.0.113.7:37849").Session.ShouldBe("203.0.113.7:37849");
    }

    [Theory]
    [InlineData("Jun 20 21:42:57 host sshd[1]: Accepted publickey for ana from 203.0.113.7 port 22")]
    [InlineData("user 'bob' authenticated")]
    public void Leaves_lines_of_other_programs_alone(string line) => Read.Line(line).Format.ShouldNotBe("openvpn");
}
