namespace Streams.Core.Formats;

/// <summary>
/// ArcSight's Common Event Format: seven header fields between pipes (escaped as <c>\|</c>), then an extension whose
/// values
/// may hold spaces and run up to the next key.
/// </summary>
public static class CefTokenizer
{
    /// <summary>Version, vendor, product, product version, event class, name, severity.</summary>
    public const int HeaderFields = 7;

    /// <summary>
    /// Reads the header at the beginning of <paramref name="text"/>; the extension starts at
    /// <paramref name="extension"/>.
    /// </summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> text, Span<TextSlot> fields, out int extension)
    {
        extension = 0;
        if (!text.StartsWith("CEF:"u8)) return false;
        var at = 4;
        for (var i = 0; i < HeaderFields; i++)
        {
            ref var field = ref fields[i];
            field = new TextSlot { Start = at };
            while (at < text.Length && text[at] != '|')
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    field.Escape = TextEscape.Backslash;
                    at++;
                }

                at++;
            }

            at = Math.Min(at, text.Length);
            field.Length = at - field.Start;
            // A header that ends with its severity, without extension, is complete.
            if (at == text.Length && i < HeaderFields - 1) return false;
            at = Math.Min(at + 1, text.Length);
        }

        extension = at;
        return true;
    }

    /// <summary>
    /// Fills a slot for each key of the table from the extension; positions count from the beginning of
    /// <paramref name="text"/>.
    /// </summary>
    public static void ReadExtension(ReadOnlySpan<byte> text, int start, FieldTable table, Span<TextSlot> slots)
    {
        slots[..table.Count].Clear();
        int open = -1, valueStart = start;
        var escaped = false;
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                escaped = true;
                at++;
                continue;
            }

            if (text[at] != '=') continue;
            var key = KeyStart(text, valueStart, at);
            // An equals sign that nobody escaped, inside a URL for instance: part of the value.
            if (key < 0) continue;
            Close(text, key, open, valueStart, escaped, slots);
            open = table.Find(text[key..at]);
            valueStart = at + 1;
            escaped = false;
        }

        Close(text, text.Length, open, valueStart, escaped, slots);
    }

    private static void Close(ReadOnlySpan<byte> text, int end, int number, int start, bool escaped, Span<TextSlot> slots)
    {
        if (number < 0) return;
        while (end > start && text[end - 1] == ' ') end--;
        slots[number] = new TextSlot
        {
            Start = start,
            Length = end - start,
            Escape = escaped ? TextEscape.Backslash : TextEscape.None,
        };
    }

    // The word before the sign, if it is shaped like a key and follows a space or the value's very beginning.
    private static int KeyStart(ReadOnlySpan<byte> text, int from, int equals)
    {
        var at = equals;
        while (at > from && text[at - 1] != ' ')
        {
            var c = text[at - 1];
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'_' or (byte)'.' or (byte)'-' or (byte)'[' or (byte)']')) return -1;
            at--;
        }

        if (at == equals) return -1;
        // Straight after the last sign there was no value yet: "a=b=c" is a value with a sign in it.
        return at == from && from > 0 && text[from - 1] == '=' ? -1 : at;
    }
}
