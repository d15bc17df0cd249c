using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Code;

public sealed class GitLabFormatTests
{
    private const string Push = """
        {"object_kind":"push","after":"2222222222222222222222222222222222222222","user_id":4,"user_name":"Ana Silva","user_username":"ana","user_email":"ana@corp.example",
         "project":{"path_with_namespace":"acme/pay"},"total_commits_count":2,"commits":[
          {"id":"1111111111111111111111111111111111111111","message":"One\n","timestamp":"2026-03-02T09:00:00-03:00","author":{"name":"Bo","email":"bo@corp.example"},"added":[],"modified":["x"],"removed":[]},
          {"id":"2222222222222222222222222222222222222222","message":"Merge branch 'x' into 'main'","timestamp":"2026-03-02T10:00:00-03:00","author":{"name":"Ana","email":"ana@corp.example"}}]}
        """;

    private const string Audit = """
        {"id":"11","author_id":4,"entity_id":29,"entity_type":"Project","event_type":"x","created_at":"2026-03-02T12:15:00.120Z","author_name":"Ana Silva",
         "ip_address":"203.0.113.24","entity_path":"acme/pay","details":@}
        """;

    private static Seen Decode(string json) => Collector.Decode(json).ShouldHaveSingleItem();

    private static Seen DecodeAudit(string details) => Decode(Audit.Replace("@", details));

    [Theory]
    [InlineData("\"object_kind\":\"push\"")]
    [InlineData("\"event_name\":\"push\"")]
    public void Push_has_the_committer_s_dates_and_the_newest_as_its_own(string kind)
    {
        var seen = Decode(Push.Replace("\"object_kind\":\"push\"", kind));
        (seen.Format, seen.Activity.Kind, seen.Activity.TimeQuality).ShouldBe(("gitlab", ActivityKind.CodePush, TimeQuality.Received));
        (seen.Text(TextField.Login), seen.Text(TextField.AccountId), seen.Text(TextField.Email)).ShouldBe(("ana", "4", "ana@corp.example"));
        seen.Activity.Time.ShouldBe(DateTimeOffset.Parse("2026-03-02T13:00:00Z", null).ToUnixTimeMilliseconds());
        var first = seen.Activity.Commits[0];
        (first.AuthorTime, first.CommitterOffset, first.Files).ShouldBe((Activity.NoTime, (short)-180, 1));
        (first.AuthorEmail.ToString(), first.Pusher.ToString()).ShouldBe(("bo@corp.example", "ana"));
        (seen.Activity.Commits[1].IsMerge, seen.Activity.Commits[1].Files).ShouldBe((true, -1));
    }

    [Fact]
    public void Hidden_email_and_private_form_are_no_emails()
    {
        Decode(Push.Replace("\"user_email\":\"ana@corp.example\"", "\"user_email\":\"[REDACTED]\"")).Text(TextField.Email).ShouldBeNull();
        var hidden = Decode(Push.Replace("\"user_email\":\"ana@corp.example\"", "\"user_email\":\"4-ana@users.noreply.gitlab.com\""));
        (hidden.Text(TextField.Email), hidden.Text(TextField.Login), hidden.Text(TextField.AccountId)).ShouldBe((null, "ana", "4"));
    }

    [Fact]
    public void Access_token_users_are_bots() =>
        Decode(Push.Replace("\"user_username\":\"ana\"", "\"user_username\":\"project_42_bot_ab12\"")).Activity.AccountType.ShouldBe(AccountType.Bot);

    [Fact]
    public void Hooks_without_commits_and_of_other_kinds_are_ignored()
    {
        Decode("{\"object_kind\":\"push\",\"user_id\":4,\"project_id\":1,\"commits\":[]}").Status.ShouldBe(DecodeStatus.Ignored);
        Decode("{\"object_kind\":\"merge_request\",\"user\":{\"username\":\"ana\"}}").Status.ShouldBe(DecodeStatus.Ignored);
        Decode("{\"event_name\":\"user_add_to_team\",\"user_username\":\"ana\",\"created_at\":\"2026-03-02T12:15:00Z\"}").Status.ShouldBe(DecodeStatus.Ignored);
    }

    [Theory]
    [InlineData("{\"custom_message\":{\"protocol\":\"ssh\",\"action\":\"git-receive-pack\"}}", ActivityKind.CodePush)]
    [InlineData("\"{\\\"custom_message\\\":{\\\"protocol\\\":\\\"http\\\",\\\"action\\\":\\\"git-upload-pack\\\"}}\"", ActivityKind.CodeFetch)]
    [InlineData("{\"custom_message\":\"Repository Download Started\"}", ActivityKind.CodeExport)]
    [InlineData("{\"change\":\"visibility\",\"from\":\"Private\",\"to\":\"Public\"}", ActivityKind.CodeExport)]
    [InlineData("{\"custom_message\":\"Added SSH key\"}", ActivityKind.Other)]
    [InlineData("{\"with\":\"two-factor\"}", ActivityKind.SsoLogin)]
    public void Audit_details_are_an_object_or_a_string_and_the_message_is_too(string details, ActivityKind kind)
    {
        var seen = DecodeAudit(details);
        (seen.Format, seen.Activity.Kind).ShouldBe(("gitlab", kind));
        (seen.Text(TextField.AccountId), seen.Text(TextField.DisplayName), seen.Text(TextField.EventId)).ShouldBe(("4", "Ana Silva", "11"));
        seen.Activity.Ip.ToString().ShouldBe("203.0.113.24");
        if (seen.Activity.Family == SourceFamily.Code) seen.Text(TextField.Repo).ShouldBe("acme/pay");
    }

    [Theory]
    [InlineData(-3, AccountType.DeployKey)]
    [InlineData(-2, AccountType.Service)]
    [InlineData(4, AccountType.Person)]
    public void Authors_below_zero_are_machines(int id, AccountType type) =>
        Decode(Audit.Replace("\"author_id\":4", $"\"author_id\":{id}").Replace("@", "{\"custom_message\":{\"action\":\"git-upload-pack\"}}"))
            .Activity.AccountType.ShouldBe(type);

    [Fact]
    public void Failed_sign_in_names_its_target_and_nobody_as_author()
    {
        var seen = Decode(Audit.Replace("\"author_id\":4", "\"author_id\":-1,\"target_details\":\"bo\"").Replace("@", "{\"failed_login\":\"STANDARD\"}"));
        (seen.Activity.Kind, seen.Activity.Outcome, seen.Text(TextField.Login)).ShouldBe((ActivityKind.SsoLogin, Outcome.Failure, "bo"));
        seen.Text(TextField.DisplayName).ShouldBeNull();
    }

    [Fact]
    public void Audit_file_has_dotted_keys()
    {
        var seen = Decode("{\"severity\":\"INFO\",\"time\":\"2026-03-02T12:15:01Z\",\"correlation_id\":\"c\",\"meta.user\":\"ana\",\"meta.remote_ip\":\"203.0.113.24\","
            + "\"author_id\":4,\"author_name\":\"Ana Silva\",\"entity_id\":4,\"entity_type\":\"User\",\"created_at\":\"2026-03-02T12:15:00Z\",\"with\":\"standard\",\"target_details\":\"Ana Silva\"}");
        (seen.Activity.Kind, seen.Text(TextField.Login), seen.Activity.Ip.ToString()).ShouldBe((ActivityKind.SsoLogin, "ana", "203.0.113.24"));
        seen.Activity.Time.ShouldBe(DateTimeOffset.Parse("2026-03-02T12:15:00Z", null).ToUnixTimeMilliseconds());
    }
}
