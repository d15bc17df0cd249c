using System.Buffers.Text;
using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>A CIDR block; <paramref name="Length"/> counts bits of the 128-bit form, so an IPv4 /24 is 120.</summary>
public readonly record struct IpNetwork(IpAddress Address, int Length)
{
    public UInt128 First => new(Address.Hi, Address.Lo);

    public UInt128 Last => First | HostMask;

    private UInt128 HostMask => Length == 0 ? UInt128.MaxValue : unchecked((UInt128.One << (128 - Length)) - 1);

    public bool Contains(IpAddress ip) =>
        ip.IsV4 == Address.IsV4 && (new UInt128(ip.Hi, ip.Lo) & ~HostMask) == First;

    /// <summary>
    /// Reads <c>192.0.2.0/24</c>, <c>2001:db8::/32</c> or a single address; says what is wrong otherwise.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpNetwork network, out string expected)
    {
        network = default;
        expected = "a network such as 192.0.2.0/24 or 2001:db8::/32";
        var slash = text.IndexOf((byte)'/');
        var address = slash < 0 ? text : text[..slash];
        if (!TryAddress(address, out var ip)) return false;
        // ::ffff:192.0.2.0/120 is an IPv4 network in IPv6's clothes: its length already counts 128 bits.
        var bits = address.Contains((byte)':') ? 128 : 32;
        var length = bits;
        if (slash >= 0)
        {
            var digits = text[(slash + 1)..];
            if (!Utf8Parser.TryParse(digits, out length, out var used) || used != digits.Length || digits.Length > 3
                || digits[0] is not (>= (byte)'0' and <= (byte)'9') || length > bits)
            {
                expected = string.Create(CultureInfo.InvariantCulture, $"a prefix length from 0 to {bits}");
                return false;
            }
        }

        network = new IpNetwork(ip, 128 - bits + length);
        if (ip.IsV4 && network.Length < 96)
        {
            expected = "a prefix length of at least 96 for an IPv4 network in IPv6 form";
            return false;
        }

        if ((network.First & network.HostMask) == 0) return true;
        var start = network.First & ~network.HostMask;
        var block = new IpAddress((ulong)(start >> 64), unchecked((ulong)start));
        var shown = block.IsNone ? (bits == 32 ? "0.0.0.0" : "::") : block.ToString();
        expected = string.Create(CultureInfo.InvariantCulture, $"no host bits: {shown}/{length}");
        return false;
    }

    /// <summary>A plain address, without the ports and zones that logs add.</summary>
    public static bool TryAddress(ReadOnlySpan<byte> text, out IpAddress ip)
    {
        ip = default;
        if (text.IsEmpty || text.Length > 45) return false;
        foreach (var c in text)
            if (!char.IsAsciiHexDigit((char)c) && c is not ((byte)':' or (byte)'.')) return false;
        // The unspecified addresses are "none" in logs, yet start a network here.
        if (text.SequenceEqual("0.0.0.0"u8)) ip = IpAddress.FromV4(0);
        else if (text.SequenceEqual("::"u8)) return true;
        else ip = IpAddress.Parse(text);
        return !ip.IsNone && (!ip.IsV4 || text.Contains((byte)':') || text.Count((byte)'.') == 3);
    }
}
