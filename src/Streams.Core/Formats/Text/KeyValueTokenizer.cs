namespace Streams.Core.Formats;

/// <summary>
/// One pass over <c>key=value</c> pairs. Values may stand in double or single quotes with escaped quotes inside; words
/// that
/// are no pair (binary rubbish behind a line, say) are passed over. The last pair of a key counts, as in JSON.
/// </summary>
public static class KeyValueTokenizer
{
    /// <summary>Fills a slot for each key of the table and returns how many pairs the text holds.</summary>
    public static int Read(ReadOnlySpan<byte> text, FieldTable table, Span<TextSlot> slots, byte separator = (byte)' ')
    {
        slots[..table.Count].Clear();
        var pairs = 0;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == separator || text[at] == ' ')
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && text[at] != '=' && text[at] != separator && text[at] != ' ') at++;
            if (at >= text.Length || text[at] != '=') continue;
            var key = text[start..at];
            var value = default(TextSlot);
            at = ReadValue(text, at + 1, separator, ref value);
            pairs++;
            // A sign without a key before it takes its value with it, and nobody reads it.
            var number = table.Find(key);
            if (number >= 0) slots[number] = value;
        }

        return pairs;
    }

    private static int ReadValue(ReadOnlySpan<byte> text, int at, byte separator, ref TextSlot value)
    {
        value.Start = at;
        if (at < text.Length && text[at] is (byte)'"' or (byte)'\'')
        {
            var quote = text[at++];
            value.Start = at;
            while (at < text.Length && text[at] != quote)
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    value.Escape = TextEscape.Backslash;
                    at++;
                }

                at++;
            }

            at = Math.Min(at, text.Length);
            value.Length = at - value.Start;
            return at < text.Length ? at + 1 : at;
        }

        while (at < text.Length && text[at] != separator) at++;
        value.Length = at - value.Start;
        return at;
    }
}
