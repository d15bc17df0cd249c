using System.Text;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class JsonTableTests
{
    private static readonly JsonTable Table = new();
    private static readonly JsonField Name = Table.Field("actor.name");
    private static readonly JsonField Logger = Table.Field("'log.logger'");
    private static readonly JsonField User = Table.Field("target[type=User].id");
    private static readonly JsonField First = Table.Field("chain[0].ip");
    private static readonly JsonField Number = Table.Field("number");
    private static readonly JsonField Flag = Table.Field("flag");
    private static readonly JsonField Inner = Table.Field("inner");
    private static readonly JsonRows Commits = Table.Rows("commits");
    private static readonly JsonField Sha = Commits.Field("id");
    private static readonly JsonField Author = Commits.Field("author.email");
    private static readonly JsonField Added = Commits.Field("added");
    private static readonly JsonTable Flat = new(dotted: true);
    private static readonly JsonField SourceIp = Flat.Field("source.ip");

    private static JsonFields Read(string json, JsonTable? table = null)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return (table ?? Table).Read(bytes, 0, bytes.Length, new DecodeScratch());
    }

    [Fact]
    public void Nested_paths_and_literal_dotted_keys_are_found()
    {
        var fields = Read("""{"x":{"actor":{"name":"no"}},"actor":{"skip":[{"name":1}],"name":"ana"},"log.logger":"org.k","log":{"logger":"no"}}""");
        fields.Text(Name).ToString().ShouldBe("ana");
        fields.Text(Logger).ToString().ShouldBe("org.k");
    }

    [Fact]
    public void A_filter_picks_the_first_element_that_matches_wherever_its_key_stands()
    {
        Read("""{"target":[{"id":"d","type":"Device"},{"id":"u1","type":"User"},{"type":"User","id":"u2"}]}""").Text(User).ToString().ShouldBe("u1");
        Read("""{"target":[{"id":"d","type":"Device"},{"type":"User"}]}""").Has(User).ShouldBeFalse();
        Read("""{"target":null}""").Has(User).ShouldBeFalse();
        Read("""{"target":{"type":"User","id":"only"}}""").Text(User).ToString().ShouldBe("only");
        Read("""{"chain":[{"ip":"a"},{"ip":"b"}]}""").Text(First).ToString().ShouldBe("a");
    }

    [Fact]
    public void Rows_keep_every_element_apart()
    {
        var fields = Read("""{"commits":[{"id":"a","author":{"email":"x@y"},"added":[1,2]},{"id":"b"},7]}""");
        var seen = new List<string>();
        foreach (var row in fields.Rows(Commits)) seen.Add($"{row.Text(Sha)}/{row.Text(Author)}/{row.Count(Added)}");
        seen.ShouldBe(["a/x@y/2", "b//0", "//0"]);
    }

    [Fact]
    public void The_last_of_two_equal_keys_wins_whole()
    {
        Read("""{"actor":{"name":"first"},"actor":{"other":1}}""").Has(Name).ShouldBeFalse();
        Read("""{"actor":{"name":"first"},"actor":null}""").Has(Name).ShouldBeFalse();
        Read("""{"actor":{"name":"first","name":"second"}}""").Text(Name).ToString().ShouldBe("second");
    }

    [Fact]
    public void Escapes_in_keys_and_values_are_resolved_and_never_throw()
    {
        Read("""{"act\u006fr":{"name":"a\"\\\/\n\u00e9\ud83d\ude00"}}""").Text(Name).ToString().ShouldBe("a\"\\/\né😀");
        Read("""{"actor":{"name":"x\ud800y\u0000"}}""").Text(Name).ToString().ShouldBe("x\ufffdy\ufffd");
        Read("""{"actor":{"name":"\ud800\u0041"}}""").Text(Name).ToString().ShouldBe("\ufffdA");
    }

    [Fact]
    public void Typed_reads_tell_nothing_rather_than_something_wrong()
    {
        var odd = Read("""{"number":1e999,"flag":"TRUE"}""");
        odd.Number(Number).ShouldBeNull();
        odd.Integer(Number).ShouldBeNull();
        odd.Bool(Flag).ShouldBe(true);
        var text = Read("""{"number":"50140","flag":0}""");
        text.Integer(Number).ShouldBe(50140);
        text.Bool(Flag).ShouldBeNull();
        Read("""{"number":{}}""").Text(Number).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Json_in_a_string_is_read_by_its_own_table()
    {
        var scratch = new DecodeScratch();
        var bytes = Encoding.UTF8.GetBytes("""{"inner":"{\"actor\":{\"name\":\"in\"}}","actor":{"name":"out"}}""");
        var outer = Table.Read(bytes, 0, bytes.Length, scratch);
        var inner = Table.Read(outer.Text(Inner), scratch);
        inner.Text(Name).ToString().ShouldBe("in");
        outer.Text(Name).ToString().ShouldBe("out");
    }

    [Fact]
    public void A_dotted_table_reads_flat_and_nested_keys()
    {
        Read("""{"source.ip":"192.0.2.1"}""", Flat).Text(SourceIp).ToString().ShouldBe("192.0.2.1");
        Read("""{"source":{"ip":"192.0.2.2"}}""", Flat).Text(SourceIp).ToString().ShouldBe("192.0.2.2");
    }

    [Theory]
    [InlineData("""{"a":1,}""", "byte 7")]
    [InlineData("""{"a":1}x""", "byte 7")]
    [InlineData("""{"a":tru}""", "byte 8")]
    [InlineData("""{"a":"x""", "byte")]
    public void Broken_json_names_the_byte(string json, string position) =>
        Should.Throw<RecordException>(() => Read(json)).Message.ShouldContain(position);

    [Fact]
    public void Deep_nesting_is_an_error_not_a_crash()
    {
        Should.Throw<RecordException>(() => Read("{\"a\":" + new string('[', 10_000))).Message.ShouldContain("depth");
    }
}
