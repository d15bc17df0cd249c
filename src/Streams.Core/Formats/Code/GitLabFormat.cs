using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// GitLab: push hooks of a project and of the system (the newest 20 commits, no address, no push time) and its own
/// log files. Audit events are <see cref="GitLabAuditFormat"/>'s.
/// </summary>
internal sealed class GitLabFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();
    private static readonly JsonField ObjectKind = Fields.Field("object_kind"), EventName = Fields.Field("event_name");
    private static readonly JsonField UserName = Fields.Field("user_username"), UserId = Fields.Field("user_id");
    private static readonly JsonField UserEmail = Fields.Field("user_email"), FullName = Fields.Field("user_name");
    private static readonly JsonField ProjectPath = Fields.Field("project.path_with_namespace"),
        ProjectId = Fields.Field("project_id");
    private static readonly JsonField PathWithNamespace = Fields.Field("path_with_namespace"),
        CreatedAt = Fields.Field("created_at");
    private static readonly JsonField UpdatedAt = Fields.Field("updated_at"), User = Fields.Field("user");
    private static readonly JsonField Delivery = Fields.Field("headers.'X-Gitlab-Event-UUID'"),
        DeliveryId = Fields.Field("delivery_id");

    private static readonly JsonField Severity = Fields.Field("severity"), Time = Fields.Field("time");
    private static readonly JsonField Correlation = Fields.Field("correlation_id"),
        CallerId = Fields.Field("'meta.caller_id'");
    private static readonly JsonField Message = Fields.Field("message"), Environment = Fields.Field("env");
    private static readonly JsonField RemoteIp = Fields.Field("remote_ip"), MetaIp = Fields.Field("'meta.remote_ip'");
    private static readonly JsonField MetaUser = Fields.Field("'meta.user'"), Login = Fields.Field("username");
    private static readonly JsonField Agent = Fields.Field("ua"), Path = Fields.Field("path"),
        Controller = Fields.Field("controller");
    private static readonly JsonField AuthorId = Fields.Field("author_id"), EntityType = Fields.Field("entity_type");
    private static readonly JsonRows Params = Fields.Rows("params");
    private static readonly JsonField ParamKey = Params.Field("key");

    private static readonly JsonRows Commits = Fields.Rows("commits");
    private static readonly JsonField Sha = Commits.Field("id"), CommitMessage = Commits.Field("message"),
        CommitTime = Commits.Field("timestamp");
    private static readonly JsonField AuthorName = Commits.Field("author.name"),
        AuthorEmail = Commits.Field("author.email");
    private static readonly JsonField Added = Commits.Field("added"), Removed = Commits.Field("removed"),
        Modified = Commits.Field("modified");

    public override string Name => "gitlab";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) => record.IndexOf("\"object_kind\""u8) >= 0
        || record.IndexOf("\"event_name\""u8) >= 0
        || record.IndexOf("\"correlation_id\""u8) >= 0 || record.IndexOf("\"params\""u8) >= 0;

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        if (IsHook(fields)) return IsPush(fields) ? MapPush(fields, activity) : MapOtherHook(fields, record, activity);
        return IsLogLine(fields) ? MapLogLine(fields, record, activity) : DecodeResult.NotMine;
    }

    private static bool IsHook(in JsonFields fields)
    {
        if (fields.Kind(ObjectKind) == JsonKind.String) return true;
        if (fields.Kind(EventName) != JsonKind.String) return false;
        return fields.Has(ProjectId) || fields.Has(UserName) || fields.Has(PathWithNamespace)
            || (fields.Has(CreatedAt) && fields.Has(UpdatedAt));
    }

    private static bool IsPush(in JsonFields fields)
    {
        var kind = fields.Has(ObjectKind) ? ObjectKind : EventName;
        return fields.Is(kind, "push"u8) || fields.Is(kind, "tag_push"u8);
    }

    private static DecodeResult MapPush(in JsonFields fields, Activity activity)
    {
        SetUser(fields, activity);
        activity[TextField.EventId] = fields.Text(Delivery, DeliveryId);
        activity[TextField.Repo] = fields.Text(ProjectPath, PathWithNamespace);
        foreach (var row in fields.Rows(Commits))
        {
            if (row.Has(Sha)) activity.Time = Math.Max(activity.Time, AddCommit(row, activity));
        }

        // A deleted branch or a bare tag has neither commits nor a time: nothing that could be used.
        if (activity.CommitCount == 0) return DecodeResult.Ignored;
        if (activity.Time == Activity.NoTime) return NoTime("commits[].timestamp");
        activity.Kind = ActivityKind.CodePush;
        activity.Outcome = Outcome.Success;
        activity.TimeQuality = TimeQuality.Received;
        return DecodeResult.Decoded;
    }

    private static void SetUser(in JsonFields fields, Activity activity)
    {
        activity[TextField.Login] = AccountText.Clean(fields.Text(UserName));
        activity[TextField.AccountId] = ForgeAccount.Id(fields.Text(UserId));
        activity[TextField.DisplayName] = AccountText.Clean(fields.Text(FullName));
        ForgeAccount.SetEmail(activity, fields.Text(UserEmail), fields.Scratch);
        activity.AccountType = CommitMarks.TypeOf(activity[TextField.Login].Span);
    }

    private static long AddCommit(in JsonFields row, Activity activity)
    {
        ref var commit = ref activity.AddCommit();
        commit.Sha = row.Text(Sha);
        var message = row.Text(CommitMessage);
        commit.CoAuthors = CommitText.CoAuthors(message, row.Scratch);
        commit.Message = CommitText.Subject(message);
        commit.Body = CommitText.Body(message);
        commit.IsMerge = CommitText.LooksLikeMerge(commit.Message.Span);
        commit.AuthorName = row.Text(AuthorName);
        commit.AuthorEmail = CommitText.Lower(row.Text(AuthorEmail), row.Scratch);
        commit.Pusher = activity[TextField.Login];

        // GitLab sends the committer's date beside the author's name (formats.md §1), and does not name the committer.
        CommitText.TryTime(row.Text(CommitTime), out commit.CommitterTime, out commit.CommitterOffset);
        if (row.Has(Added) || row.Has(Modified) || row.Has(Removed))
        {
            commit.Files = row.Count(Added) + row.Count(Modified) + row.Count(Removed);
        }

        return commit.CommitterTime;
    }

    private static DecodeResult MapOtherHook(in JsonFields fields, in RawRecord record, Activity activity)
    {
        if (fields.Kind(User) != JsonKind.Object) SetUser(fields, activity);
        activity[TextField.Repo] = fields.Text(ProjectPath, PathWithNamespace);
        SetTime(fields, CreatedAt, record, activity);
        return DecodeResult.Ignored;
    }

    // production_json, auth_json, application_json and their kind; audit_json has an author and is the other format's.
    private static bool IsLogLine(in JsonFields fields)
    {
        if (fields.Has(AuthorId) && fields.Has(EntityType)) return false;
        if (fields.Kind(Correlation) == JsonKind.String && fields.Has(Time)
            && (fields.Has(Severity) || fields.Has(Controller) || fields.Has(CallerId)))
            return fields.Has(MetaIp) || fields.Has(RemoteIp) || fields.Has(CallerId) || fields.Has(Path);
        if (fields.Is(Message, "Rack_Attack"u8) && fields.Has(Environment)) return true;
        if (!fields.Has(Path)) return false;
        foreach (var row in fields.Rows(Params)) return row.Has(ParamKey);
        return false;
    }

    private static DecodeResult MapLogLine(in JsonFields fields, in RawRecord record, Activity activity)
    {
        SetTime(fields, Time, record, activity);
        activity[TextField.Login] = AccountText.Clean(fields.Text(MetaUser, Login));
        activity[TextField.AccountId] = ForgeAccount.Id(fields.Text(UserId));
        activity[TextField.UserAgent] = fields.Text(Agent);
        activity.Ip = fields.Ip(fields.Has(MetaIp) ? MetaIp : RemoteIp);
        return DecodeResult.Ignored;
    }
}
