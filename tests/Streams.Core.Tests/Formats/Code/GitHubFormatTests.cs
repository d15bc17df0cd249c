using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Code;

public sealed class GitHubFormatTests
{
    private const string Commit = """
        {"id":"1111111111111111111111111111111111111111","message":"Fix login\n\nLonger text.\n\nco-AUTHORED-by: Bo Lind <bo@corp.example>\nCo-authored-by: Claude <noreply@anthropic.com>\n",
         "timestamp":"2026-03-02T09:00:00-03:00","author":{"name":"Ana Silva","email":"Ana@Corp.example","username":"ana"},
         "committer":{"name":"Ana Silva","email":"ana@corp.example"},"added":["a"],"removed":["b","c"],"modified":[]}
        """;

    private static string Push(string commits, string pushedAt = ",\"pushed_at\":1772452800", string more = "") =>
        "{\"ref\":\"refs/heads/main\",\"commits\":[" + commits + "],\"repository\":{\"full_name\":\"acme/pay\"" + pushedAt + "},"
        + "\"pusher\":{\"name\":\"ana\",\"email\":\"7+ana@users.noreply.github.com\"},\"sender\":{\"login\":\"ana\",\"id\":7,\"type\":\"User\"}" + more + "}";

    private static Seen Decode(string json) => Collector.Decode(json).ShouldHaveSingleItem();

    [Fact]
    public void Push_is_one_activity_of_the_pusher_with_its_commits()
    {
        var seen = Decode(Push(Commit + "," + Commit));
        (seen.Format, seen.Status, seen.Activity.Kind, seen.Activity.Outcome).ShouldBe(("github", DecodeStatus.Decoded, ActivityKind.CodePush, Outcome.Success));
        (seen.Text(TextField.Login), seen.Text(TextField.AccountId), seen.Text(TextField.Email)).ShouldBe(("ana", "7", null));
        seen.Activity.Time.ShouldBe(1772452800000);
        seen.Activity.TimeQuality.ShouldBe(TimeQuality.Vendor);
        seen.Activity.CommitCount.ShouldBe(2);
        var commit = seen.Activity.Commits[0];
        commit.Message.ToString().ShouldBe("Fix login");
        commit.CoAuthors.ToString().ShouldBe("Bo Lind <bo@corp.example>\u001DClaude <noreply@anthropic.com>");
        CommitMarks.IsAgent(commit).ShouldBeTrue();
        (commit.Files, commit.Added, commit.Deleted).ShouldBe((3, -1, -1));
        (commit.AuthorEmail.ToString(), commit.Pusher.ToString()).ShouldBe(("ana@corp.example", "ana"));
        (commit.CommitterOffset, commit.AuthorOffset).ShouldBe(((short)-180, (short)-180));
    }

    [Fact]
    public void Push_without_a_time_of_its_own_has_the_newest_inside_and_says_so()
    {
        var later = Commit.Replace("09:00:00-03:00", "10:00:00-03:00");
        var seen = Decode(Push(later + "," + Commit, ""));
        seen.Activity.Time.ShouldBe(DateTimeOffset.Parse("2026-03-02T13:00:00Z", null).ToUnixTimeMilliseconds());
        seen.Activity.TimeQuality.ShouldBe(TimeQuality.Received);
        Decode(Push("", "")).Status.ShouldBe(DecodeStatus.Quarantined);
    }

    [Fact]
    public void Deleted_branch_is_a_push_without_commits() =>
        (Decode(Push("", more: ",\"deleted\":true")).Activity is { Kind: ActivityKind.CodePush, CommitCount: 0 }).ShouldBeTrue();

    [Fact]
    public void Bots_are_marked()
    {
        Decode(Push(Commit).Replace("\"type\":\"User\"", "\"type\":\"Bot\"")).Activity.AccountType.ShouldBe(AccountType.Bot);
        Decode(Push(Commit).Replace("\"login\":\"ana\"", "\"login\":\"renovate[bot]\"")).Activity.AccountType.ShouldBe(AccountType.Bot);
    }

    [Theory]
    [InlineData("git.push", ActivityKind.CodePush)]
    [InlineData("git.clone", ActivityKind.CodeFetch)]
    [InlineData("git.fetch", ActivityKind.CodeFetch)]
    [InlineData("repo.download_zip", ActivityKind.CodeExport)]
    [InlineData("repo.access", ActivityKind.CodeExport)]
    [InlineData("public_key.create", ActivityKind.Other)]
    [InlineData("pull_request.merge", ActivityKind.Other)]
    public void Audit_actions_have_their_kinds(string action, ActivityKind kind)
    {
        var seen = Decode("{\"action\":\"" + action + "\",\"actor\":\"ana\",\"actor_id\":7,\"actor_ip\":\"203.0.113.9\",\"org\":\"acme\","
            + "\"repo\":\"acme/pay\",\"@timestamp\":1772442000123,\"hashed_token\":\"h=\",\"external_identity_nameid\":\"Ana@corp.example\",\"_document_id\":\"d1\"}");
        seen.Activity.Kind.ShouldBe(kind);
        seen.Status.ShouldBe(kind == ActivityKind.Other ? DecodeStatus.Ignored : DecodeStatus.Decoded);
        (seen.Text(TextField.Token), seen.Text(TextField.LinkedEmail), seen.Text(TextField.EventId)).ShouldBe(("h=", "ana@corp.example", "d1"));
        seen.Activity.Ip.ToString().ShouldBe("203.0.113.9");
        seen.Activity.Time.ShouldBe(1772442000123);
    }

    [Theory]
    [InlineData("\"programmatic_access_type\":\"deploy_key\"", AccountType.DeployKey)]
    [InlineData("\"programmatic_access_type\":\"GitHub App server-to-server token\"", AccountType.Service)]
    [InlineData("\"actor_is_bot\":true", AccountType.Bot)]
    [InlineData("\"programmatic_access_type\":\"OAuth access token\"", AccountType.Person)]
    public void Machines_in_the_audit_log_are_no_persons(string field, AccountType type) =>
        Decode("{\"action\":\"git.push\",\"actor\":\"ana\",\"org\":\"acme\",\"@timestamp\":1772442000123," + field + "}").Activity.AccountType.ShouldBe(type);

    [Fact]
    public void Other_webhooks_are_understood_and_a_repository_made_public_is_an_export()
    {
        const string Hook = "{\"action\":\"created\",\"repository\":{\"full_name\":\"a/b\",\"updated_at\":\"2026-03-02T09:00:00Z\"},\"sender\":{\"login\":\"ana\",\"type\":\"User\"}}";
        Decode(Hook).Status.ShouldBe(DecodeStatus.Ignored);
        Decode(Hook.Replace("created", "publicized")).Activity.Kind.ShouldBe(ActivityKind.CodeExport);
    }

    [Fact]
    public void Gitea_is_not_taken_for_it()
    {
        var gitea = Push(Commit).Replace("\"ref\"", "\"compare_url\":\"https://git.example/x\",\"ref\"");
        Collector.Decode(gitea).ShouldAllBe(s => s.Format != "github" || s.Status != DecodeStatus.Decoded);
    }
}
