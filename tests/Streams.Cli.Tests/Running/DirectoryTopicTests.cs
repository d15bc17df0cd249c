using System.Text;
using Streams.Cli.Running;

namespace Streams.Cli.Tests.Running;

/// <summary>A record of the directory topic becomes the row that a file would have.</summary>
public sealed class DirectoryTopicTests
{
    [Theory]
    [InlineData("""{"account": "ana@corp.example"}""", "ana@corp.example,,,,,,,,,,,,,,,,")]
    [InlineData("""{"latitude": 52.5, "remote": true, "names": ["ana", "CORP\\ana"], "account": "ana", "team": null}""",
        "ana,ana;CORP\\ana,,,true,,,52.5,,,,,,,,,")]
    [InlineData("""{"account": "a,b", "team": "say \"x\"\nand more"}""", "\"a,b\",,,,,,,,,,,\"say \"\"x\"\"\nand more\",,,,,")]
    public void Accepts_the_JSON_of_a_row(string json, string row) => DirectoryTopic.Row(Encoding.UTF8.GetBytes(json)).ShouldBe(row);

    [Theory]
    [InlineData("""{"account": "ana", "salary": 1}""", "salary")]
    [InlineData("[]", "not the JSON of a row")]
    [InlineData("{", "not the JSON of a row")]
    [InlineData("""{"account": "ana", "account": "bob"}""", "not the JSON of a row")]
    public void Rejects_what_is_no_row(string json, string why) =>
        Should.Throw<InvalidDataException>(() => DirectoryTopic.Row(Encoding.UTF8.GetBytes(json))).Message.ShouldContain(why);
}
