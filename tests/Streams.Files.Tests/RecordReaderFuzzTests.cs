using System.Text;

namespace Streams.Files.Tests;

public sealed class RecordReaderFuzzTests
{
    private static readonly string[] Seeds =
    [
        "{\"a\":1}\n{\"b\":[1,2,{\"c\":\"x\\\"y\"}]}\r\n\n{\"d\":null}\n",
        "[{\"a\":1},{\"b\":[{\"x\":1},{\"y\":2}]},\n 3,\"s\"]\n",
        "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": [\n      {\n        \"c\": 2\n      }\n    ]\n  }\n]\n",
        "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n",
        "\u001Er\u001Fs\u001Ft\n\n1\t2\tf\n\u001Er\u001Fs2\n",
        "<134>Oct 1 10:00:00 host app: text\nplain\0text\n",
    ];

    [Theory]
    [InlineData(RecordReader.DefaultRecordBytesMax)]
    [InlineData(40)]
    public void Any_bytes_give_the_same_records_in_any_pieces_and_none_is_lost(int max)
    {
        var random = new Random(20261122);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = Mutated(random);
            var whole = Reading.All(bytes, 4096, max);
            Reading.All(bytes, 1, max).ShouldBe(whole, Encoding.Latin1.GetString(bytes));
            Reading.All(bytes, 7, max).ShouldBe(whole, Encoding.Latin1.GetString(bytes));
            Account(bytes, whole);
        }
    }

    /// <summary>
    /// Each byte is in a record, or a separator between two; an oversized record shows its beginning and says its
    /// length.
    /// </summary>
    private static void Account(byte[] bytes, List<Taken> records)
    {
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return;
        var text = Encoding.Latin1.GetString(bytes);
        var at = 0;
        uint number = 0;
        foreach (var record in records)
        {
            record.Number.ShouldBeGreaterThan(number);
            number = record.Number;
            if (record.Text.Length == 0) continue;
            var next = text.IndexOf(record.Text, at, StringComparison.Ordinal);
            next.ShouldBeGreaterThanOrEqualTo(at, text);
            text[at..next].ShouldAllBe(c => " \t\r\n\0,[]\u00EF\u00BB\u00BF\u001E".Contains(c), $"{text} at {at}..{next}");
            var length = record.Problem?.StartsWith("record of ") == true ? int.Parse(record.Problem.Split(' ')[2]) : record.Text.Length;
            at = next + length;
        }

        text[at..].ShouldAllBe(c => " \t\r\n\0,[]\u00EF\u00BB\u00BF\u001E".Contains(c), $"{text} from {at}");
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = Encoding.Latin1.GetBytes(Seeds[random.Next(Seeds.Length)] + (random.Next(3) == 0 ? Seeds[random.Next(Seeds.Length)] : "")).ToList();
        for (var edits = random.Next(5); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            var interesting = (byte)"{}[]\",:\\\n\r \0\u001E\u00EF\u00FF"[random.Next(15)];
            switch (random.Next(4))
            {
                case 0: bytes[at] = interesting; break;
                case 1: bytes.Insert(at, interesting); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 12))); break;
                default: bytes[at] = (byte)random.Next(256); break;
            }
        }

        return [.. bytes];
    }
}
