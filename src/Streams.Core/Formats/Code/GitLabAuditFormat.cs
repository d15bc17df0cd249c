using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// GitLab's audit events, as streamed, as the API lists them (details as an object or as JSON in a string, the
/// message as an object or as plain words) and as the file audit_json.log (everything at the top, dotted keys).
/// </summary>
internal sealed class GitLabAuditFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();
    private static readonly JsonField Id = Fields.Field("id"), AuthorId = Fields.Field("author_id"),
        AuthorName = Fields.Field("author_name");
    private static readonly JsonField EntityType = Fields.Field("entity_type"), EntityId = Fields.Field("entity_id");
    private static readonly JsonField EntityPath = Fields.Field("entity_path"), EventType = Fields.Field("event_type");
    private static readonly JsonField CreatedAt = Fields.Field("created_at"), Time = Fields.Field("time"),
        Ip = Fields.Field("ip_address");
    private static readonly JsonField TargetDetails = Fields.Field("target_details"), Details = Fields.Field("details");
    private static readonly JsonField MetaUser = Fields.Field("'meta.user'"), MetaIp = Fields.Field("'meta.remote_ip'");
    private static readonly JsonField UserAgent = Fields.Field("'meta.user_agent'");
    private static readonly Detail Top = new(Fields, ""), Nested = new(Fields, "details.");

    private static readonly JsonTable DetailFields = new();
    private static readonly Detail InText = new(DetailFields, "");

    // Another vendor tool renames "details" and drops the rest.
    private static readonly JsonField LoneMessage = Fields.Field("detail.custom_message");

    public override string Name => "gitlab";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) =>
        record.IndexOf("\"author_id\""u8) >= 0 || record.IndexOf("\"custom_message\""u8) >= 0;

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        var isEvent = fields.Has(AuthorId) && (fields.Kind(EntityType) == JsonKind.String || fields.Has(EntityId))
            && (fields.Has(Details) || fields.Has(EventType) || fields.Has(TargetDetails));
        if (!isEvent) return fields.Has(LoneMessage) ? DecodeResult.Ignored : DecodeResult.NotMine;
        if (fields.Kind(Details) == JsonKind.String && fields.Text(Details).Span.StartsWith("{"u8))
        {
            var inner = DetailFields.Read(fields.Text(Details), fields.Scratch);
            return Map(fields, inner, InText, record, activity);
        }

        return Map(fields, fields, fields.Kind(Details) == JsonKind.Object ? Nested : Top, record, activity);
    }

    private static DecodeResult Map(
        in JsonFields fields, in JsonFields inner, Detail detail, in RawRecord record, Activity activity)
    {
        activity.Kind = KindOf(fields, inner, detail, out var outcome);
        activity.Outcome = outcome;
        activity.Ip = fields.Ip(Ip);
        if (activity.Ip.IsNone) activity.Ip = fields.Ip(MetaIp);
        if (activity.Ip.IsNone) activity.Ip = inner.Ip(detail.Ip);
        SetAccount(fields, inner, detail, activity);
        activity[TextField.EventId] = fields.Text(Id);
        activity[TextField.UserAgent] = fields.Text(UserAgent);
        if (activity.Family == SourceFamily.Code)
        {
            var path = fields.Text(EntityPath);
            activity[TextField.Repo] = path.IsEmpty ? inner.Text(detail.EntityPath) : path;
            activity[TextField.Client] = inner.Text(detail.Protocol);
        }

        if (!SetTime(fields, CreatedAt, record, activity, isUtc: true)
            && !SetTime(fields, Time, record, activity, isUtc: true)
            && activity.Kind != ActivityKind.Other)
        {
            return NoTime("created_at");
        }

        return activity.Kind == ActivityKind.Other ? DecodeResult.Ignored : DecodeResult.Decoded;
    }

    private static void SetAccount(in JsonFields fields, in JsonFields inner, Detail detail, Activity activity)
    {
        var number = fields.Integer(AuthorId) ?? 0;
        activity[TextField.AccountId] = number < -1 ? fields.Text(AuthorId) : ForgeAccount.Id(fields.Text(AuthorId));
        if (number == -1)
        {
            // Nobody is signed in: a failed sign-in names its target, everything else nobody.
            if (activity.Kind != ActivityKind.SsoLogin) return;
            AccountText.SetName(activity, fields.Text(TargetDetails), fields.Scratch);
            return;
        }

        var name = fields.Text(AuthorName);
        activity[TextField.DisplayName] = AccountText.Clean(name.IsEmpty ? inner.Text(detail.AuthorName) : name);
        activity[TextField.Login] = AccountText.Clean(fields.Text(MetaUser));
        ForgeAccount.SetEmail(activity, inner.Text(detail.AuthorEmail), fields.Scratch);
        activity.AccountType = number switch
        {
            -3 => AccountType.DeployKey,
            < 0 => AccountType.Service,
            _ when inner.Is(detail.AuthorClass, "DeployKey"u8) => AccountType.DeployKey,
            _ when inner.Is(detail.AuthorClass, "DeployToken"u8) => AccountType.Service,
            _ when activity[TextField.Login].IsEmpty => CommitMarks.TypeOf(activity[TextField.DisplayName].Span),
            _ => CommitMarks.TypeOf(activity[TextField.Login].Span),
        };
        if (activity.AccountType != AccountType.Person) activity.Interactive = false;
    }

    private static ActivityKind KindOf(in JsonFields fields, in JsonFields inner, Detail detail, out Outcome outcome)
    {
        outcome = Outcome.Success;
        if (inner.Has(detail.FailedLogin))
        {
            outcome = Outcome.Failure;
            return ActivityKind.SsoLogin;
        }

        if (inner.Is(detail.GitAction, "git-receive-pack"u8)) return ActivityKind.CodePush;
        if (inner.Is(detail.GitAction, "git-upload-pack"u8)) return ActivityKind.CodeFetch;
        if (inner.Is(detail.GitAction, "git-upload-archive"u8)) return ActivityKind.CodeExport;
        var message = inner.Text(detail.Message).Span;
        var exports = message.StartsWith("Repository Download Started"u8) || message.StartsWith("Added deploy key"u8)
            || fields.Is(EventType, "repository_download_operation"u8) || fields.Is(EventType, "deploy_key_added"u8)
            || inner.Is(detail.Change, "visibility"u8) || inner.Is(detail.Change, "visibility_level"u8);
        if (exports) return ActivityKind.CodeExport;

        // "with" names the method of a sign-in: standard, two-factor, an identity provider.
        if (inner.Has(detail.With)) return ActivityKind.SsoLogin;
        outcome = Outcome.Unknown;
        return ActivityKind.Other;
    }

    /// <summary>The fields of "details", which stand at the top, under a key, or in a string.</summary>
    private sealed class Detail(JsonTable table, string prefix)
    {
        public JsonField Message { get; } = table.Field(prefix + "custom_message");

        public JsonField GitAction { get; } = table.Field(prefix + "custom_message.action");

        public JsonField Protocol { get; } = table.Field(prefix + "custom_message.protocol");

        public JsonField AuthorName { get; } = table.Field(prefix + "author_name");

        public JsonField AuthorEmail { get; } = table.Field(prefix + "author_email");

        public JsonField AuthorClass { get; } = table.Field(prefix + "author_class");

        public JsonField EntityPath { get; } = table.Field(prefix + "entity_path");

        public JsonField Ip { get; } = table.Field(prefix + "ip_address");

        public JsonField Change { get; } = table.Field(prefix + "change");

        public JsonField With { get; } = table.Field(prefix + "with");

        public JsonField FailedLogin { get; } = table.Field(prefix + "failed_login");
    }
}
