namespace Streams.Core.Formats;

/// <summary>One syslog header: where it ends and where its parts stand in the record.</summary>
internal struct HeaderShape
{
    public int End, HostStart, HostLength, AppStart, AppLength;
    public bool HasStamp;
    public LogStamp Stamp;

    /// <summary>
    /// Reads one header at <paramref name="start"/>; <see cref="End"/> stays there where none stands.
    /// </summary>
    public static HeaderShape Read(ReadOnlySpan<byte> record, int start)
    {
        var shape = new HeaderShape { End = start };
        var at = start;
        while (at < record.Length && record[at] == ' ') at++;
        var priority = Priority(record[at..]);
        at += priority;
        if (At(record, at, (byte)'1') && At(record, at + 1, (byte)' ') && shape.TryVersioned(record, at + 2, priority > 0))
            return shape;
        if (priority > 0) at = SkipBlank(record, at);
        // Cisco marks a clock that is not synchronised with an asterisk or a point.
        if (priority > 0 && at < record.Length && record[at] is (byte)'*' or (byte)'.') at++;
        if (LogStampReader.TryRead(record[at..], out var stamp, out var length) && Ends(record, at + length)
            && (!stamp.SpacedIso || priority > 0 || IsMarked(record, at + length)))
        {
            shape.Stamp = stamp;
            shape.HasStamp = true;
            shape.End = SkipBlank(record, at + length);
            // ctime and epoch heads that no priority precedes are a program's own: what follows is no host.
            if (!stamp.DayNamed) shape.TakeNames(record);
            return shape;
        }

        if (priority == 0) return shape;
        shape.End = at;
        shape.TakeTag(record, pidOnly: true);
        return shape;
    }

    // RFC 5424, and the looser kinds that begin like it: "1 1647478222.58 MX84 …", "1 2024-… asa : %ASA-…".
    private bool TryVersioned(ReadOnlySpan<byte> record, int at, bool certain)
    {
        var dash = certain && At(record, at, (byte)'-') && At(record, at + 1, (byte)' ');
        var length = 1;
        if (!dash && (!LogStampReader.TryRead(record[at..], out Stamp, out length) || !Ends(record, at + length))) return false;
        if (!dash && Stamp.SpacedIso) return false;
        HasStamp = !dash;
        var next = SkipBlank(record, at + length);
        if (!Stamp.IsEpoch && TryStructured(record, next)) return true;
        End = next;
        TakeNames(record);
        return true;
    }

    // HOST APP PROCID MSGID SD: all five, or it is not RFC 5424.
    private bool TryStructured(ReadOnlySpan<byte> record, int at)
    {
        Span<int> starts = stackalloc int[4], ends = stackalloc int[4];
        for (var i = 0; i < 4; i++)
        {
            starts[i] = at;
            while (at < record.Length && record[at] is > (byte)' ' and < 127) at++;
            if (at == starts[i] || at - starts[i] > 255 || at >= record.Length || record[at] != ' ') return false;
            ends[i] = at++;
        }

        if (record[starts[1]] is (byte)':' or (byte)'%') return false;
        var end = StructuredEnd(record, at);
        if (end < 0) return false;
        SetHost(record, starts[0], ends[0]);
        SetApp(record, starts[1], ends[1]);
        if (At(record, end, (byte)' ')) end++;
        if (record[end..].StartsWith("\uFEFF"u8)) end += 3;
        End = end;
        return true;
    }

    private static int StructuredEnd(ReadOnlySpan<byte> record, int at)
    {
        if (At(record, at, (byte)'-') && (at + 1 == record.Length || record[at + 1] == ' ')) return at + 1;
        if (!At(record, at, (byte)'[')) return -1;
        while (At(record, at, (byte)'['))
        {
            var quoted = false;
            for (at++; at < record.Length && (quoted || record[at] != ']'); at++)
            {
                if (record[at] == '\\') at++;
                else if (record[at] == '"') quoted = !quoted;
            }

            if (at >= record.Length) return -1;
            at++;
        }

        return at == record.Length || record[at] == ' ' ? at : -1;
    }

    // After a stamp: "host:", "host :", "host app[1]:", "app[1]:", "host", or nothing.
    private void TakeNames(ReadOnlySpan<byte> record)
    {
        if (TakeTag(record, pidOnly: true) || IsStacked(record[End..])) return;
        var end = WordEnd(record, End);
        if (end == record.Length || !HeaderWords.MayBeHost(record[End..end])) return;
        var colon = record[end - 1] == ':';
        var next = SkipBlank(record, end);
        if (colon && !At(record, next, (byte)'%'))
        {
            TakeTag(record, pidOnly: false);
            return;
        }

        SetHost(record, End, end);
        End = next;
        TakeTag(record, pidOnly: false);
    }

    // The next header begins at once: its stamp is no host.
    private static bool IsStacked(ReadOnlySpan<byte> text) =>
        LogStampReader.TryRead(text, out _, out _) || (text.StartsWith("1 "u8) && LogStampReader.TryRead(text[2..], out _, out _));

    private bool TakeTag(ReadOnlySpan<byte> record, bool pidOnly)
    {
        var end = WordEnd(record, End);
        var name = HeaderWords.TagName(record[End..end], pidOnly);
        if (name == 0) return false;
        SetApp(record, End, End + name);
        while (end < record.Length && record[end] == ' ') end++;
        End = end;
        return true;
    }

    private void SetHost(ReadOnlySpan<byte> record, int start, int end)
    {
        if (record[end - 1] == ':') end--;
        if (end == start || record[start..end].SequenceEqual("-"u8)) return;
        HostStart = start;
        HostLength = end - start;
    }

    private void SetApp(ReadOnlySpan<byte> record, int start, int end)
    {
        if (record[end - 1] == ':') end--;
        if (end == start || record[start..end].SequenceEqual("-"u8)) return;
        AppStart = start;
        AppLength = end - start;
    }

    // A spaced ISO stamp without priority is a header only before something that says so itself; OpenVPN's and
    // Keycloak's
    // own heads look the same and belong to their bodies.
    private static bool IsMarked(ReadOnlySpan<byte> record, int at)
    {
        at = SkipBlank(record, at);
        if (HeaderWords.IsBodyMark(record[at..])) return true;
        var end = WordEnd(record, at);
        if (end >= record.Length) return false;
        if (HeaderWords.TagName(record[at..end], pidOnly: true) > 0) return true;
        if (!HeaderWords.MayBeHost(record[at..end])) return false;
        at = SkipBlank(record, end);
        if (HeaderWords.IsBodyMark(record[at..])) return true;
        return HeaderWords.TagName(record[at..WordEnd(record, at)], pidOnly: true) > 0;
    }

    private static int Priority(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != '<') return 0;
        var at = 1;
        while (at < text.Length && at < 4 && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at > 1 && At(text, at, (byte)'>') ? at + 1 : 0;
    }

    private static bool At(ReadOnlySpan<byte> text, int at, byte c) => at < text.Length && text[at] == c;

    private static bool Ends(ReadOnlySpan<byte> text, int at) => at >= text.Length || text[at] is (byte)' ' or (byte)':' or (byte)'\t';

    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is not ((byte)' ' or (byte)'\t')) at++;
        return at;
    }

    private static int SkipBlank(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
        if (At(text, at, (byte)':')) at++;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
        return at;
    }
}
