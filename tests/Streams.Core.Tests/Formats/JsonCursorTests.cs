using System.Text;
using System.Text.Json;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

/// <summary>
/// Our own reading of JSON against the platform's: neither may accept what the other refuses, and both see the same
/// values.
/// </summary>
public sealed class JsonCursorTests
{
    private const string Alphabet = "{}[]\",:\\/ubfnrt0123456789aeE+-. \n\t\u0001\u007f";

    private static readonly string[] Seeds =
    [
        """{"a":"one","b":{"c":[1,-2.5e+10,0,true,false,null,{"d":{}}],"e":"\u00e9\n\"\\"},"x":[[],[[]],{"y":[{}]}]}""",
        """ { "a" : -0.1 , "b" : [ ] , "\u0061" : { "k" : "a long text of more than sixteen bytes, plain to its end" } } """,
        """{"a":"sixteen bytes!!!","list":[{"n":"1","v":"x"},{"n":"2","v":"\ud83d\ude00"},{"n":"3"}],"z":1E5}""",
        """{"skip":{"p":[1,[2,[3,{"q":"\/\b\f\r\t"}]]],"r":""},"a":null,"list":{"n":"only","v":true}}""",
    ];

    [Fact]
    public void Accepts_and_refuses_what_the_platform_does()
    {
        var table = new JsonTable();
        var a = table.Field("a");
        var c = table.Field("b.c");
        var rows = table.Rows("list");
        rows.Field("v");
        var scratch = new DecodeScratch();
        var random = new Random(20250317);
        int accepted = 0, refused = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var json = Mutate(Encoding.UTF8.GetBytes(Seeds[round % Seeds.Length]), random, round / Seeds.Length % 5);
            using var expected = Parse(json);
            scratch.Reset();
            JsonFields fields;
            try
            {
                fields = table.Read(json, 0, json.Length, scratch);
            }
            catch (RecordException)
            {
                refused++;
                (expected is null).ShouldBeTrue(Encoding.UTF8.GetString(json));
                continue;
            }

            accepted++;
            (expected is not null).ShouldBeTrue(Encoding.UTF8.GetString(json));
            Same(fields.Raw(a).ToString(), expected!.RootElement, "a");
            if (expected.RootElement.TryGetProperty("b", out var b) && b.ValueKind == JsonValueKind.Object) Same(fields.Raw(c).ToString(), b, "c");
        }

        accepted.ShouldBeGreaterThan(5_000);
        refused.ShouldBeGreaterThan(5_000);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_has_the_same_bound_whether_read_or_skipped(int depth, bool isRead)
    {
        foreach (var key in new[] { "a", "skipped" })
        {
            var json = Encoding.UTF8.GetBytes($"{{\"{key}\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}");
            var table = new JsonTable();
            table.Rows("a");
            Should.NotThrow(() => Parse(json)?.Dispose());
            Accepts(table, json).ShouldBe(isRead);
        }
    }

    private static bool Accepts(JsonTable table, byte[] json)
    {
        try
        {
            table.Read(json, 0, json.Length, new DecodeScratch());
            return true;
        }
        catch (RecordException)
        {
            return false;
        }
    }

    private static void Same(string raw, JsonElement parent, string name)
    {
        var expected = parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : "";
        raw.ShouldBe(value.ValueKind == JsonValueKind.String ? expected[1..^1] : expected);
    }

    private static JsonDocument? Parse(byte[] json)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonTable.DepthMax });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Refused: what the comparison is about.
        }

        return null;
    }

    private static byte[] Mutate(byte[] json, Random random, int changes)
    {
        var bytes = json.ToList();
        for (var i = 0; i < changes; i++)
        {
            var at = random.Next(bytes.Count);
            var letter = (byte)Alphabet[random.Next(Alphabet.Length)];
            switch (random.Next(4))
            {
                case 0: bytes[at] = letter; break;
                case 1: bytes.Insert(at, letter); break;
                case 2: bytes.RemoveAt(at); break;
                default: bytes.Insert(at, bytes[random.Next(bytes.Count)]); break;
            }
        }

        return [.. bytes];
    }
}
