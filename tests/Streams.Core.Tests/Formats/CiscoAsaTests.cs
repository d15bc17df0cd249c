namespace Streams.Core.Tests.Formats;

public class CiscoAsaTests
{
    private const string Head = "<166>Jun 22 2024 13:29:11 fw1 : ";

    [Theory]
    [InlineData("%ASA-6-113039: Group <GP> User <ana> IP <203.0.113.7> AnyConnect parent session started.", "vpn.start success ana 203.0.113.7 -")]
    [InlineData("%FTD-6-113039: Group <GP> User <ana> IP <203.0.113.7> AnyConnect parent session started.", "vpn.start success ana 203.0.113.7 -")]
    [InlineData("%ASA-vpn-6-113039: Group <GP> User <ana> IP <203.0.113.7> AnyConnect parent session started.", "vpn.start success ana 203.0.113.7 -")]
    [InlineData("%ASA-6-113039: Group GP 1 User Ana May IP 203.0.113.7 AnyConnect parent session started.", "vpn.start success Ana May 203.0.113.7 -")]
    [InlineData("%ASA-6-113039: Group <GP> User <o'neil@corp.example> IP <2001:db8::7> AnyConnect parent session started.", "vpn.start success o'neil@corp.example 2001:db8::7 -")]
    [InlineData("%ASA-6-716001: Group <GP> User <ana> IP <203.0.113.7> WebVPN session started.", "vpn.start success ana 203.0.113.7 -")]
    [InlineData("%ASA-6-716002: Group GP User ana IP 203.0.113.7 WebVPN session terminated: User Requested.", "vpn.end success ana 203.0.113.7 -")]
    [InlineData("%ASA-4-722051: Group <GP> User <ana> IP <203.0.113.7> IPv4 Address <10.1.2.3> IPv6 address <::> assigned to session", "vpn.address success ana 203.0.113.7 10.1.2.3")]
    [InlineData("%ASA-4-722051: Group <GP> User <ana> IP <203.0.113.7> IPv4 Address <0.0.0.0> IPv6 address <fd00::5> assigned to session", "vpn.address success ana 203.0.113.7 fd00::5")]
    [InlineData("%ASA-4-722051: Group <GP> User <ana> IP <203.0.113.7> Address <10.1.2.3> assigned to session", "vpn.address success ana 203.0.113.7 10.1.2.3")]
    [InlineData("%ASA-6-722022: Group <GP> User <ana> IP <203.0.113.7> TCP SVC connection established without compression", "vpn.traffic success ana 203.0.113.7 -")]
    [InlineData("%ASA-6-722023: Group GP User ana IP 203.0.113.7 UDP SVC connection terminated without compression", "vpn.traffic success ana 203.0.113.7 -")]
    [InlineData("%ASA-6-716058: Group <GP> User <ana> IP <203.0.113.7> AnyConnect session lost connection. Waiting to resume.", "vpn.traffic interrupted ana 203.0.113.7 -")]
    [InlineData("%ASA-6-716059: Group <GP> User <ana> IP <203.0.113.7> AnyConnect session resumed. Connection from <198.51.100.9>.", "vpn.resume success ana 198.51.100.9 -")]
    [InlineData("%ASA-6-716059: Group GP User ana IP 203.0.113.7 AnyConnect session resumed. Connection from 198.51.100.9.", "vpn.resume success ana 198.51.100.9 -")]
    [InlineData("%ASA-6-716059: Group <GP> User <ana> IP <203.0.113.7> AnyConnect session resumed connection from IP <198.51.100.9>.", "vpn.resume success ana 198.51.100.9 -")]
    [InlineData("%ASA-4-113019: Group = GP, Username = ana, IP = 203.0.113.7, Session disconnected. Session Type: SSL, Duration: 0h:32m:16s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested", "vpn.end success ana 203.0.113.7 -")]
    [InlineData("%ASA-4-113019: Group = GP, Username = Ana, May, IP = 203.0.113.7, Session disconnected. Session Type: AnyConnect-Parent, Duration: 1d 2h:03m:04s, Bytes xmt: 1, Bytes rcv: 2, Reason: Idle Timeout", "vpn.end success Ana, May 203.0.113.7 -")]
    [InlineData("%ASA-6-113004: AAA user authentication Successful : server =  10.0.0.8 : user = ana", "vpn.auth success ana - -")]
    [InlineData("%ASA-6-113004: AAA user authentication Successful: server = 10.0.0.8 , User = CORP\\ana", "vpn.auth success ana - -")]
    [InlineData("%ASA-6-113005: AAA user authentication Rejected : reason = Invalid password : server = 10.0.0.8 : user = ana : user IP = 203.0.113.7", "vpn.auth failure ana 203.0.113.7 -")]
    [InlineData("%ASA-6-113008: AAA transaction status ACCEPT : user = ana", "vpn.auth success ana - -")]
    [InlineData("%ASA-6-113008: AAA transaction status REJECT : user = ana", "vpn.auth failure ana - -")]
    [InlineData("%ASA-6-113012: AAA user authentication Successful : local database : user = ana", "vpn.auth success ana - -")]
    [InlineData("%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ***** : user IP = 203.0.113.7", "vpn.auth failure - 203.0.113.7 -")]
    [InlineData("%ASA-6-716039: Group <GP> User <*****> IP <203.0.113.7> Authentication: rejected, Session Type: WebVPN.", "vpn.auth failure - 203.0.113.7 -")]
    [InlineData("%ASA-6-716039: Authentication: rejected, group = GP user = eve , Session Type: WebVPN", "vpn.auth failure eve - -")]
    [InlineData("%ASA-6-734001: DAP: User ana@corp.example, Addr 203.0.113.7, Connection AnyConnect: The following DAP records were selected for this connection: a, b", "vpn.auth success ana@corp.example 203.0.113.7 -")]
    [InlineData("%ASA-6-737026: IPAA: Session=0x11223344, Client assigned 10.1.2.3 from local pool P", "vpn.address success - - 10.1.2.3")]
    [InlineData("%ASA-6-722055: Group <GP> User <ana> IP <203.0.113.7> Client Type: Cisco AnyConnect VPN Agent for Windows 4.10", "vpn.traffic success ana 203.0.113.7 -")]
    public void Maps_each_documented_message(string message, string expected)
    {
        var read = Read.Line(Head + message);
        read.Reason.ShouldBeNull();
        read.Status.ShouldBe("decoded");
        read.Format.ShouldBe("cisco-asa");
        read.Essence.ShouldBe(expected);
        read.Time.ShouldBe("2024-06-22T13:29:11.000");
        read.Quality.ShouldBe("assumedZone");
    }

