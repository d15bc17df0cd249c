namespace Streams.Core.Formats;

/// <summary>Search that ignores the case of ASCII letters.</summary>
internal static class Folded
{
    public static bool Same(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => System.Text.Ascii.EqualsIgnoreCase(text, other);

    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other)
    {
        for (; text.Length >= other.Length; text = text[1..])
            if (Same(text[..other.Length], other)) return true;
        return false;
    }
}
