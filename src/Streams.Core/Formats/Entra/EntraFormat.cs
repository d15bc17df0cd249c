using Streams.Core.Activities;

namespace Streams.Core.Formats.Entra;

/// <summary>
/// Sign-ins as Azure Monitor sends them through diagnostic settings (an outer record, the sign-in in <c>properties</c>)
/// and as Graph
/// returns them (everything at the top). One table for both, so that a topic of either costs one pass.
/// </summary>
internal sealed class EntraFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();
    private static readonly EntraSignIn SignIn = new(Fields, "properties.");
    private static readonly EntraSignIn Graph = new(Fields, "");

    private static readonly JsonField Category = Fields.Field("category"), Time = Fields.Field("time"),
        Properties = Fields.Field("properties"), Identity = Fields.Field("identity"), Location = Fields.Field("location");

    // Some forwarders fold the outer keys to lower case.
    private static readonly JsonField ResultType = Fields.Field("resultType"), ResultTypeFolded = Fields.Field("resulttype"),
        Caller = Fields.Field("callerIpAddress"), CallerFolded = Fields.Field("calleripaddress"),
        Tenant = Fields.Field("tenantId"), TenantFolded = Fields.Field("tenantid");

    public override string Name => "entra";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) =>
        (record.IndexOf("\"createdDateTime\""u8) >= 0 && record.IndexOf("\"userPrincipalName\""u8) >= 0)
        || (record.IndexOf("\"category\""u8) >= 0
        && (record.IndexOf("SignInLogs\""u8) >= 0 || record.IndexOf("Risk"u8) >= 0 || record.IndexOf("AuditLogs"u8) >= 0));

    public override bool IsMarked(in JsonFields fields) =>
        (fields.Shows(SignIn.Created) || fields.Shows(Graph.Created))
        && (fields.Shows(SignIn.UserPrincipalName) || fields.Shows(Graph.UserPrincipalName));

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        var category = fields.Text(Category).Span;
        if (category.IsEmpty) return MapGraph(fields, record, activity);
        if (!EntraOutcome.TryKind(category, out var kind, out var type))
        {
            return IsOtherDirectoryLog(category) && fields.Kind(Properties) == JsonKind.Object
                ? DecodeResult.Ignored
                : DecodeResult.NotMine;
        }

        if (!SetTime(fields, SignIn.Created, record, activity, isUtc: true) && !SetTime(fields, Time, record, activity, isUtc: true))
        {
            return NoTime("properties.createdDateTime");
        }

        // An empty outcome is worse than a late one: the code inside speaks where the outer result is a mere word.
        activity.Outcome = OutcomeOf(fields);
        var isInteractive = fields.Bool(SignIn.Interactive) ?? kind == ActivityKind.SsoLogin;
        activity.Kind = isInteractive ? kind : ActivityKind.SsoToken;
        activity.Interactive = activity.Kind == ActivityKind.SsoLogin;
        activity.AccountType = type;
        SignIn.Apply(fields, activity);
        Complete(fields, activity);
        return DecodeResult.Decoded;
    }

    private static DecodeResult MapGraph(in JsonFields fields, in RawRecord record, Activity activity)
    {
        if (fields.Kind(Graph.UserPrincipalName) == JsonKind.None || !fields.Has(Graph.Created) || !fields.Has(Graph.ErrorCode))
        {
            return DecodeResult.NotMine;
        }

        if (!SetTime(fields, Graph.Created, record, activity, isUtc: true)) return NoTime("createdDateTime");
        activity.Outcome = fields.Integer(Graph.ErrorCode) is { } code ? EntraOutcome.Of(code) : Outcome.Unknown;
        activity.Interactive = fields.Bool(Graph.Interactive) == true;
        activity.Kind = activity.Interactive == true ? ActivityKind.SsoLogin : ActivityKind.SsoToken;
        Graph.Apply(fields, activity);
        return DecodeResult.Decoded;
    }

    private static Outcome OutcomeOf(in JsonFields fields)
    {
        var outer = fields.Integer(ResultType) ?? fields.Integer(ResultTypeFolded);
        if ((outer ?? fields.Integer(SignIn.ErrorCode)) is { } code) return EntraOutcome.Of(code);
        return EntraOutcome.Of(fields.Text(ResultType, ResultTypeFolded).Span);
    }

    private static void Complete(in JsonFields fields, Activity activity)
    {
        if (activity.Ip.IsNone) activity.Ip = IpAddress.Parse(fields.Text(Caller, CallerFolded).Span);
        if (activity[TextField.Tenant].IsEmpty) activity[TextField.Tenant] = EntraText.Id(fields.Text(Tenant, TenantFolded));
        if (activity[TextField.DisplayName].IsEmpty) activity[TextField.DisplayName] = AccountText.Clean(fields.Text(Identity));
        if (activity.VendorPlace.Country.IsNone) activity.VendorPlace.Country = CountryCode.Parse(fields.Text(Location).Span);
    }

    private static bool IsOtherDirectoryLog(ReadOnlySpan<byte> category) =>
        category.SequenceEqual("AuditLogs"u8) || category.SequenceEqual("UserRiskEvents"u8) || category.SequenceEqual("RiskyUsers"u8)
        || category.SequenceEqual("RiskyServicePrincipals"u8) || category.SequenceEqual("ServicePrincipalRiskEvents"u8);
}