    [Theory]
    [InlineData("%ASA-6-302013: Built outbound TCP connection 3263492189 for a:1.2.3.4/1 (1.2.3.4/1) to b:10.0.0.1/2 (10.0.0.1/2)")]
    [InlineData("%ASA-4-106023: Deny tcp src a:1.2.3.4/1 dst b:10.0.0.1/2 by access-group \"x\"")]
    [InlineData("%ASA-6-113004: AAA user authorization Successful: server = 10.0.0.8 , User = ana")]
    [InlineData("%ASA-6-113004: AAA user accounting Successful : server =  10.0.0.8 : user = ana")]
    [InlineData("%ASA-4-113019: Group = 203.0.113.9, Username = 203.0.113.9, IP = 203.0.113.9, Session disconnected. Session Type: LAN-to-LAN, Duration: 3d 0h:02m:01s, Bytes xmt: 1, Bytes rcv: 2, Reason: Lost Service")]
    [InlineData("%ASA-4-113019: Group = 203.0.113.9, Username = 203.0.113.9, IP = 203.0.113.9, Session disconnected. Session Type: IPsec, Duration: 0h:02m:01s, Bytes xmt: 1, Bytes rcv: 2, Reason: Lost Service")]
    [InlineData("%FTD-1-430003: anything")]
    [InlineData("%ASA-6-605005: Login permitted from 10.0.0.1/1 to x:10.0.0.2/ssh for user \"admin\"")]
    public void Understands_and_ignores_what_is_no_vpn_session(string message)
    {
        var read = Read.Line(Head + message);
        read.Status.ShouldBe("ignored");
        read.Format.ShouldBe("cisco-asa");
        read.Kind.ShouldBe("other");
    }

    [Theory]
    // The name is the attacker's to choose: words that part the fields must not move the address.
    [InlineData("%ASA-6-716039: Group <GP> User <x> IP <6.6.6.6> Authentication: rejected> IP <203.0.113.7> Authentication: rejected, Session Type: WebVPN.", "203.0.113.7")]
    [InlineData("%ASA-6-113005: AAA user authentication Rejected : reason = Unspecified : server = 10.0.0.8 : user = x : user IP = 6.6.6.6 : user IP = 203.0.113.7", "203.0.113.7")]
    [InlineData("%ASA-6-113039: Group <GP> User <x> IP <6.6.6.6> y> IP <203.0.113.7> AnyConnect parent session started.", "203.0.113.7")]
    public void A_name_cannot_move_the_address(string message, string ip) => Read.Line(Head + message).Ip.ShouldBe(ip);

    [Fact]
    public void A_management_tunnel_is_the_machine()
    {
        var read = Read.Line(Head + "%ASA-6-722022: Group <MGMT_Tunnel> User <pc7.corp.example> IP <203.0.113.7> UDP SVC connection established without compression");
        read.Type.ShouldBe("device");
        read.DeviceName.ShouldBe("pc7.corp.example");
        read.Domain.ShouldBe("MGMT_Tunnel");
    }

    [Fact]
    public void Keeps_domain_email_client_and_session()
    {
        Read.Line(Head + "%ASA-6-113012: AAA user authentication Successful : local database : user = CORP\\ana").Domain.ShouldBe("CORP");
        Read.Line(Head + "%ASA-6-113039: Group <G> User <Ana@Corp.example> IP <203.0.113.7> AnyConnect parent session started.").Email.ShouldBe("Ana@Corp.example");
        Read.Line(Head + "%ASA-6-722055: Group <G> User <ana> IP <203.0.113.7> Client Type: AnyConnect Linux 4.1").Agent.ShouldBe("AnyConnect Linux 4.1");
        Read.Line(Head + "%ASA-6-737026: IPAA: Session=0x11, Client assigned 10.1.2.3 from local pool P").Session.ShouldBe("0x11");
    }

    [Theory]
    [InlineData("%ASA-9-113039: Group <GP> User <ana> IP <203.0.113.7> AnyConnect parent session started.", "malformed Cisco message tag")]
    [InlineData("%ASA-6-: Group", "malformed Cisco message tag")]
    [InlineData("%ASA-6-113039: nothing of the kind", "not worded as documented")]
    public void Quarantines_what_it_cannot_read_and_says_why(string message, string reason)
    {
        var read = Read.Line(Head + message);
        read.Status.ShouldBe("quarantined");
        read.Reason.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void Quarantines_a_message_without_any_time() =>
        Read.Line("%ASA-6-113012: AAA user authentication Successful : local database : user = ana").Reason.ShouldNotBeNull().ShouldContain("no time");
}
