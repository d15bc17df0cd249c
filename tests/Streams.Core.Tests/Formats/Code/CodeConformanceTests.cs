using System.Globalization;
using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Code;

public sealed class CodeConformanceTests
{
    [Fact]
    public void GitHub_samples_agree_with_their_expectations() => Conformance.Run("github");

    [Fact]
    public void GitLab_samples_agree_with_their_expectations() => Conformance.Run("gitlab");

    [Theory]
    [InlineData("github", "goscm-github-push.json")]
    [InlineData("github", "goscm-github-push_branch_delete.json")]
    [InlineData("gitlab", "goscm-gitlab-push.json")]
    public void Push_hooks_agree_with_go_scm(string folder, string file)
    {
        if (Shared.IsMissing) return;
        var path = Path.Combine(Shared.Samples, folder, file);
        using var expected = JsonDocument.Parse(File.ReadAllText(path + "-expected.json"));
        var seen = Collector.Decode(File.ReadAllText(path)).ShouldHaveSingleItem();
        var root = expected.RootElement;
        (seen.Format, seen.Status, seen.Activity.Kind).ShouldBe((folder, DecodeStatus.Decoded, ActivityKind.CodePush));
        seen.Text(TextField.Login).ShouldBe(Text(root, "Sender.Login"));
        seen.Text(TextField.Repo).ShouldBe(Text(root, "Repo.Namespace") + "/" + Text(root, "Repo.Name"));
        var commits = root.TryGetProperty("Commits", out var list) ? list.EnumerateArray().ToList() : [];
        seen.Activity.CommitCount.ShouldBe(commits.Count);
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = seen.Activity.Commits[i];
            commit.Sha.ToString().ShouldBe(Text(commits[i], "Sha"));
            commit.AuthorName.ToString().ShouldBe(Text(commits[i], "Author.Name"));
            commit.AuthorEmail.ToString().ShouldBe(Text(commits[i], "Author.Email").ToLowerInvariant());
            commit.Message.ToString().ShouldBe(Text(commits[i], "Message").TrimEnd('\n'));
            var time = DateTimeOffset.Parse(Text(commits[i], "Committer.Date"), CultureInfo.InvariantCulture);
            (commit.CommitterTime, commit.CommitterOffset).ShouldBe((time.ToUnixTimeMilliseconds(), (short)time.Offset.TotalMinutes));
        }
    }

    [Fact]
    public void Git_log_agrees_with_its_canonical_records()
    {
        if (Shared.IsMissing) return;
        var path = Path.Combine(Shared.Samples, "git-log", "acme-payments.gitlog");
        using var document = JsonDocument.Parse(File.ReadAllText(path + "-expected.json"));
        var expected = document.RootElement.GetProperty("expected").EnumerateArray().ToList();
        var records = SampleRecords.Read(path);
        records.Count.ShouldBe(expected.Count);
        for (var i = 0; i < records.Count; i++) CompareCommit(expected[i], Collector.Decode(records[i]).ShouldHaveSingleItem());
    }

    [Fact]
    public void Every_sample_of_a_forge_is_understood_but_for_those_without_a_time()
    {
        if (Shared.IsMissing) return;
        foreach (var file in new[] { "github", "gitlab", "git-log" }.SelectMany(SampleRecords.Files))
        {
            foreach (var seen in SampleRecords.Read(file).SelectMany(record => Collector.Decode(record)))
            {
                if (seen.Status == DecodeStatus.Quarantined) seen.Reason!.ShouldContain("time", Case.Sensitive, $"{file}: {seen.Raw}");
                else seen.Format.ShouldBe(Path.GetFileName(Path.GetDirectoryName(file)));
            }
        }
    }

    private static void CompareCommit(JsonElement expected, Seen seen)
    {
        var subject = Text(expected, "subject");
        seen.Status.ShouldBe(DecodeStatus.Decoded, subject + seen.Reason);
        seen.Activity.Kind.Name().ShouldBe(Text(expected, "kind"), subject);
        seen.Text(TextField.Repo).ShouldBe(Text(expected, "repository"));
        var commit = seen.Activity.Commits[0];
        commit.Sha.ToString().ShouldBe(Text(expected, "sha"));
        commit.IsMerge.ShouldBe(expected.GetProperty("isMerge").GetBoolean(), subject);
        commit.Message.ToString().ShouldBe(subject);
        commit.AuthorName.ToString().ShouldBe(Text(expected, "author.name"));
        commit.AuthorEmail.ToString().ShouldBe(Text(expected, "author.email"));
        commit.CommitterName.ToString().ShouldBe(Text(expected, "committer.name"));
        commit.CommitterEmail.ToString().ShouldBe(Text(expected, "committer.email"));
        Moment(commit.AuthorTime, commit.AuthorOffset).ShouldBe(DateTimeOffset.Parse(Text(expected, "author.time"), CultureInfo.InvariantCulture), subject);
        Moment(commit.CommitterTime, commit.CommitterOffset).ShouldBe(DateTimeOffset.Parse(Text(expected, "committer.time"), CultureInfo.InvariantCulture), subject);
        (commit.Files, commit.Added, commit.Deleted).ShouldBe(
            (expected.GetProperty("filesChanged").GetInt32(), expected.GetProperty("linesAdded").GetInt32(), expected.GetProperty("linesDeleted").GetInt32()), subject);
        CommitMarks.IsBot(commit.AuthorEmail.Span).ShouldBe(expected.GetProperty("authorIsBot").GetBoolean(), subject);
        CommitMarks.IsPlatformCommitter(commit).ShouldBe(expected.GetProperty("committerIsPlatform").GetBoolean(), subject);
        var coAuthors = expected.GetProperty("coAuthors").EnumerateArray().Select(c => $"{Text(c, "name")} <{Text(c, "email")}>").ToList();
        commit.CoAuthors.ToString().Split('\u001D', StringSplitOptions.RemoveEmptyEntries).ShouldBe(coAuthors, Case.Insensitive);
    }

    private static DateTimeOffset Moment(long time, short offset) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToOffset(TimeSpan.FromMinutes(offset));

    private static string Text(JsonElement element, string path) => EcsExpectation.Get(element, path) ?? "";
}
