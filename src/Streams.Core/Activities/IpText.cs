namespace Streams.Core.Activities;

/// <summary>
/// The spellings of an address that logs contain (formats.md §8 rule 1): bare, <c>ip:port</c>, <c>[v6]:port</c>,
/// <c>v6#port</c>,
/// <c>v6pPORT</c>, <c>v6 port N</c>, <c>v6.port</c>, with a zone, mapped IPv4. Names, dashes and unspecified addresses
/// are none.
/// </summary>
internal static class IpText
{
    public static IpAddress Parse(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\""u8);
        if (text.Length is < 2 or > 96) return default;
        if (text[0] == '[')
        {
            var close = text.IndexOf((byte)']');
            if (close < 0 || !IsPort(text[(close + 1)..])) return default;
            text = text[1..close];
        }

        var colon = text.IndexOf((byte)':');
        if (colon < 0 || text[..colon].IndexOf((byte)'.') > 0) return ParseV4(text);
        return TryParseV6(text, out var hi, out var lo) ? Normalise(hi, lo) : default;
    }

    private static IpAddress ParseV4(ReadOnlySpan<byte> text)
    {
        var used = ReadV4(text, out var address);
        return used > 0 && address != 0 && IsPort(text[used..]) ? IpAddress.FromV4(address) : default;
    }

    /// <summary>Bytes of a dotted quad at the start; 0 if there is none.</summary>
    private static int ReadV4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        var at = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0 && (at >= text.Length || text[at++] != '.')) return 0;
            uint number = 0;
            var digits = 0;
            while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && digits < 4)
            {
                number = number * 10 + (uint)(text[at++] - '0');
                digits++;
            }

            if (digits is 0 or > 3 || number > 255) return 0;
            address = (address << 8) | number;
        }

        return at;
    }

    /// <summary>Nothing, or a port in any of the ways it is appended, or a prefix length of one host.</summary>
    private static bool IsPort(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        if (text.StartsWith(" port "u8)) text = text[6..];
        else if (text[0] is (byte)':' or (byte)'#' or (byte)'p' or (byte)'.') text = text[1..];
        else if (text.SequenceEqual("/32"u8) || text.SequenceEqual("/128"u8)) return true;
        else if (text[0] == '/') text = text[1..];
        else return false;
        return text.Length is > 0 and <= 5 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static IpAddress Normalise(ulong hi, ulong lo)
    {
        // ::ffff:0.0.0.0 is as unspecified as 0.0.0.0.
        if (hi == 0 && lo == 0x0000_FFFF_0000_0000) return default;
        return new IpAddress(hi, lo);
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, out ulong hi, out ulong lo)
    {
        hi = lo = 0;
        Span<ushort> groups = stackalloc ushort[8];
        int count = 0, gap = -1, at = 0;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            at = 2;
        }

        while (at < text.Length && count < 8)
        {
            if (count <= 6 && ReadV4(text[at..], out var mapped) is var quad and > 0)
            {
                groups[count++] = (ushort)(mapped >> 16);
                groups[count++] = (ushort)(mapped & 0xFFFF);
                at += quad;
                break;
            }

            var digits = ReadGroup(text[at..], out groups[count]);
            if (digits == 0) break;
            count++;
            at += digits;
            if (at >= text.Length || text[at] != ':' || count == 8) break;
            if (at + 1 < text.Length && text[at + 1] == ':')
            {
                if (gap >= 0) return false;
                gap = count;
                at += 2;
            }
            else
            {
                if (at + 1 == text.Length) return false;
                at++;
            }
        }

        if (count < 8 && gap < 0) return false;
        var rest = text[at..];
        if (!rest.IsEmpty && rest[0] == '%') rest = default;
        if (!IsPort(rest)) return false;
        Pack(groups, count, gap, out hi, out lo);
        return true;
    }

    private static void Pack(ReadOnlySpan<ushort> groups, int count, int gap, out ulong hi, out ulong lo)
    {
        hi = lo = 0;
        var missing = 8 - count;
        for (var i = 0; i < 8; i++)
        {
            ushort group;
            if (gap < 0 || i < gap) group = groups[i];
            else if (i < gap + missing) group = 0;
            else group = groups[i - missing];
            if (i < 4) hi = (hi << 16) | group;
            else lo = (lo << 16) | group;
        }
    }

    private static int ReadGroup(ReadOnlySpan<byte> text, out ushort group)
    {
        var number = 0;
        var digits = 0;
        while (digits < text.Length && digits < 5 && char.IsAsciiHexDigit((char)text[digits]))
        {
            var c = text[digits++];
            number = (number << 4) | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        group = digits > 4 ? (ushort)0 : (ushort)number;
        return digits > 4 ? 0 : digits;
    }
}
