using System.Text;

namespace Streams.Files.Tests;

public sealed class RecordReaderTests
{
    [Fact]
    public void Lines_are_numbered_as_lines_and_blank_ones_skipped()
    {
        Reading.All("\n{\"a\":1}\r\n \n{\"b\":2}\nlast").ShouldBe([new(2, "{\"a\":1}", null), new(4, "{\"b\":2}", null), new(5, "last", null)]);
        Reading.All("a\rb\r\rc").ShouldBe([new(1, "a", null), new(2, "b", null), new(4, "c", null)]);
    }

    [Fact]
    public void Nothing_in_nothing_out()
    {
        Reading.All("").ShouldBeEmpty();
        Reading.All("\n \r\n\0\0\0").ShouldBeEmpty();
        Reading.All("[]").ShouldBeEmpty();
        Reading.All(" [ ] \n").ShouldBeEmpty();
    }

    [Fact]
    public void Cut_or_broken_line_costs_only_itself()
    {
        Texts("{\"a\":1}\n{\"b\":\n{\"c\":3}\n{\"d\":\"x").ShouldBe(["{\"a\":1}", "{\"b\":", "{\"c\":3}", "{\"d\":\"x"]);
        Texts("{\"a\":\"cut here\n{\"b\":2}\n{\"c\":3}\n").Count.ShouldBe(3);
        Texts("{\"a\":1,\n{\"b\":2}\n{\"c\":3}\n").Count.ShouldBe(3);
        Texts("{\"a\":[\n{\"b\":2}\n{\"c\":3}\n").Count.ShouldBe(3);
        Texts("{\"a\":1}}\n{\"b\":2}\n").Count.ShouldBe(2);
    }

    [Fact]
    public void Elements_of_an_array_are_records()
    {
        const string Array = "[ {\"a\":\"]}\\\"\"}, {\"b\":[1,{\"c\":[]}]},\n 3, \"x,y\" ]\n";
        var read = Reading.All(Array);
        read.Select(r => r.Text).ShouldBe(["{\"a\":\"]}\\\"\"}", "{\"b\":[1,{\"c\":[]}]}", "3", "\"x,y\""]);
        read.Select(r => r.Number).ShouldBe([1u, 2, 3, 4]);
        read.ShouldAllBe(r => r.Problem == null);
        Texts("[{\"a\":1}][{\"b\":2}]").ShouldBe(["{\"a\":1}", "{\"b\":2}"]);
    }

    [Fact]
    public void Batches_one_a_line_stay_lines()
    {
        Texts("[{\"a\":1},{\"b\":2}]\n[{\"c\":3}]\n").ShouldBe(["[{\"a\":1},{\"b\":2}]", "[{\"c\":3}]"]);
        Texts("[Tue Aug 12 10:00:00 2025] up\n[Tue Aug 12 10:00:01 2025] down\n").Count.ShouldBe(2);
        Texts("[2026-01-01T00:00:00Z] up\n").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("[{\"a\":1}, {\"b\":2, {\"c\":3}, {\"d\":4}]", "c")]
    [InlineData("[{\"a\":1},\n{\"b\":\"cut\n,{\"c\":3},\n{\"d\":4}]", "c")]
    [InlineData("[\n {\"a\":1},\n {\"b\": [{\"x\":1},\n {\"c\":\"cut\n {\"d\":4}\n]", "d")]
    [InlineData("[{\"a\":1},{\"b\":nul\"},{\"c\":3},{\"d\":4}]", "d")]
    [InlineData("[{\"a\":1}},{\"c\":3},{\"d\":4}]", "c")]
    public void Broken_element_does_not_swallow_the_rest(string text, string kept)
    {
        var read = Reading.All(text);
        read.Count(r => r.Problem is not null).ShouldBeGreaterThan(0);
        read.ShouldContain(r => r.Problem == null && r.Text.StartsWith($"{{\"{kept}\""));
        read[0].ShouldBe(new Taken(1, "{\"a\":1}", null));
        read[^1].Text.ShouldStartWith("{\"d\":4}");
    }

    [Fact]
    public void Array_that_ends_early_says_so()
    {
        Reading.All("[{\"a\":1},{\"b\":2},")[^1].ShouldBe(new Taken(3, "", "the input ends inside an array: what follows is missing"));
        var cut = Reading.All("[{\"a\":1},{\"b\":")[^1];
        (cut.Number, cut.Text).ShouldBe((2u, "{\"b\":"));
        cut.Problem!.ShouldContain("ends inside");
    }

    [Fact]
    public void Documents_of_many_lines_are_records()
    {
        const string One = "{\n  \"a\": {\n    \"b\": [\n      {\n\"c\": 1 }\n]\n  }\n}";
        Reading.All(One).ShouldBe([new(1, One, null)]);
        Texts(One + "\n" + One + One).ShouldBe([One, One, One]);
        Texts("{\"a\":1}{\"b\":2} {\"c\":3}\n").Count.ShouldBe(3);
        Texts("{\"a\":1},\n{\"b\":2},\n").ShouldBe(["{\"a\":1}", "{\"b\":2}"]);
        Texts("{\"Records\":[\n{\"a\":1},\n{\"b\":2}\n]}").Count.ShouldBe(1);
    }

