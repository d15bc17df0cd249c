using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>
/// PAN-OS GlobalProtect over syslog: forty-nine columns of which the positions matter (formats.md, table 3). Clocks are
/// on UTC.
/// </summary>
internal sealed class GlobalProtectLog : TextLog
{
    private long _sequence = 6_900_000_000_000_000;

    public override string Format => "globalprotect";

    public override string Stem => "logs/globalprotect/gateway";

    public override string Extension => "log";

    public override bool Takes(Happening happening) => happening.Who.Vpn == Vpn.GlobalProtect && happening.Deed <= Deed.VpnEnd;

    public override void Write(Happening happening, RecordSink sink)
    {
        switch (happening.Deed)
        {
            case Deed.VpnStart:
                if (happening.Proven)
                {
                    Row(happening, sink, -6_000, "portal-auth", "login", "SAML", "", false, "success");
                    Row(happening, sink, -2_000, "gateway-auth", "login", "SAML", "", false, "success");
                }

                Row(happening, sink, 0, "gateway-connected", "connected", "", "IPSec", true, "success");
                break;
            case Deed.VpnDenied:
                Row(happening, sink, 0, "gateway-auth", "login", "SAML", "", false, "failure");
                break;
            case Deed.VpnResume:
                // No proof: the client reconnects with its cookie.
                Row(happening, sink, 0, "gateway-tunnel-latency", "tunnel", "", "", true, "success", $"Pre-tunnel latency: {28 + happening.Id % 40}ms, Post-tunnel latency: {16 + happening.Id % 30}ms");
                break;
            case Deed.VpnHeartbeat:
                Row(happening, sink, 0, "gateway-hip-check", "host-info", "", "", true, "success", "HIP report is not needed");
                break;
            case Deed.VpnEnd:
                Row(happening, sink, 0, "gateway-logout", "logout", "", "", true, "success", duration: happening.Duration);
                break;
        }
    }

    private void Row(
        Happening happening, RecordSink sink, int shift, string what, string stage, string auth, string tunnel,
            bool connected, string status,
        string opaque = "", int duration = 0)
    {
        var time = happening.Time + shift;
        var device = happening.Device!;
        var user = $"corp\\{happening.Who.Login}";
        var inner = connected ? happening.VpnIp.ToString() : "0.0.0.0";
        var stamp = Stamp(time, "yyyy/MM/dd HH:mm:ss");
        var system = device.OsVersion.Contains(',', StringComparison.Ordinal) ? $"\"{device.OsVersion}\"" : device.OsVersion;
        if (opaque.Contains(',', StringComparison.Ordinal)) opaque = $"\"{opaque}\"";
        Line(sink,
            $"<14>{Stamp(time + 1_000, "MMM dd HH:mm:ss")} fw-gp-1 1,{Stamp(time + 1_000, "yyyy/MM/dd HH:mm:ss")},013101001305,GLOBALPROTECT,0,2561,{stamp},vsys1,"
            + $"{what},{stage},{auth},{tunnel},{user},{happening.Place?.Country},{device.Name},{happening.Ip},0.0.0.0,{inner},0.0.0.0,"
            + $"{device.HostId},{device.Serial},6.2.4,{device.Os},{system},1,,,{opaque},{status},,{duration},,0,GP-Gateway-1,"
            + $"{++_sequence},0x8000000000000000,{Stamp(time, "yyyy-MM-dd'T'HH:mm:ss.fff")}+00:00,,,,,,,,,,,,0");
    }
}
