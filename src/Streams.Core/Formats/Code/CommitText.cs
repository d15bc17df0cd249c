using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>What forges and git write about a commit, brought to one form: subjects, trailers, emails,
/// offsets.</summary>
public static class CommitText
{
    private const int SubjectBytesMax = 512, BodyBytesMax = 2048;
    private const int CoAuthorsMax = 32;

    /// <summary>The first line, where two reports of one commit agree.</summary>
    public static Utf8Text Subject(Utf8Text message)
    {
        var span = message.Span;
        var end = span.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0) end = span.Length;
        if (end > SubjectBytesMax)
        {
            end = SubjectBytesMax;
            while (end > 0 && (span[end] & 0xC0) == 0x80) end--;
        }

        return end == 0 ? default : message.Slice(0, end);
    }

    /// <summary>What follows the first line, cut where nobody reads on.</summary>
    public static Utf8Text Body(Utf8Text message)
    {
        var span = message.Span;
        var start = span.IndexOfAny((byte)'\n', (byte)'\r');
        if (start < 0) return default;
        while (start < span.Length && span[start] <= ' ') start++;
        var end = Math.Min(span.Length, start + BodyBytesMax);
        while (end > start && end < span.Length && (span[end] & 0xC0) == 0x80) end--;
        return end == start ? default : message.Slice(start, end - start);
    }

    /// <summary>Values of the Co-authored-by trailers, in any letter case, joined by 0x1D.</summary>
    public static Utf8Text CoAuthors(Utf8Text message, DecodeScratch scratch)
    {
        var rest = message.Span;
        if (rest.IndexOf((byte)'\n') < 0) return default;
        var into = scratch.Reserve(rest.Length);
        int used = 0, count = 0;
        while (!rest.IsEmpty && count < CoAuthorsMax)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!StartsWith(line, "co-authored-by:"u8)) continue;
            line = line["co-authored-by:".Length..].TrimStart((byte)' ');
            if (line.IsEmpty) continue;
            if (count++ > 0) into[used++] = 0x1D;
            line.CopyTo(into[used..]);
            used += line.Length;
        }

        return used == 0 ? default : scratch.Commit(used);
    }

    /// <summary>A push does not name parents: git's and the forges' own wording of a merge is all there is.</summary>
    public static bool LooksLikeMerge(ReadOnlySpan<byte> subject) =>
        subject.StartsWith("Merge pull request #"u8) || subject.StartsWith("Merge branch '"u8)
            || subject.StartsWith("Merge remote-tracking branch '"u8)
        || subject.StartsWith("Merge tag '"u8) || subject.StartsWith("Merge branches '"u8);

    /// <summary>ASCII letters in lower case; copied only where there is one to change.</summary>
    public static Utf8Text Lower(Utf8Text text, DecodeScratch scratch)
    {
        var span = text.Span;
        if (span.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return text;
        Ascii.ToLower(span, scratch.Reserve(span.Length), out var written);
        if (written == span.Length) return scratch.Commit(written);

        // Not ASCII throughout: letter by letter.
        var into = scratch.Reserve(span.Length);
        for (var i = 0; i < span.Length; i++)
        {
            into[i] = span[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(span[i] | 0x20) : span[i];
        }

        return scratch.Commit(span.Length);
    }

    /// <summary>Git writes Z for +00:00 and always knows the offset, so here Z is an offset like any other.</summary>
    public static bool TryTime(Utf8Text text, out long time, out short offset)
    {
        time = Activity.NoTime;
        offset = Activity.NoOffset;
        if (!TimeText.TryParse(text.Span, out var value) || value.Zone == TimeZoneMark.None) return false;
        time = value.Ms;
        offset = value.OffsetMinutes;
        return true;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && Ascii.EqualsIgnoreCase(text[..lower.Length], lower);
}
