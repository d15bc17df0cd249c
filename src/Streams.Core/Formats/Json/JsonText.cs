using System.Text;

namespace Streams.Core.Formats;

/// <summary>
/// Unescaping that never throws: a lone surrogate or a NUL becomes U+FFFD, since neither is text that a name may hold.
/// </summary>
internal static class JsonText
{
    /// <summary>Writes at most as many bytes as it reads.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var written = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            if (plain < 0) plain = text.Length;
            text[..plain].CopyTo(into[written..]);
            written += plain;
            if (plain + 1 >= text.Length) return written;
            var escape = text[plain + 1];
            text = text[(plain + 2)..];
            if (escape == 'u') written += Unicode(ref text, into[written..]);
            else into[written++] = Simple(escape);
        }
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => escape,
    };

    private static int Unicode(ref ReadOnlySpan<byte> text, Span<byte> into)
    {
        var rune = Rune.ReplacementChar;
        if (TryHex(text, out var first))
        {
            text = text[4..];
            if (char.IsHighSurrogate(first) && text.StartsWith("\\u"u8) && TryHex(text[2..], out var second)
                && Rune.TryCreate(first, second, out rune))
            {
                text = text[6..];
            }
            else if (first == 0 || !Rune.TryCreate(first, out rune))
            {
                rune = Rune.ReplacementChar;
            }
        }

        return rune.EncodeToUtf8(into);
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out char value)
    {
        value = '\0';
        if (text.Length < 4) return false;
        var number = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = char.IsAsciiHexDigit((char)text[i]) ? HexValue(text[i]) : -1;
            if (digit < 0) return false;
            number = (number << 4) | digit;
        }

        value = (char)number;
        return true;
    }

    private static int HexValue(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
