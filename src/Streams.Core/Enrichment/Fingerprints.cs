using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// Spellings of one key's fingerprint: <c>SHA256:</c> Base64 (case is part of it), MD5 or PGP in hexadecimal with
/// colons or spaces in
/// either case.
/// </summary>
internal static class Fingerprints
{
    private const int LongIdDigits = 16;

    public static Key128 KeyOf(ReadOnlySpan<byte> text)
    {
        text = Bare(text);
        Span<byte> hex = stackalloc byte[128];
        return Hexadecimal(text, hex, out var length) ? Key128.Of(hex[..length]) : Key128.Of(text);
    }

    /// <summary>Key of the long id of a PGP fingerprint; none for anything else.</summary>
    public static Key128 LongId(ReadOnlySpan<byte> text)
    {
        Span<byte> hex = stackalloc byte[128];
        return Hexadecimal(Bare(text), hex, out var length) && length == 40 ? Key128.Of(hex[(length - LongIdDigits)..length]) : default;
    }

    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        if (text.StartsWith("SHA256:"u8)) return text[7..].TrimEnd((byte)'=');
        if (text.StartsWith("MD5:"u8)) return text[4..];
        return text.StartsWith("0x"u8) ? text[2..] : text.TrimEnd((byte)'=');
    }

    private static bool Hexadecimal(ReadOnlySpan<byte> text, Span<byte> into, out int length)
    {
        length = 0;
        foreach (var c in text)
        {
            if (c is (byte)':' or (byte)' ') continue;
            if (!char.IsAsciiHexDigit((char)c) || length == into.Length) return false;
            into[length++] = (byte)(c is >= (byte)'A' and <= (byte)'F' ? c | 0x20 : c);
        }

        return length >= LongIdDigits;
    }
}
