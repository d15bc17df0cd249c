using System.Globalization;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>GitLab streamed audit events of git operations, which carry the address.</summary>
internal sealed class GitLabAuditLog : JsonLog
{
    public override string Format => "gitlab";

    public override string Stem => "logs/gitlab/audit";

    public override string Extension => "ndjson";

    public override bool Takes(Happening happening) =>
        happening.Who.Forge == Forge.GitLab && happening.Deed is (Deed.Push or Deed.Fetch or Deed.Clone);

    public override void Write(Happening happening, RecordSink sink)
    {
        var who = happening.Who;
        var repo = happening.Repo!;
        var push = happening.Deed == Deed.Push;
        var json = Begin();
        json.WriteStartObject();
        json.WriteString("id", (happening.Id >> 12).ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("author_id", who.ForgeId);
        json.WriteNumber("entity_id", 29);
        json.WriteString("entity_type", "Project");
        json.WriteStartObject("details");
        json.WriteString("author_name", who.FullName);
        json.WriteString("author_class", "User");
        json.WriteNumber("target_id", 29);
        json.WriteString("target_type", "Project");
        json.WriteString("target_details", repo);
        json.WriteStartObject("custom_message");
        json.WriteString("protocol", who.Index % 2 == 0 ? "ssh" : "http");
        json.WriteString("action", push ? "git-receive-pack" : "git-upload-pack");
        if (push) json.WriteString("verb", "push");
        json.WriteEndObject();
        json.WriteString("ip_address", happening.Ip.ToString());
        json.WriteString("entity_path", repo);
        json.WriteEndObject();
        json.WriteString("ip_address", happening.Ip.ToString());
        json.WriteString("author_name", who.FullName);
        json.WriteString("author_email", who.Email);
        json.WriteString("entity_path", repo);
        json.WriteString("target_details", repo);
        json.WriteString("created_at", Iso(happening.Time + (push ? 250 : 0)));
        json.WriteString("target_type", "Project");
        json.WriteNumber("target_id", 29);
        json.WriteString("event_type", "repository_git_operation");
        json.WriteEndObject();
        End(sink);
    }
}
