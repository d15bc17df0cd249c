using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// GitHub: push webhooks (no address, no reliable meaning of the commit's one date) and the audit log with its git
/// events (an address where the enterprise discloses it, no commits). Other webhooks and audit actions are understood
/// and of no use here.
/// </summary>
internal sealed class GitHubFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();
    private static readonly JsonField Action = Fields.Field("action"), Actor = Fields.Field("actor"),
        ActorId = Fields.Field("actor_id");
    private static readonly JsonField ActorIp = Fields.Field("actor_ip"),
        Country = Fields.Field("actor_location.country_code");
    private static readonly JsonField ActorIsBot = Fields.Field("actor_is_bot"), Stamp = Fields.Field("@timestamp");
    private static readonly JsonField CreatedAt = Fields.Field("created_at"),
        StampText = Fields.Field("at_sign_timestamp");
    private static readonly JsonField DocumentId = Fields.Field("_document_id"), Org = Fields.Field("org"),
        Business = Fields.Field("business");
    private static readonly JsonField Repo = Fields.Field("repo"), Protocol = Fields.Field("transport_protocol_name");
    private static readonly JsonField OldProtocol = Fields.Field("protocol_name"), Agent = Fields.Field("user_agent");
    private static readonly JsonField AccessType = Fields.Field("programmatic_access_type"),
        Token = Fields.Field("hashed_token");
    private static readonly JsonField NameId = Fields.Field("external_identity_nameid"),
        Operation = Fields.Field("operation_type");
    private static readonly JsonField KeyPrint = Fields.Field("public_key_fingerprint");

    /// <summary>An audit event has two of them at least; "action" alone is everybody's.</summary>
    private static readonly JsonField[] AuditFields =
        [Actor, Org, Business, Repo, DocumentId, Country, AccessType, Protocol, Operation];

    private static readonly JsonField Pusher = Fields.Field("pusher"), PusherName = Fields.Field("pusher.name");
    private static readonly JsonField PusherEmail = Fields.Field("pusher.email"),
        PusherLogin = Fields.Field("pusher.login");
    private static readonly JsonField CompareUrl = Fields.Field("compare_url"), Ref = Fields.Field("ref");
    private static readonly JsonField Repository = Fields.Field("repository"),
        RepositoryName = Fields.Field("repository.full_name");
    private static readonly JsonField PushedAt = Fields.Field("repository.pushed_at"),
        UpdatedAt = Fields.Field("repository.updated_at");
    private static readonly JsonField SenderLogin = Fields.Field("sender.login"), SenderId = Fields.Field("sender.id");
    private static readonly JsonField SenderType = Fields.Field("sender.type"),
        SenderNode = Fields.Field("sender.node_id");
    private static readonly JsonField Enterprise = Fields.Field("enterprise.slug"),
        Organization = Fields.Field("organization.login");
    private static readonly JsonField HeadTime = Fields.Field("head_commit.timestamp");
    private static readonly JsonField Delivery = Fields.Field("headers.'X-GitHub-Delivery'"),
        DeliveryId = Fields.Field("delivery_id");

    private static readonly JsonRows Commits = Fields.Rows("commits");
    private static readonly JsonField Sha = Commits.Field("id"), Message = Commits.Field("message"),
        Time = Commits.Field("timestamp");
    private static readonly JsonField AuthorName = Commits.Field("author.name"),
        AuthorEmail = Commits.Field("author.email");
    private static readonly JsonField CommitterName = Commits.Field("committer.name"),
        CommitterEmail = Commits.Field("committer.email");
    private static readonly JsonField Added = Commits.Field("added"), Removed = Commits.Field("removed"),
        Modified = Commits.Field("modified");

    public override string Name => "github";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) =>
        record.IndexOf("\"pusher\""u8) >= 0 || record.IndexOf("\"sender\""u8) >= 0
            || record.IndexOf("\"action\""u8) >= 0;

    public override bool IsMarked(in JsonFields fields) => fields.Shows(Pusher) || fields.Shows(SenderLogin) || fields.Shows(Action);

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        if (IsPush(fields)) return MapPush(fields, activity);
        if (IsAudit(fields)) return MapAudit(fields, record, activity);
        return fields.Has(SenderLogin) && (fields.Has(SenderType) || fields.Has(SenderNode))
            ? MapOther(fields, record, activity)
            : DecodeResult.NotMine;
    }

    // Gitea writes the same with compare_url and pusher.login.
    private static bool IsPush(in JsonFields fields) => fields.Has(PusherName)
        && fields.Kind(Commits.Array) == JsonKind.Array
        && fields.Has(RepositoryName) && !fields.Has(CompareUrl) && !fields.Has(PusherLogin);

    private static bool IsAudit(in JsonFields fields)
    {
        if (fields.Kind(Action) != JsonKind.String) return false;
        if (fields.Kind(Actor) is JsonKind.Object or JsonKind.Array) return false;
        if (fields.Text(Action).Span.IndexOf((byte)'.') <= 0) return false;
        var said = 0;
        foreach (var field in AuditFields)
        {
            if (fields.Kind(field) is JsonKind.String or JsonKind.Array) said++;
        }

        return said >= 2;
    }

    private static DecodeResult MapPush(in JsonFields fields, Activity activity)
    {
        SetSender(fields, activity);
        activity.Kind = ActivityKind.CodePush;
        activity.Outcome = Outcome.Success;
        activity[TextField.EventId] = fields.Text(Delivery, DeliveryId);
        long newest = CommitText.TryTime(fields.Text(HeadTime), out var head, out _) ? head : Activity.NoTime;
        foreach (var row in fields.Rows(Commits)) newest = Math.Max(newest, AddCommit(row, activity));
        if (fields.TryTime(PushedAt, out var pushed))
        {
            activity.Time = pushed.Ms;
            return DecodeResult.Decoded;
        }

        activity.Time = newest;
        activity.TimeQuality = TimeQuality.Received;
        return newest == Activity.NoTime ? NoTime("repository.pushed_at or commits[].timestamp") : DecodeResult.Decoded;
    }

    private static long AddCommit(in JsonFields row, Activity activity)
    {
        if (!row.Has(Sha)) return Activity.NoTime;
        ref var commit = ref activity.AddCommit();
        commit.Sha = row.Text(Sha);
        var message = row.Text(Message);
        commit.CoAuthors = CommitText.CoAuthors(message, row.Scratch);
        commit.Message = CommitText.Subject(message);
        commit.Body = CommitText.Body(message);
        commit.IsMerge = CommitText.LooksLikeMerge(commit.Message.Span);
        commit.AuthorName = row.Text(AuthorName);
        commit.AuthorEmail = CommitText.Lower(row.Text(AuthorEmail), row.Scratch);
        commit.CommitterName = row.Text(CommitterName);
        commit.CommitterEmail = CommitText.Lower(row.Text(CommitterEmail), row.Scratch);
        commit.Pusher = activity[TextField.Login];

        // GitHub does not say whose date it is. Where it matters, author and committer are one person, and the dates
        // mostly one.
        if (CommitText.TryTime(row.Text(Time), out commit.CommitterTime, out commit.CommitterOffset))
            (commit.AuthorTime, commit.AuthorOffset) = (commit.CommitterTime, commit.CommitterOffset);
        if (row.Has(Added) || row.Has(Modified) || row.Has(Removed))
        {
            commit.Files = row.Count(Added) + row.Count(Modified) + row.Count(Removed);
        }

        return commit.CommitterTime;
    }

    private static DecodeResult MapAudit(in JsonFields fields, in RawRecord record, Activity activity)
    {
        activity.Kind = KindOf(fields);
        activity[TextField.Login] = AccountText.Clean(fields.Text(Actor));
        activity[TextField.AccountId] = ForgeAccount.Id(fields.Text(ActorId));
        activity.AccountType = AuditType(fields, activity);
        if (activity.AccountType != AccountType.Person) activity.Interactive = false;
        activity.Ip = fields.Ip(ActorIp);
        activity.VendorPlace.Country = CountryCode.Parse(fields.Text(Country).Span);
        activity[TextField.UserAgent] = AccountText.Clean(fields.Text(Agent));
        activity[TextField.Client] = fields.Text(Protocol, OldProtocol);
        activity[TextField.Token] = AccountText.Clean(fields.Text(Token));
        activity[TextField.Key] = AccountText.Clean(fields.Text(KeyPrint));
        activity[TextField.EventId] = fields.Text(DocumentId);
        activity[TextField.Repo] = fields.Text(Repo);
        activity[TextField.Tenant] = fields.Text(Business, Org);
        var nameId = CommitText.Lower(AccountText.Clean(fields.Text(NameId)), fields.Scratch);
        if (AccountText.IsEmail(nameId.Span)) activity[TextField.LinkedEmail] = nameId;
        var timed = SetTime(fields, Stamp, record, activity) || SetTime(fields, CreatedAt, record, activity)
            || SetTime(fields, StampText, record, activity, isUtc: true);
        if (activity.Kind == ActivityKind.Other) return DecodeResult.Ignored;
        activity.Outcome = Outcome.Success;
        return timed ? DecodeResult.Decoded : NoTime("@timestamp or created_at");
    }

    private static ActivityKind KindOf(in JsonFields fields)
    {
        if (fields.Is(Action, "git.push"u8)) return ActivityKind.CodePush;
        if (fields.Is(Action, "git.clone"u8) || fields.Is(Action, "git.fetch"u8)) return ActivityKind.CodeFetch;
        return fields.Is(Action, "repo.download_zip"u8) || fields.Is(Action, "repo.access"u8)
            ? ActivityKind.CodeExport
            : ActivityKind.Other;
    }

    private static AccountType AuditType(in JsonFields fields, Activity activity)
    {
        if (fields.Bool(ActorIsBot) == true) return AccountType.Bot;
        if (CommitMarks.IsBot(activity[TextField.Login].Span)) return AccountType.Bot;
        var access = CommitText.Lower(fields.Text(AccessType), fields.Scratch).Span;
        if (access.SequenceEqual("deploy_key"u8) || access.SequenceEqual("deploy key"u8)) return AccountType.DeployKey;
        return access.StartsWith("github app server"u8) ? AccountType.Service : AccountType.Person;
    }

    /// <summary>A repository made public is worth a look; all else a webhook tells is not.</summary>
    private static DecodeResult MapOther(in JsonFields fields, in RawRecord record, Activity activity)
    {
        SetSender(fields, activity);
        var timed = SetTime(fields, UpdatedAt, record, activity);
        var isPublic = fields.Is(Action, "publicized"u8) && fields.Kind(Repository) == JsonKind.Object;
        if (!isPublic || !timed) return DecodeResult.Ignored;
        activity.Kind = ActivityKind.CodeExport;
        activity.Outcome = Outcome.Success;
        return DecodeResult.Decoded;
    }

    private static void SetSender(in JsonFields fields, Activity activity)
    {
        activity[TextField.Login] = AccountText.Clean(fields.Text(SenderLogin, PusherName));
        activity[TextField.AccountId] = ForgeAccount.Id(fields.Text(SenderId));
        if (fields.Has(Pusher)) ForgeAccount.SetEmail(activity, fields.Text(PusherEmail), fields.Scratch);
        activity.AccountType = fields.Is(SenderType, "Bot"u8)
            ? AccountType.Bot
            : CommitMarks.TypeOf(activity[TextField.Login].Span);
        activity[TextField.Repo] = fields.Text(RepositoryName);
        activity[TextField.Tenant] = fields.Text(Enterprise, Organization);
        if (fields.Is(PusherName, "deploy key"u8)) activity.AccountType = AccountType.DeployKey;
    }
}
