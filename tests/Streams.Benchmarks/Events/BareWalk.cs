using System.Text.Json;
using Streams.Core.Formats;

namespace Streams.Benchmarks.Events;

/// <summary>
/// The least that reading a record can cost: every token of the platform's JSON reader, or every column of a text
/// record's tokenizer, and
/// nothing kept. It checks JSON syntax as decoding does, but neither UTF-8 nor what the record means.
/// </summary>
internal static class BareWalk
{
    private const int ColumnsMax = 128;

    /// <summary>Returns the tokens, so that nothing of it can be left out.</summary>
    public static long Over(Corpus corpus)
    {
        var tokens = 0L;
        for (var i = 0; i < corpus.Count; i++)
        {
            var (start, length) = corpus[i];
            tokens += Of(corpus.Bytes.AsSpan(start, length));
        }

        return tokens;
    }

    public static int Of(ReadOnlySpan<byte> record) => record[0] == '{' ? Json(record) : Columns(record);

    private static int Json(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        var tokens = 0;
        try
        {
            while (reader.Read()) tokens++;
        }
        catch (JsonException)
        {
            // A torn record is walked up to where it breaks, as the decoder does.
        }

        return tokens;
    }

    private static int Columns(ReadOnlySpan<byte> record)
    {
        Span<TextSlot> slots = stackalloc TextSlot[ColumnsMax];
        return CsvTokenizer.Split(record, slots);
    }
}
