using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Code;

public sealed class GitLogFormatTests
{
    private const string Sha = "1111111111111111111111111111111111111111";

    private static string Record(
        string author = "Ana\u001FAna@Corp.example", string authorDate = "2026-03-02T09:00:00-03:00", string committer = "Ana\u001Fana@corp.example",
        string committerDate = "2026-03-02T12:00:00Z", string signature = "\u001FG\u001FABCD", string rest = "\u001Fmain\u001F\u001Fsubject", string parents = "") =>
        $"\u001Eacme/pay\u001F{Sha}\u001F{parents}\u001F{author}\u001F{authorDate}\u001F{committer}\u001F{committerDate}{signature}{rest}\n";

    private static Seen Decode(string text) => Collector.Decode(text).ShouldHaveSingleItem();

    [Fact]
    public void Commit_belongs_to_its_author_at_the_committer_s_time()
    {
        var seen = Decode(Record() + "\n3\t1\ta.cs\n-\t-\tb.bin\n10\t0\told => new\twith tab\n");
        (seen.Format, seen.Status, seen.Activity.Kind).ShouldBe(("git-log", DecodeStatus.Decoded, ActivityKind.CodeCommit));
        (seen.Text(TextField.Email), seen.Text(TextField.DisplayName), seen.Text(TextField.Repo), seen.Text(TextField.EventId)).ShouldBe(("ana@corp.example", "Ana", "acme/pay", Sha));
        seen.Activity.Time.ShouldBe(DateTimeOffset.Parse("2026-03-02T12:00:00Z", null).ToUnixTimeMilliseconds());
        seen.Activity.TimeOffset.ShouldBe((short)0);
        var commit = seen.Activity.Commits[0];
        (commit.AuthorOffset, commit.CommitterOffset).ShouldBe(((short)-180, (short)0));
        (commit.Files, commit.Added, commit.Deleted).ShouldBe((3, 13, 1));
        (commit.SigningKey.ToString(), commit.IsMerge).ShouldBe(("ABCD", false));
        Decode(Record(parents: $"{Sha} {Sha}")).Activity.Commits[0].IsMerge.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\u001FN", "")]
    [InlineData("\u001FN\u001F", "")]
    [InlineData("\u001FE\u001FKEY", "KEY")]
    [InlineData("\u001FB\u001FKEY", "")]
    public void Signature_fields_may_be_left_out(string signature, string key)
    {
        var commit = Decode(Record(signature: signature, rest: "\u001Fmain\u001FBo <bo@corp.example>\u001Fsubject")).Activity.Commits[0];
        (commit.SigningKey.ToString(), commit.CoAuthors.ToString(), commit.Message.ToString()).ShouldBe((key, "Bo <bo@corp.example>", "subject"));
    }

    [Fact]
    public void Subject_may_hold_separators() =>
        Decode(Record(rest: "\u001F\u001F\u001Fa\u001Fb\u001E c")).Activity.Commits[0].Message.ToString().ShouldBe("a\u001Fb\u001E c");

    [Fact]
    public void Key_of_the_forge_is_nobody_s() =>
        Decode(Record(committer: "GitHub\u001Fnoreply@github.com")).Activity.Commits[0].SigningKey.IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("dependabot[bot]\u001F49699333+dependabot[bot]@users.noreply.github.com", AccountType.Bot, "dependabot[bot]")]
    [InlineData("CI\u001Fci@corp.example", AccountType.Service, "ci@corp.example")]
    [InlineData("root\u001Froot@build-7.(none)", AccountType.Service, "root@build-7.(none)")]
    [InlineData("Priya\u001F1234567+pnair@users.noreply.github.com", AccountType.Person, "pnair")]
    public void Authors_are_resolved_and_machines_marked(string author, AccountType type, string name)
    {
        var seen = Decode(Record(author));
        seen.Activity.AccountType.ShouldBe(type);
        (seen.Text(TextField.Email) ?? seen.Text(TextField.Login)).ShouldBe(name);
        if (name == "pnair") seen.Text(TextField.AccountId).ShouldBe("1234567");
    }

    [Theory]
    [InlineData("\u001Ea/b\u001Fnot a sha\u001F\u001F\u001F\u001F\u001F\u001F\u001F\u001F\u001F\u001F", "field 2")]
    [InlineData("\u001Ea/b\u001F1111111111111111111111111111111111111111\u001F\u001Fn\u001Fe\u001F\u001Fn\u001Fe\u001Flast week\u001F\u001F\u001Fs", "field 9")]
    public void What_is_no_commit_is_quarantined_with_the_field(string record, string reason)
    {
        var seen = Decode(record);
        seen.Status.ShouldBe(DecodeStatus.Quarantined);
        seen.Reason!.ShouldContain(reason);
    }

    [Fact]
    public void Author_date_of_another_age_is_evidence_and_no_error()
    {
        var seen = Decode(Record(authorDate: "1970-01-01T00:00:00+00:00"));
        (seen.Status, seen.Activity.Commits[0].AuthorTime).ShouldBe((DecodeStatus.Decoded, 0L));
        Decode(Record(authorDate: "")).Activity.Commits[0].AuthorTime.ShouldBe(Activity.NoTime);
    }
}
