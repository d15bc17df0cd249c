using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>What a line of OpenVPN's log says, head and peer taken off.</summary>
internal static class OpenVpnLine
{
    /// <summary>Words that only OpenVPN writes: tells its lines where no header names the program.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> text) =>
        text.IndexOf("[AF_INET"u8) >= 0 || text.StartsWith("peer info: "u8) || text.IndexOf("Peer Connection Initiated"u8) >= 0
        || text.IndexOf("pool returned IPv4="u8) >= 0 || text.IndexOf("primary virtual IP for "u8) >= 0
        || text.IndexOf("client-instance "u8) >= 0 || text.IndexOf("'AUTH_FAILED"u8) >= 0
        || text.StartsWith("TLS: Username/Password"u8) || text.StartsWith("TLS Auth Error"u8) || text.StartsWith("MULTI: "u8)
        || text.StartsWith("MULTI_sva: "u8) || text.StartsWith("VERIFY OK: depth="u8) || text.StartsWith("Control Channel: TLS"u8);

    /// <summary>Fills the activity; false for a line that is of no use here.</summary>
    public static bool Map(Utf8Text text, OpenVpnPeer peer, Activity activity, DecodeScratch scratch)
    {
        activity.Ip = peer.Ip;
        activity[TextField.Session] = peer.Connection;
        var span = text.Span;
        if (TryAuth(text, activity, scratch))
        {
            if (activity[TextField.Login].IsEmpty) AccountText.SetName(activity, peer.Name, scratch);
            return true;
        }

        AccountText.SetName(activity, peer.Name, scratch);
        if (span.IndexOf("Peer Connection Initiated with "u8) is var initiated and >= 0) return Start(text, initiated, activity, scratch);
        if (span.IndexOf("pool returned IPv4="u8) is var pool and >= 0) return Pool(span[(pool + 19)..], activity);
        if (span.IndexOf("primary virtual IP for "u8) is var primary and >= 0) return Primary(text, primary + 23, activity, scratch);
        // Asked to go, or timed out: either way this client's instance is gone.
        if (span.StartsWith("SIG"u8) && span.IndexOf("received, client-instance "u8) > 0) return Set(activity, ActivityKind.VpnEnd, Outcome.Success);
        if (span.StartsWith("peer info: IV_"u8)) return PeerInfo(text.Slice(11), activity);
        return Heartbeat(text, activity);
    }

    private static bool TryAuth(Utf8Text text, Activity activity, DecodeScratch scratch)
    {
        var span = text.Span;
        activity.Kind = ActivityKind.VpnAuth;
        if (span.StartsWith("user '"u8))
        {
            // pfSense's script: "user 'bob' authenticated", "user 'bob' could not authenticate."
            var end = span.LastIndexOf((byte)'\'');
            activity.Outcome = span[end..].IndexOf("could not"u8) >= 0 ? Outcome.Failure : Outcome.Success;
            if (end > 6) AccountText.SetName(activity, text.Slice(6, end - 6), scratch);
            return true;
        }

        if (span.StartsWith("TLS: Username/Password authentication "u8))
        {
            activity.Outcome = span[38..].StartsWith("succeeded"u8) ? Outcome.Success
                : span[38..].StartsWith("deferred"u8) ? Outcome.Interrupted : Outcome.Failure;
            var name = span.IndexOf("username '"u8);
            var end = span.LastIndexOf((byte)'\'');
            if (name >= 0 && end > name + 10) AccountText.SetName(activity, text.Slice(name + 10, end - name - 10), scratch);
            return true;
        }

        activity.Outcome = Outcome.Failure;
        if (span.StartsWith("TLS Auth Error"u8) || span.IndexOf("could not authenticate"u8) >= 0) return true;
        if (span.IndexOf("AUTH_FAILED"u8) is var failed and >= 0)
        {
            // A dynamic challenge is how a second factor is asked for, not a wrong password.
            if (span[failed..].StartsWith("AUTH_FAILED,CRV1"u8)) activity.Outcome = Outcome.Interrupted;
            if (span.StartsWith("SENT CONTROL ["u8) && span.LastIndexOf("]: 'AUTH_FAILED"u8) is var end and > 14)
                SetCommonName(activity, text.Slice(14, end - 14), scratch);
            return true;
        }

        activity.Kind = ActivityKind.Other;
        activity.Outcome = Outcome.Unknown;
        return false;
    }

