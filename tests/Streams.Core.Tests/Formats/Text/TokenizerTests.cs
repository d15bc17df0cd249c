using System.Text;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Text;

public class TokenizerTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("", "")]
    [InlineData(",", "|")]
    [InlineData("a,\"b, c\",d", "a|b, c|d")]
    [InlineData("a,\"say \"\"hi\"\", ok\",d", "a|say \"hi\", ok|d")]
    [InlineData("a,\"\",d", "a||d")]
    [InlineData("a,\"b\"junk,d", "a|b|d")]
    [InlineData("a,b\"c\"d,e", "a|b\"c\"d|e")]
    [InlineData("a,\"never closed, b", "a|never closed, b")]
    [InlineData("a,\"ends in a quote\"\"", "a|ends in a quote\"")]
    [InlineData("a,b,c,d,e,f,g,h,i", "a|b|c|d|e|f")]
    public void Csv(string line, string expected)
    {
        var record = Record(line);
        var slots = new TextSlot[6];
        var count = CsvTokenizer.Split(record.Span, slots);
        Join(record, slots[..count]).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a=1 b=2 c=3", "1|2|3")]
    [InlineData("a=\"x y\" b='q r' c=", "x y|q r|")]
    [InlineData("a=\"say \\\"hi\\\" = \\\\ok\" b=CORP\\ana", "say \"hi\" = \\ok|CORP\\ana|")]
    [InlineData("b=1 b=2 words =x a=u=v", "u=v|2|")]
    [InlineData("c=\"never closed a=1", "||never closed a=1")]
    [InlineData("   a=1    \u0001\u0002 junk   b=2", "1|2|")]
    [InlineData("c=\"ends in a backslash\\", "||ends in a backslash\\")]
    public void Key_value(string line, string expected)
    {
        var record = Record(line);
        var slots = new TextSlot[3];
        KeyValueTokenizer.Read(record.Span, new FieldTable("a", "b", "c"), slots);
        Join(record, slots).ShouldBe(expected);
    }

    [Theory]
    [InlineData("CEF:0|V|P|1|C|N|3|a=1 b=two words c=3", "1|two words|3")]
    [InlineData("CEF:0|V|P|1|C|N|3|a=x\\=y \\\\z b=https://h/?q=1&r=2 c=end  ", "x=y \\z|https://h/?q=1&r=2|end")]
    [InlineData("CEF:0|V|P|1|C|N|3|a= b=2", "|2|")]
    [InlineData("CEF:0|V \\| W|P|1|C|N|3|a=p=q other=z b=2", "p=q|2|")]
    [InlineData("CEF:0|V|P|1|C|N|3", "||")]
    public void Cef(string line, string expected)
    {
        var record = Record(line);
        var header = new TextSlot[CefTokenizer.HeaderFields];
        CefTokenizer.TryReadHeader(record.Span, header, out var extension).ShouldBeTrue();
        var slots = new TextSlot[3];
        CefTokenizer.ReadExtension(record.Span, extension, new FieldTable("a", "b", "c"), slots);
        Join(record, slots).ShouldBe(expected);
    }

    [Fact]
    public void Cef_header_keeps_its_escaped_pipes()
    {
        var record = Record("CEF:0|V \\| W|P\\\\|1|C|N|3|");
        var header = new TextSlot[CefTokenizer.HeaderFields];
        CefTokenizer.TryReadHeader(record.Span, header, out _).ShouldBeTrue();
        Join(record, header).ShouldBe("0|V | W|P\\|1|C|N|3");
        CefTokenizer.TryReadHeader("CEF:0|V|P|1"u8, header, out _).ShouldBeFalse();
    }

    [Fact]
    public void Every_cut_of_a_line_is_read_without_failing()
    {
        var line = "CEF:0|V \\| W|P|1|C|N|3|a=x\\=y b=\"q\\\" c=,\"d\"\",e\" =, f"u8;
        var slots = new TextSlot[8];
        var table = new FieldTable("a", "b", "c");
        for (var i = 0; i <= line.Length; i++)
        {
            var cut = line[..i];
            CsvTokenizer.Split(cut, slots).ShouldBeLessThanOrEqualTo(8);
            KeyValueTokenizer.Read(cut, table, slots);
            if (CefTokenizer.TryReadHeader(cut, slots, out var extension)) CefTokenizer.ReadExtension(cut, extension, table, slots);
        }
    }

    private static RawRecord Record(string line)
    {
        var bytes = Encoding.UTF8.GetBytes("__" + line);
        return new RawRecord(bytes, 2, bytes.Length - 2, SourceSettings.Default);
    }

    private static string Join(RawRecord record, TextSlot[] slots)
    {
        var scratch = new DecodeScratch();
        return string.Join('|', slots.Select(slot => slot.Text(record, scratch).ToString()));
    }
}
