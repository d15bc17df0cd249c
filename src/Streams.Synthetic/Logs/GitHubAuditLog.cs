using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>GitHub audit log streaming: the only place where a push has an address.</summary>
internal sealed class GitHubAuditLog : JsonLog
{
    public override string Format => "github";

    public override string Stem => "logs/github/audit";

    public override string Extension => "ndjson";

    public override bool Takes(Happening happening) => happening.Who.Forge == Forge.GitHub && happening.Deed >= Deed.Push;

    public override void Write(Happening happening, RecordSink sink)
    {
        var who = happening.Who;
        var dice = Dice.For(happening.Id, 0x617);
        var ssh = who.Index % 5 < 3;
        var repo = happening.Repo!;
        var json = Begin();
        json.WriteStartObject();
        // The audit log's own clock: a second or two after the hook's.
        json.WriteNumber("@timestamp", happening.Time + (happening.Deed == Deed.Push ? 300 + dice.Below(2_500) : 0));
        json.WriteString("_document_id", dice.Opaque(22) + "==");
        json.WriteString("action", happening.Deed switch
        {
            Deed.Push => "git.push",
            Deed.Fetch => "git.fetch",
            Deed.Clone => "git.clone",
            _ => "repo.download_zip",
        });
        json.WriteString("actor", who.ForgeLogin);
        json.WriteNumber("actor_id", who.ForgeId);
        json.WriteString("actor_ip", happening.Ip.ToString());
        json.WriteStartObject("actor_location");
        if (happening.Place is { } place) json.WriteString("country_code", place.Country);
        json.WriteEndObject();
        json.WriteString("business", "corp-ent");
        json.WriteNumber("business_id", 77);
        json.WriteString("external_id", "");
        json.WriteString("hashed_token", ssh ? "" : who.Token);
        json.WriteString("org", "corp");
        json.WriteNumber("org_id", 501);
        json.WriteString("programmatic_access_type", ssh ? "" : who.Role == Role.Service ? "GitHub App server-to-server token" : "Personal access token (classic)");
        json.WriteString("repo", repo);
        json.WriteString("repository", repo);
        json.WriteBoolean("repository_public", false);
        json.WriteNumber("transport_protocol", ssh ? 2 : 1);
        json.WriteString("transport_protocol_name", ssh ? "ssh" : "http");
        json.WriteString("user", "");
        json.WriteString("user_agent", happening.Device?.GitClient is { Length: > 0 } client ? client : "git/2.43.0");
        json.WriteNumber("user_id", 0);
        json.WriteEndObject();
        End(sink);
    }
}