    // "[bob] Peer Connection Initiated with [AF_INET]10.0.0.1:37849"
    private static bool Start(Utf8Text text, int at, Activity activity, DecodeScratch scratch)
    {
        var head = text.Span[..at];
        var open = head.IndexOf((byte)'[');
        var close = head.LastIndexOf((byte)']');
        if (open >= 0 && close > open + 1) SetCommonName(activity, text.Slice(open + 1, close - open - 1), scratch);
        if (OpenVpnPeer.TryEndpoint(FirstWord(text.Span[(at + 31)..]), out var ip)) activity.Ip = ip;
        return Set(activity, ActivityKind.VpnStart, Outcome.Success);
    }

    // "pool returned IPv4=10.0.0.2, IPv6=(Not enabled)"
    private static bool Pool(ReadOnlySpan<byte> text, Activity activity)
    {
        activity.VpnIp = IpAddress.Parse(FirstWord(text));
        if (activity.VpnIp.IsNone && text.IndexOf("IPv6="u8) is var v6 and >= 0) activity.VpnIp = IpAddress.Parse(FirstWord(text[(v6 + 5)..]));
        return Set(activity, ActivityKind.VpnAddress, Outcome.Success);
    }

    // "MULTI: primary virtual IP for bob/10.0.0.1:37849: 10.8.0.2"
    private static bool Primary(Utf8Text text, int at, Activity activity, DecodeScratch scratch)
    {
        var rest = text.Slice(at);
        var peer = OpenVpnPeer.Take(ref rest, endsInColon: true);
        if (peer.Connection.IsEmpty) return false;
        if (activity[TextField.Login].IsEmpty) AccountText.SetName(activity, peer.Name, scratch);
        activity.Ip = peer.Ip;
        activity.VpnIp = IpAddress.Parse(rest.Span);
        return Set(activity, ActivityKind.VpnAddress, Outcome.Success);
    }

    private static bool PeerInfo(Utf8Text text, Activity activity)
    {
        var equals = text.Span.IndexOf((byte)'=');
        if (equals < 0) return false;
        var value = AccountText.Clean(text.Slice(equals + 1));
        var key = text.Span[..equals];
        if (key.SequenceEqual("IV_PLAT"u8)) activity[TextField.Os] = value;
        else if (key.SequenceEqual("IV_VER"u8) || key.SequenceEqual("IV_GUI_VER"u8)) activity[TextField.Client] = value;
        else if (key.SequenceEqual("IV_HWADDR"u8)) activity[TextField.DeviceId] = value;
        else return false;
        return Set(activity, ActivityKind.VpnTraffic, Outcome.Unknown);
    }

    private static bool Heartbeat(Utf8Text text, Activity activity)
    {
        var span = text.Span;
        var isError = span.StartsWith("TLS Error"u8);
        if (!isError && !span.StartsWith("TLS: "u8) && !span.StartsWith("VERIFY OK: "u8) && !span.StartsWith("Control Channel: "u8)) return false;
        if (activity.Ip.IsNone && span.IndexOf("[AF_INET"u8) is var at and >= 0 && OpenVpnPeer.TryEndpoint(FirstWord(span[at..]), out var ip))
            activity.Ip = ip;
        return Set(activity, ActivityKind.VpnTraffic, isError ? Outcome.Failure : Outcome.Unknown);
    }

    private static void SetCommonName(Activity activity, Utf8Text name, DecodeScratch scratch)
    {
        if (!name.Is("UNDEF"u8)) AccountText.SetName(activity, name, scratch);
    }

    private static bool Set(Activity activity, ActivityKind kind, Outcome outcome)
    {
        activity.Kind = kind;
        activity.Outcome = outcome;
        return true;
    }

    private static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)' ', (byte)',');
        return end < 0 ? text : text[..end];
    }
}
