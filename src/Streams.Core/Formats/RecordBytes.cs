using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Streams.Core.Formats;

/// <summary>What is looked at before any format is: encoding, padding, batches.</summary>
internal static class RecordBytes
{
    /// <summary>Null and the record without BOM, blanks and padding; or why it cannot be a record.</summary>
    public static string? Check(in RawRecord all, int bytesMax, out RawRecord record)
    {
        record = all;
        var span = all.Span;
        if (span.Length > bytesMax) return $"a record of {span.Length} bytes, more than {bytesMax}";
        // Most records need nothing taken off: neither end is a blank, and no BOM begins with a bracket or a letter.
        if (span.IsEmpty || span[0] <= ' ' || span[0] == 0xEF || span[^1] <= ' ')
        {
            var bom = span.StartsWith("\uFEFF"u8) ? 3 : 0;
            record = Trim(new RawRecord(all.Buffer, all.Start + bom, all.Length - bom, all.Source, all.Header));
            span = record.Span;
        }

        if (span.IsEmpty) return "an empty record";
        if (!Utf8.IsValid(span))
        {
            var hint = span.StartsWith(Utf16Mark) || span.StartsWith(Utf16MarkSwapped) ? " (this looks like UTF-16)" : "";
            return $"invalid UTF-8 at byte {record.Start - all.Start + FirstInvalid(span)}{hint}";
        }

        var nul = span.IndexOf((byte)0);
        return nul < 0 ? null : $"a NUL at byte {record.Start - all.Start + nul}";
    }

    /// <summary>Without blanks around it and NULs behind it.</summary>
    public static RawRecord Trim(in RawRecord record)
    {
        var span = record.Span;
        var end = span.Length;
        while (end > 0 && span[end - 1] is 0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') end--;
        var start = 0;
        while (start < end && span[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') start++;
        return new RawRecord(record.Buffer, record.Start + start, end - start, record.Source, record.Header);
    }

    /// <summary>A bracket may also open a line of text (<c>[2026-03-02 …]</c>).</summary>
    public static bool IsJsonArray(ReadOnlySpan<byte> span)
    {
        var next = span[1..].TrimStart(" \t\r\n"u8);
        return !next.IsEmpty && next[0] is (byte)'{' or (byte)'[' or (byte)']';
    }

    /// <summary>Positions of the elements of an array.</summary>
    public static void Split(ReadOnlySpan<byte> array, List<JsonSlot> elements)
    {
        var reader = new Utf8JsonReader(array, new JsonReaderOptions { MaxDepth = JsonTable.DepthMax });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                var kind = reader.TokenType switch
                {
                    JsonTokenType.StartObject => JsonKind.Object,
                    JsonTokenType.StartArray => JsonKind.Array,
                    _ => JsonKind.String,
                };
                reader.Skip();
                elements.Add(new JsonSlot { Start = start, Length = (int)reader.BytesConsumed - start, Kind = kind });
            }

            reader.Read();
        }
        catch (JsonException error)
        {
            throw JsonPass.Explain(error, reader.BytesConsumed);
        }
    }

    public static string UnknownFormat(ReadOnlySpan<byte> span, SourceSettings source)
    {
        if (source.Format is { } format and not "auto") return $"not a record of format '{format}', which its source is set to: {Beginning(span)}";
        return $"unknown format: no signature matched {(span.StartsWith("{"u8) ? "the JSON" : "the text")} that begins {Beginning(span)}";
    }

    private static ReadOnlySpan<byte> Utf16Mark => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16MarkSwapped => [0xFE, 0xFF];

    private static string Beginning(ReadOnlySpan<byte> span)
    {
        var text = new StringBuilder(64);
        foreach (var rune in Encoding.UTF8.GetString(span[..Math.Min(span.Length, 60)]).EnumerateRunes())
        {
            text.Append(Rune.IsControl(rune) ? "." : rune.ToString());
        }

        return $"'{text}'";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> span)
    {
        var at = 0;
        while (at < span.Length && Rune.DecodeFromUtf8(span[at..], out _, out var used) == System.Buffers.OperationStatus.Done) at += used;
        return at;
    }
}
