namespace Streams.Core.Detections;

/// <summary>Comparing UTF-8 without ASCII case and without an allocation. The second text is lower case.</summary>
internal static class Words
{
    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length == lower.Length && StartsWith(text, lower);

    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length < lower.Length) return false;
        for (var i = 0; i < lower.Length; i++)
            if (Fold(text[i]) != lower[i]) return false;
        return true;
    }

    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        var first = lower[0];
        var upper = first is >= (byte)'a' and <= (byte)'z' ? (byte)(first & 0xDF) : first;
        while (text.Length >= lower.Length)
        {
            var at = text.IndexOfAny(first, upper);
            if (at < 0) return false;
            text = text[at..];
            if (StartsWith(text, lower)) return true;
            text = text[1..];
        }

        return false;
    }

    private static byte Fold(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}
