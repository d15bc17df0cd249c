using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>GitLab push hooks: no committer and one date, the commit's.</summary>
internal sealed class GitLabPushLog : JsonLog
{
    public override string Format => "gitlab";

    public override string Stem => "logs/gitlab/push";

    public override string Extension => "ndjson";

    public override bool Takes(Happening happening) => happening.Who.Forge == Forge.GitLab && happening.Deed == Deed.Push;

    public override void Write(Happening happening, RecordSink sink)
    {
        var who = happening.Who;
        var push = happening.Push!;
        var json = Begin();
        json.WriteStartObject();
        json.WriteString("object_kind", "push");
        json.WriteString("event_name", "push");
        json.WriteString("before", push.Before);
        json.WriteString("after", push.Commits[^1].Sha);
        json.WriteString("ref", "refs/heads/" + push.Branch);
        json.WriteString("checkout_sha", push.Commits[^1].Sha);
        json.WriteNumber("user_id", who.ForgeId);
        json.WriteString("user_name", who.FullName);
        json.WriteString("user_username", who.Login);
        json.WriteString("user_email", who.Email);
        json.WriteNumber("project_id", 29);
        json.WriteStartObject("project");
        json.WriteNumber("id", 29);
        json.WriteString("name", push.Repo[(push.Repo.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        json.WriteString("web_url", $"https://gitlab.corp.example/{push.Repo}");
        json.WriteString("path_with_namespace", push.Repo);
        json.WriteString("default_branch", "main");
        json.WriteEndObject();
        json.WriteStartArray("commits");
        foreach (var commit in push.Commits)
        {
            json.WriteStartObject();
            json.WriteString("id", commit.Sha);
            json.WriteString("message", commit.Subject);
            json.WriteString("title", commit.Subject);
            json.WriteString("timestamp", WithOffset(commit.CommitTime, commit.CommitOffset));
            json.WriteString("url", $"https://gitlab.corp.example/{push.Repo}/-/commit/{commit.Sha}");
            json.WriteStartObject("author");
            json.WriteString("name", commit.Author);
            json.WriteString("email", commit.AuthorEmail);
            json.WriteEndObject();
            json.WriteStartArray("added");
            json.WriteEndArray();
            json.WriteStartArray("modified");
            for (var i = 0; i < commit.Files; i++) json.WriteStringValue($"src/part{i + 1}.cs");
            json.WriteEndArray();
            json.WriteStartArray("removed");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("total_commits_count", push.Commits.Count);
        json.WriteEndObject();
        End(sink);
    }
}
