using System.Globalization;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>
/// FortiGate SSL-VPN events as key=value syslog, with nanoseconds in <c>eventtime</c> and the device's own zone beside.
/// </summary>
internal sealed class FortiGateLog : TextLog
{
    public override string Format => "fortigate";

    public override string Stem => "logs/fortigate/vpn";

    public override string Extension => "log";

    public override bool Takes(Happening happening) => happening.Who.Vpn == Vpn.FortiGate && happening.Deed <= Deed.VpnEnd;

    public override void Write(Happening happening, RecordSink sink)
    {
        var (id, level, action, description, message) = happening.Deed switch
        {
            Deed.VpnStart => ("0101039947", "information", "tunnel-up", "SSL VPN tunnel up", "SSL tunnel established"),
            Deed.VpnDenied => ("0101039426", "alert", "ssl-login-fail", "SSL VPN login fail", "SSL user failed to logged in"),
            Deed.VpnEnd => ("0101039948", "information", "tunnel-down", "SSL VPN tunnel down", "SSL tunnel shutdown"),
            _ => ("0101039949", "information", "tunnel-stats", "SSL VPN statistics", "SSL tunnel statistics"),
        };
        var local = happening.Time - 5 * 3_600_000L;
        var tunnel = happening.Deed == Deed.VpnDenied ? "" : $" tunneltype=\"ssl-tunnel\" tunnelid={happening.Who.Index * 1000 + Session(happening)}";
        var inner = happening.Deed == Deed.VpnDenied ? "" : $" tunnelip={happening.VpnIp}";
        var counters = happening.Deed is Deed.VpnEnd or Deed.VpnHeartbeat or Deed.VpnResume
            ? string.Create(CultureInfo.InvariantCulture, $" duration={happening.Duration} sentbyte={happening.Id % 80_000_000} rcvdbyte={happening.Id % 9_000_000}") : "";
        Line(sink,
            $"<190>date={Stamp(local, "yyyy-MM-dd")} time={Stamp(local, "HH:mm:ss")} devname=\"fgt-edge-1\" devid=\"FGT60E0000000001\" logid=\"{id}\" type=\"event\" "
            + $"subtype=\"vpn\" level=\"{level}\" vd=\"root\" eventtime={happening.Time}000000 tz=\"-0500\" logdesc=\"{description}\" action=\"{action}\"{tunnel} "
            + $"remip={happening.Ip}{inner} user=\"{happening.Who.Login}\" group=\"remote-staff\" dst_host=\"N/A\" reason=\"N/A\"{counters} msg=\"{message}\"");
    }

    /// <summary>The tunnel's number of a session: the same at its start and its end.</summary>
    private static int Session(Happening happening) =>
        int.Parse(happening.Session.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
