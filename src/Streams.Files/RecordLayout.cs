namespace Streams.Files;

/// <summary>How a file is divided into records.</summary>
public enum RecordLayout : byte
{
    /// <summary>One a line: NDJSON, syslog, CSV. Numbers are line numbers; blank lines are no records.</summary>
    Lines,

    /// <summary>JSON documents, one after the other, of any number of lines each.</summary>
    Documents,

    /// <summary>The elements of a top-level JSON array.</summary>
    Array,

    /// <summary>0x1E at the start of a line begins a record: git log (its numstat rows belong to it), and RFC 7464
    /// sequences.</summary>
    Separated,
}

/// <summary>Decides the layout from a file's first bytes, so that one damaged line never takes the rest of the file
/// with it.</summary>
internal static class RecordLayouts
{
    /// <summary>Looked at before the first record: longer than nearly every record, short enough to hold.</summary>
    public const int HeadBytes = 256 * 1024;

    private const int LinesAsked = 16;

    public readonly record struct Decision(RecordLayout Layout, byte LineEnd);

    /// <summary><paramref name="whole"/> says that <paramref name="head"/> is the whole file.</summary>
    public static Decision Decide(ReadOnlySpan<byte> head, bool whole)
    {
        // A file from an old Mac or a careless export has carriage returns only.
        var isMac = head.IndexOf((byte)'\n') < 0 && head.TrimEnd((byte)'\r').Contains((byte)'\r');
        var lineEnd = (byte)(isMac ? '\r' : '\n');
        var layout = Layout(head, whole, lineEnd);
        return new Decision(layout, layout == RecordLayout.Lines ? lineEnd : (byte)'\n');
    }

    private static RecordLayout Layout(ReadOnlySpan<byte> head, bool whole, byte lineEnd)
    {
        head = head.TrimStart(" \t\r\n\0"u8);
        if (head.IsEmpty) return RecordLayout.Lines;
        if (head[0] == 0x1E) return RecordLayout.Separated;
        if (head[0] is not ((byte)'{' or (byte)'[')) return RecordLayout.Lines;
        var end = head.IndexOf(lineEnd);
        var line = end < 0 ? head : head[..end];
        var rest = end < 0 ? default : head[end..].TrimStart(" \t\r\n\0"u8);
        var scanner = default(JsonScanner);
        scanner.Reset();
        var result = scanner.Scan(line, out var taken);
        var tail = line[taken..].TrimStart(" \t\r\0"u8);
        return head[0] == '[' ? OfArray(head, result, tail, rest)
            : OfObject(head, whole && end < 0, result, tail, rest, scanner.IsInString);
    }

    private static RecordLayout OfArray(
        ReadOnlySpan<byte> head, ScanResult result, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> rest)
    {
        // "[Tue Aug 12 …" and "[2026-01-01 …" are text.
        var inside = head[1..].TrimStart(" \t\r\n"u8);
        if (inside.IsEmpty || !"{[]\""u8.Contains(inside[0])) return RecordLayout.Lines;
        if (result == ScanResult.Error && inside[0] != '{') return RecordLayout.Lines;
        if (result != ScanResult.Complete) return RecordLayout.Array;
        if (!tail.IsEmpty) return tail[0] == '[' ? RecordLayout.Array : RecordLayout.Lines;

        // A whole array on the first line and more below: each line is a batch.
        return rest.IsEmpty ? RecordLayout.Array : RecordLayout.Lines;
    }

    private static RecordLayout OfObject(
        ReadOnlySpan<byte> head, bool oneLine, ScanResult result, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> rest,
            bool inString)
    {
        if (result == ScanResult.Complete)
            return !tail.IsEmpty && tail[0] is (byte)'{' or (byte)',' ? RecordLayout.Documents : RecordLayout.Lines;
        if (result == ScanResult.Error || inString || oneLine) return RecordLayout.Lines;

        // The first line does not close: a document of several lines, or a line that was cut. The whole, then the
        // next lines, tell.
        var scanner = default(JsonScanner);
        scanner.Reset();
        if (scanner.Scan(head, out _) == ScanResult.Complete) return RecordLayout.Documents;
        return MostAreWhole(rest) ? RecordLayout.Lines : RecordLayout.Documents;
    }

    private static bool MostAreWhole(ReadOnlySpan<byte> rest)
    {
        int asked = 0, whole = 0;
        while (!rest.IsEmpty && asked < LinesAsked)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r\0"u8);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.IsEmpty) continue;
            asked++;
            var scanner = default(JsonScanner);
            scanner.Reset();
            if (line[0] != '{' || scanner.Scan(line, out var taken) != ScanResult.Complete) continue;
            if (taken == line.Length) whole++;
        }

        return whole * 2 > asked;
    }
}
