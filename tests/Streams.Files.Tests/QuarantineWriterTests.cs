using System.Text;
using System.Text.Json;

namespace Streams.Files.Tests;

public sealed class QuarantineWriterTests
{
    [Fact]
    public void One_object_a_line_with_bytes_and_text()
    {
        var into = new MemoryStream();
        using (var writer = new QuarantineWriter(into))
        {
            writer.Write("a/é.log", 17, 1, "not \"JSON\"", "{\"a\":"u8);
            writer.Write("b.log", 2, 3, "no text", [0xFF, 0]);
            writer.Count.ShouldBe(2);
        }

        var lines = Encoding.UTF8.GetString(into.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        first.EnumerateObject().Select(p => p.Name).ShouldBe(["path", "record", "part", "reason", "bytes", "text"]);
        first.GetProperty("path").GetString().ShouldBe("a/é.log");
        first.GetProperty("record").GetInt32().ShouldBe(17);
        first.GetProperty("bytes").GetBytesFromBase64().ShouldBe("{\"a\":"u8.ToArray());
        first.GetProperty("text").GetString().ShouldBe("{\"a\":");
        JsonDocument.Parse(lines[1]).RootElement.GetProperty("text").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Long_record_keeps_all_its_bytes_and_shows_its_beginning_uncut_inside_a_character()
    {
        var text = Encoding.UTF8.GetBytes("x" + new string('é', 200_000));
        var into = new MemoryStream();
        using (var writer = new QuarantineWriter(into)) writer.Write("a", 1, 1, "r", text);
        var root = JsonDocument.Parse(into.ToArray()).RootElement;
        root.GetProperty("bytes").GetBytesFromBase64().ShouldBe(text);
        root.GetProperty("text").GetString()!.ShouldBe("x" + new string('é', 1023));
    }
}
