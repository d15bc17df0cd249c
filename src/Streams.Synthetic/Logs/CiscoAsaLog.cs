using System.Globalization;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>Cisco ASA AnyConnect over syslog; the firewall's clock is on UTC and does not say so.</summary>
internal sealed class CiscoAsaLog : TextLog
{
    public override string Format => "cisco-asa";

    public override string Stem => "logs/cisco-asa/asa";

    public override string Extension => "log";

    public override bool Takes(Happening happening) =>
        happening.Who.Vpn == Vpn.CiscoAsa && happening.Deed <= Deed.VpnEnd && happening.Deed != Deed.VpnHeartbeat;

    public override void Write(Happening happening, RecordSink sink)
    {
        var user = happening.Who.Login;
        var who = $"Group <GP_Remote> User <{user}> IP <{happening.Ip}>";
        switch (happening.Deed)
        {
            case Deed.VpnStart:
                Say(sink, happening, -2_000, 6, 113004, $"AAA user authentication Successful : server =  10.1.1.9 : user = {user}");
                Say(sink, happening, 0, 6, 113039, $"{who} AnyConnect parent session started.");
                Say(sink, happening, 1_000, 4, 722051, $"{who} IPv4 Address <{happening.VpnIp}> IPv6 address <::> assigned to session");
                Say(sink, happening, 1_000, 6, 722022, $"{who} TCP SVC connection established without compression");
                Say(sink, happening, 2_000, 6, 722022, $"{who} UDP SVC connection established without compression");
                break;
            case Deed.VpnDenied:
                Say(sink, happening, 0, 6, 113005, $"AAA user authentication Rejected : reason = AAA failure : server = 10.1.1.9 : user = {user} : user IP = {happening.Ip}");
                break;
            case Deed.VpnResume:
                Say(sink, happening, -45_000, 6, 716058, $"Group <GP_Remote> User <{user}> IP <{happening.OldIp}> AnyConnect session lost connection. Waiting to resume.");
                Say(sink, happening, 0, 6, 716059, $"Group <GP_Remote> User <{user}> IP <{happening.OldIp}> AnyConnect session resumed. Connection from <{happening.Ip}>.");
                break;
            case Deed.VpnEnd:
                foreach (var type in new[] { "AnyConnect-Parent", "SSL", "DTLS" })
                {
                    var duration = string.Create(CultureInfo.InvariantCulture,
                        $"{happening.Duration / 3600}h:{happening.Duration / 60 % 60:00}m:{happening.Duration % 60:00}s");
                    Say(sink, happening, 0, 4, 113019,
                        $"Group = GP_Remote, Username = {user}, IP = {happening.Ip}, Session disconnected. Session Type: {type}, Duration: {duration}, "
                        + $"Bytes xmt: {happening.Id % 90_000_000}, Bytes rcv: {happening.Id % 17_000_000}, Reason: User Requested");
                }

                break;
        }
    }

    private void Say(RecordSink sink, Happening happening, int shift, int level, int id, string text) =>
        Line(sink, $"<{160 + level}>{Stamp(happening.Time + shift, "MMM dd yyyy HH:mm:ss")} fw-asa-1 : %ASA-{level}-{id}: {text}");
}
