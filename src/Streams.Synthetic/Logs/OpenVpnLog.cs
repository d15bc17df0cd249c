using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>OpenVPN community server, version 2.6 lines; UTC without saying so.</summary>
internal sealed class OpenVpnLog : TextLog
{
    public override string Format => "openvpn";

    public override string Stem => "logs/openvpn/openvpn";

    public override string Extension => "log";

    public override bool Takes(Happening happening) => happening.Who.Vpn == Vpn.OpenVpn && happening.Deed <= Deed.VpnEnd;

    public override void Write(Happening happening, RecordSink sink)
    {
        var user = happening.Who.Login;
        var peer = $"{happening.Ip}:{40_000 + happening.Who.Index % 20_000}";
        switch (happening.Deed)
        {
            case Deed.VpnStart:
                Say(sink, happening, -3_000, $"{peer} peer info: IV_VER=2.6.12");
                Say(sink, happening, -3_000, $"{peer} peer info: IV_PLAT={Platform(happening.Device)}");
                Say(sink, happening, -2_000, $"{peer} TLS: Username/Password authentication succeeded for username '{user}'");
                Say(sink, happening, 0, $"{peer} [{user}] Peer Connection Initiated with [AF_INET]{peer}");
                Say(sink, happening, 0, $"{user}/{peer} MULTI_sva: pool returned IPv4={happening.VpnIp}, IPv6=(Not enabled)");
                break;
            case Deed.VpnDenied:
                Say(sink, happening, 0, $"{user}/{peer} SENT CONTROL [{user}]: 'AUTH_FAILED' (status=1)");
                break;
            case Deed.VpnHeartbeat:
            case Deed.VpnResume:
                // The client renews its keys; a laptop that slept does so at night.
                Say(sink, happening, 0, $"{user}/{peer} Control Channel: TLSv1.3, cipher TLSv1.3 TLS_AES_256_GCM_SHA384, peer certificate: 2048 bit RSA");
                break;
            case Deed.VpnEnd:
                Say(sink, happening, 0, $"{user}/{peer} SIGTERM[soft,remote-exit] received, client-instance exiting");
                break;
        }
    }

    private static string Platform(Device? device) => device?.Os switch
    {
        { } os when os.StartsWith("Mac", StringComparison.Ordinal) => "mac",
        "Linux" => "linux",
        _ => "win",
    };

    private void Say(RecordSink sink, Happening happening, int shift, string text) =>
        Line(sink, $"{Stamp(happening.Time + shift, "yyyy-MM-dd HH:mm:ss")} {text}");
}
