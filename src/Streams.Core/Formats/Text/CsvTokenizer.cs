namespace Streams.Core.Formats;

/// <summary>
/// Fields of one CSV line by position: quotes optional, doubled quotes inside, anything after a closing quote dropped.
/// </summary>
public static class CsvTokenizer
{
    /// <summary>
    /// Fills a slot for each field from the left and returns how many stand there; stops when <paramref name="slots"/>
    /// is full,
    /// so a format that reads 37 of 60 columns pays for 37.
    /// </summary>
    public static int Split(ReadOnlySpan<byte> line, Span<TextSlot> slots)
    {
        var count = 0;
        var at = 0;
        while (count < slots.Length)
        {
            ref var slot = ref slots[count++];
            slot.Escape = TextEscape.None;
            if (at < line.Length && line[at] == '"')
            {
                at = ReadQuoted(line, at + 1, ref slot);
                if (at >= line.Length) break;
            }
            else
            {
                slot.Start = at;
                // Most columns are a few bytes: a plain loop beats the vectorised search's set-up.
                while (at < line.Length && line[at] != ',') at++;
                slot.Length = at - slot.Start;
                if (at >= line.Length) break;
            }

            at++;
        }

        return count;
    }

    // Returns where the comma stands, or the line's end.
    private static int ReadQuoted(ReadOnlySpan<byte> line, int at, ref TextSlot slot)
    {
        slot.Start = at;
        while (at < line.Length)
        {
            if (line[at] == '"')
            {
                if (at + 1 >= line.Length || line[at + 1] != '"') break;
                slot.Escape = TextEscape.DoubledQuote;
                at++;
            }

            at++;
        }

        at = Math.Min(at, line.Length);
        slot.Length = at - slot.Start;
        while (at < line.Length && line[at] != ',') at++;
        return at;
    }
}
