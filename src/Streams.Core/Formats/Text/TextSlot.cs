using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>Where a value stands in a text record: without its quotes, with its escapes as they are.</summary>
public struct TextSlot
{
    public int Start, Length;

    /// <summary>What has to be undone before the value can be read.</summary>
    public TextEscape Escape;

    public readonly bool IsEmpty => Length == 0;

    public readonly ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> record) => record.Slice(Start, Length);

    /// <summary>
    /// The value as text: a slice of the record, or of the scratch where something had to be unescaped.
    /// </summary>
    public readonly Utf8Text Text(in RawRecord record, DecodeScratch scratch)
    {
        if (Length == 0) return default;
        var raw = record.Text(Start, Length);
        if (Escape == TextEscape.None) return raw;
        return scratch.Commit(Unescape(raw.Span, scratch.Reserve(Length)));
    }

    private readonly int Unescape(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        var written = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (i + 1 < raw.Length && Escape == TextEscape.DoubledQuote && c == '"' && raw[i + 1] == '"') i++;
            else if (i + 1 < raw.Length && Escape == TextEscape.Backslash && c == '\\') c = Unescaped(raw, ref i);
            into[written++] = c;
        }

        return written;
    }

    // Writers escape what ends a value and line ends; any other backslash is meant (DOMAIN\user).
    private static byte Unescaped(ReadOnlySpan<byte> raw, ref int at)
    {
        switch (raw[at + 1])
        {
            case (byte)'\\' or (byte)'"' or (byte)'\'' or (byte)'=' or (byte)'|' or (byte)']':
                return raw[++at];
            default:
                return raw[at];
        }
    }
}

public enum TextEscape : byte { None = 0, DoubledQuote, Backslash }
