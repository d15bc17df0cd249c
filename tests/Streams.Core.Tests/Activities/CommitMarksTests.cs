using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Tests.Activities;

public sealed class CommitMarksTests
{
    [Theory]
    [InlineData("Claude <noreply@anthropic.com>")]
    [InlineData("Claude Opus 4.1 <noreply@anthropic.com>")]
    [InlineData("Copilot <175728472+Copilot@users.noreply.github.com>")]
    [InlineData("copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>")]
    [InlineData("Cursor <cursoragent@cursor.com>")]
    [InlineData("Devin AI <158243242+devin-ai-integration[bot]@users.noreply.github.com>")]
    [InlineData("aider (gpt-5) <noreply@aider.chat>")]
    [InlineData("Codex <noreply@openai.com>")]
    [InlineData("google-labs-jules[bot] <161369871+google-labs-jules[bot]@users.noreply.github.com>")]
    [InlineData("gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@users.noreply.github.com>")]
    [InlineData("sweep-ai[bot] <128439645+sweep-ai[bot]@users.noreply.github.com>")]
    public void Agents_are_known_as_author_and_as_co_author(string person)
    {
        CommitMarks.SplitPerson(Encoding.UTF8.GetBytes(person), out var name, out var email);
        var author = Commit.Empty with
        {
            AuthorName = Utf8Text.Of(Encoding.UTF8.GetString(name)),
            AuthorEmail = Utf8Text.Of(Encoding.UTF8.GetString(email))
        };
        CommitMarks.IsAgent(author).ShouldBeTrue();
        CommitMarks.IsAgent(Person() with { CoAuthors = Utf8Text.Of("Bo <bo@corp.example>\u001D" + person) }).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Claude Dupont <claude@corp.example>")]
    [InlineData("Devin Smith <devin@corp.example>")]
    [InlineData("Jules <7+jules@users.noreply.github.com>")]
    [InlineData("Engineer <jane@anthropic.com>")]
    [InlineData("<>")]
    [InlineData(">x<")]
    public void People_of_those_names_are_people(string person) =>
        CommitMarks.IsAgent(Person() with { CoAuthors = Utf8Text.Of(person) }).ShouldBeFalse();

    [Fact]
    public void A_click_on_the_forge_is_no_agent_s_work()
    {
        var commit = Person() with { CommitterName = Utf8Text.Of("GitHub"), CommitterEmail = Utf8Text.Of("noreply@github.com") };
        CommitMarks.IsPlatformCommitter(commit).ShouldBeTrue();
        CommitMarks.IsAgent(commit).ShouldBeFalse();
        CommitMarks.IsPlatformCommitter(Person()).ShouldBeFalse();
    }

    [Fact]
    public void Bots_and_services_are_told_by_their_addresses()
    {
        CommitMarks.TypeOf("renovate[bot]"u8).ShouldBe(AccountType.Bot);
        CommitMarks.TypeOf("release-bot@corp.example"u8).ShouldBe(AccountType.Bot);
        CommitMarks.TypeOf("group_9_bot_f00"u8).ShouldBe(AccountType.Bot);
        CommitMarks.TypeOf("root@localhost"u8).ShouldBe(AccountType.Service);
        CommitMarks.TypeOf("abbot@corp.example"u8).ShouldBe(AccountType.Person);
        CommitMarks.TypeOf("cian@corp.example"u8).ShouldBe(AccountType.Person);
    }

    private static Commit Person() => Commit.Empty with { AuthorName = Utf8Text.Of("Ana"), AuthorEmail = Utf8Text.Of("ana@corp.example") };
}
