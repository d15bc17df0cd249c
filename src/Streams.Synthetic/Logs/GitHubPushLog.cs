using System.Text.Json;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>GitHub push webhook bodies.</summary>
internal sealed class GitHubPushLog : JsonLog
{
    public override string Format => "github";

    public override string Stem => "logs/github/push";

    public override string Extension => "ndjson";

    public override bool Takes(Happening happening) => happening.Who.Forge == Forge.GitHub && happening.Deed == Deed.Push;

    public override void Write(Happening happening, RecordSink sink)
    {
        var who = happening.Who;
        var push = happening.Push!;
        var head = push.Commits[^1].Sha;
        var json = Begin();
        json.WriteStartObject();
        json.WriteString("ref", "refs/heads/" + push.Branch);
        json.WriteString("before", push.Before);
        json.WriteString("after", head);
        json.WriteBoolean("created", false);
        json.WriteBoolean("deleted", false);
        json.WriteBoolean("forced", push.Forced);
        json.WriteNull("base_ref");
        json.WriteString("compare", $"https://github.com/{push.Repo}/compare/{push.Before[..12]}...{head[..12]}");
        json.WriteStartArray("commits");
        foreach (var commit in push.Commits) Commit(json, who, push.Repo, commit);
        json.WriteEndArray();
        json.WritePropertyName("head_commit");
        Commit(json, who, push.Repo, push.Commits[^1]);
        Repository(json, push, happening.Time);
        json.WriteStartObject("pusher");
        json.WriteString("name", who.ForgeLogin);
        json.WriteString("email", who.Email);
        json.WriteEndObject();
        json.WriteStartObject("organization");
        json.WriteString("login", "corp");
        json.WriteNumber("id", 501);
        json.WriteEndObject();
        json.WriteStartObject("sender");
        json.WriteString("login", who.ForgeLogin);
        json.WriteNumber("id", who.ForgeId);
        json.WriteString("type", who.Role == Role.Service ? "Bot" : "User");
        json.WriteBoolean("site_admin", false);
        json.WriteEndObject();
        json.WriteEndObject();
        End(sink);
    }

    private static void Repository(Utf8JsonWriter json, Push push, long time)
    {
        json.WriteStartObject("repository");
        json.WriteNumber("id", 700_000 + push.Repo.Length);
        json.WriteString("name", push.Repo[(push.Repo.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        json.WriteString("full_name", push.Repo);
        json.WriteBoolean("private", true);
        json.WriteBoolean("fork", false);
        json.WriteNumber("pushed_at", time / 1000);
        json.WriteString("default_branch", "main");
        json.WriteString("visibility", "private");
        json.WriteEndObject();
    }

    private static void Commit(Utf8JsonWriter json, Account who, string repo, PushedCommit commit)
    {
        json.WriteStartObject();
        json.WriteString("id", commit.Sha);
        json.WriteString("tree_id", commit.Parent);
        json.WriteBoolean("distinct", true);
        json.WriteString("message", commit.CoAuthor is null ? commit.Subject : $"{commit.Subject}\n\nCo-authored-by: {commit.CoAuthor}");
        json.WriteString("timestamp", WithOffset(commit.CommitTime, commit.CommitOffset));
        json.WriteString("url", $"https://github.com/{repo}/commit/{commit.Sha}");
        Person(json, "author", commit.Author, commit.AuthorEmail, who.ForgeLogin);
        Person(json, "committer", commit.Committer, commit.CommitterEmail, commit.Committer == commit.Author ? who.ForgeLogin : null);
        json.WriteStartArray("added");
        json.WriteEndArray();
        json.WriteStartArray("removed");
        json.WriteEndArray();
        json.WriteStartArray("modified");
        for (var i = 0; i < commit.Files; i++) json.WriteStringValue($"src/part{i + 1}.cs");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Person(Utf8JsonWriter json, string role, string name, string email, string? login)
    {
        json.WriteStartObject(role);
        json.WriteString("name", name);
        json.WriteString("email", email);
        if (login is not null) json.WriteString("username", login);
        json.WriteEndObject();
    }
}
