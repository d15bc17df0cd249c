using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>Who a line is about: <c>name/ip:port</c> or <c>ip:port</c>. The name may hold spaces and slashes.</summary>
internal readonly struct OpenVpnPeer
{
    // A name longer than X.509 allows twice over is none.
    private const int HeadMax = 256;

    public Utf8Text Name { get; private init; }

    public IpAddress Ip { get; private init; }

    /// <summary>Address and port as written: one connection, for as long as it lasts.</summary>
    public Utf8Text Connection { get; private init; }

    /// <summary>Takes the peer off the beginning of a line; nothing where none stands there.</summary>
    public static OpenVpnPeer Take(ref Utf8Text text, bool endsInColon = false)
    {
        var span = text.Span[..Math.Min(text.Length, HeadMax)];
        // The first word that ends like an endpoint closes the peer; what stands before its slash is the name.
        for (var start = 0; start < span.Length;)
        {
            var length = span[start..].IndexOf((byte)' ');
            if (length < 0) break;
            if (length == 0)
            {
                start++;
                continue;
            }

            var end = start + length;
            var slash = span[start..end].LastIndexOf((byte)'/');
            var at = slash < 0 ? start : start + slash + 1;
            if ((span[end - 1] == ':') == endsInColon && TryEndpoint(span[at..end], out var ip) && (at == 0 || slash >= 0))
            {
                var peer = new OpenVpnPeer
                {
                    Name = NameOf(text, at),
                    Ip = ip,
                    Connection = text.Slice(at, end - at - (endsInColon ? 1 : 0))
                };
                text = text.Slice(end + 1);
                return peer;
            }

            start = end + 1;
        }

        return default;
    }

    /// <summary>An endpoint as OpenVPN prints it: the address family in brackets perhaps, and always a port.</summary>
    public static bool TryEndpoint(ReadOnlySpan<byte> text, out IpAddress ip)
    {
        ip = default;
        if (text.StartsWith("["u8) && text.IndexOf((byte)']') is var close and > 0 && text[1..].StartsWith("AF_INET"u8)) text = text[(close + 1)..];
        while (!text.IsEmpty && text[^1] is (byte)',' or (byte)'.' or (byte)':') text = text[..^1];
        var colon = text.LastIndexOf((byte)':');
        if (colon <= 0 || text.Length - colon is < 2 or > 6) return false;
        if (text[(colon + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
        // The port is known to be one here; behind an IPv6 address it could pass for a group.
        ip = IpAddress.Parse(text[..colon]);
        return !ip.IsNone;
    }

    private static Utf8Text NameOf(Utf8Text text, int at)
    {
        if (at < 2) return default;
        var name = text.Slice(0, at - 1);
        return name.Is("UNDEF"u8) ? default : name;
    }
}