    [Fact]
    public void Broken_document_ends_where_the_next_begins()
    {
        var read = Reading.All("{\n  \"a\": 1\n}\n{\n  \"b\": \"cut\n{\n  \"c\": 3\n}\n");
        read.Count.ShouldBe(3);
        read[1].Problem!.ShouldContain("not JSON at byte");
        read[2].ShouldBe(new Taken(3, "{\n  \"c\": 3\n}", null));
    }

    [Fact]
    public void Git_log_keeps_its_numstat_and_a_forged_separator_in_a_subject()
    {
        const string First = "\u001Ea/b\u001Fsha1\u001Fevil \u001Ea/b\u001Fforged\n\n1\t0\tx.cs\n", Second = "\u001Ea/b\u001Fsha2\u001Fok\n";
        Reading.All(First + Second).ShouldBe([new(1, First, null), new(2, Second, null)]);
        Texts("\u001E{\"a\":1}\n\u001E{\"b\":2}\n").ShouldBe(["{\"a\":1}\n", "{\"b\":2}\n"]);
    }

    [Fact]
    public void Marks_are_stripped_and_utf16_is_read_as_utf8()
    {
        Texts("\uFEFF{\"a\":1}\n\uFEFF{\"b\":2}\n").ShouldBe(["{\"a\":1}", "{\"b\":2}"]);
        Texts("\uFEFF[{\"a\":1}]").ShouldBe(["{\"a\":1}"]);
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            foreach (var chunk in new[] { 1, 3, 4096 })
            {
                var read = Reading.All([.. encoding.Preamble, .. encoding.GetBytes("{\"a\":\"é\"}\r\n{\"b\":2}\r\n")], chunk);
                read.Select(r => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(r.Text))).ShouldBe(["{\"a\":\"é\"}", "{\"b\":2}"]);
            }
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_go_through_untouched()
    {
        byte[] odd = [(byte)'a', 0, 0xFF, 0xC3, (byte)'\n', 0xED, 0xA0, 0x80];
        Reading.All(odd).Select(r => r.Text).ShouldBe(["a\0\u00FF\u00C3", "\u00ED\u00A0\u0080"]);
    }

    [Theory]
    [InlineData("{\"a\":1}\n@\n{\"b\":2}\n")]
    [InlineData("[{\"a\":1},\"@\",{\"b\":2}]")]
    [InlineData("{\n\"a\":1}\n[\"@\"]\n{\n\"b\":2}\n")]
    public void Oversized_record_is_shown_by_its_beginning_and_the_rest_is_read(string around)
    {
        var read = Reading.All(around.Replace("@", new string('x', 300_000)), 4096, max: 100_000);
        read.Count.ShouldBe(3);
        read[1].Text.Length.ShouldBe(RecordReader.ShownBytes);
        read[1].Problem!.ShouldContain("exceeds the limit of 100000");
        read[2].Text.ShouldContain("\"b\"");
        read[2].Problem.ShouldBeNull();
    }

    [Fact]
    public void Nesting_to_any_depth_overflows_nothing()
    {
        var deep = "{\"a\":" + new string('[', 1_000_000) + new string(']', 1_000_000) + "}";
        Texts("[" + deep + ",{\"b\":2}]").ShouldBe([deep, "{\"b\":2}"]);
        Reading.All("[" + new string('[', 1_000_000)).ShouldHaveSingleItem().Problem.ShouldNotBeNull();
    }

    [Fact]
    public void Stream_that_breaks_gives_what_came_before()
    {
        var read = Reading.All(new ChunkStream("one\ntwo\nthr"u8.ToArray(), 4, breaks: "bad block"));
        read.Select(r => r.Text).ShouldBe(["one", "two", "thr"]);
        read[2].Problem.ShouldBe("the input breaks off after byte 11: bad block");
        var clean = Reading.All(new ChunkStream("[{}, {}"u8.ToArray(), 4, breaks: "bad block"));
        clean.Count.ShouldBe(3);
        clean[2].ShouldBe(new Taken(3, "", "the input breaks off after byte 7: bad block"));
    }

    [Fact]
    public void Reading_allocates_nothing_a_record()
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"n\":{i}}}\n")));
        var array = Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"{{\"n\":[{i}]}}")) + "]");
        foreach (var bytes in new[] { lines, array })
        {
            using var reader = new RecordReader(new MemoryStream(bytes));
            var count = 0;
            Allocations.Of(() =>
            {
                for (var i = 0; i < 4_000; i++) count += reader.Read(out _, out _, out _) ? 1 : 0;
            }).ShouldBe(0);
            count.ShouldBe(20_000);
            reader.Read(out _, out _, out _).ShouldBeFalse();
        }
    }

    private static List<string> Texts(string text)
    {
        var read = Reading.All(text);
        foreach (var chunk in new[] { 1, 7 })
        {
            if (text.Length < 10_000) Reading.All(text, chunk).ShouldBe(read);
        }

        return [.. read.Select(r => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(r.Text)))];
    }
}
