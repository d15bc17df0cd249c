using Streams.Core.Activities;

namespace Streams.Core.Formats.Entra;

/// <summary>Sign-ins exported from Log Analytics: PascalCase columns, objects as JSON in strings.</summary>
internal sealed class EntraLogAnalyticsFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();

    private static readonly JsonField Type = Fields.Field("Type"), Category = Fields.Field("Category"), Time = Fields.Field("TimeGenerated"),
        Created = Fields.Field("CreatedDateTime"), ResultType = Fields.Field("ResultType"), Id = Fields.Field("Id"),
        Interactive = Fields.Field("IsInteractive"), Ip = Fields.Field("IPAddress");

    private static readonly JsonField UserId = Fields.Field("UserId"), Upn = Fields.Field("UserPrincipalName"),
        UserName = Fields.Field("UserDisplayName"), Identity = Fields.Field("Identity"),
        PrincipalId = Fields.Field("ServicePrincipalId"), PrincipalName = Fields.Field("ServicePrincipalName"),
        AppId = Fields.Field("AppId");

    private static readonly JsonField Agent = Fields.Field("UserAgent"), Client = Fields.Field("ClientAppUsed"),
        Session = Fields.Field("SessionId"), Token = Fields.Field("UniqueTokenIdentifier"), App = Fields.Field("AppDisplayName"),
        Resource = Fields.Field("ResourceDisplayName"), Tenant = Fields.Field("AADTenantId"), Location = Fields.Field("Location"),
        Asn = Fields.Field("AutonomousSystemNumber");

    private static readonly JsonField Status = Fields.Field("Status"), DeviceDetail = Fields.Field("DeviceDetail"),
        LocationDetails = Fields.Field("LocationDetails"), Steps = Fields.Field("AuthenticationDetails"),
        MfaDetail = Fields.Field("MfaDetail");

    private static readonly JsonTable Inner = new();

    private static readonly JsonField ErrorCode = Inner.Field("errorCode"), DeviceId = Inner.Field("deviceId"),
        DeviceName = Inner.Field("displayName"), Os = Inner.Field("operatingSystem"), Managed = Inner.Field("isManaged"),
        City = Inner.Field("city"), Country = Inner.Field("countryOrRegion"), Latitude = Inner.Field("geoCoordinates.latitude"),
        Longitude = Inner.Field("geoCoordinates.longitude"), Method = Inner.Field("authMethod"), Phone = Inner.Field("authDetail");

    public override string Name => "entra";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) =>
        record.IndexOf("\"TimeGenerated\""u8) >= 0
        && (record.IndexOf("\"SigninLogs\""u8) >= 0 || record.IndexOf("SignInLogs\""u8) >= 0);

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        if (!fields.Has(Time) || (!EntraOutcome.TryKind(fields.Text(Category).Span, out var kind, out var type)
            && !EntraOutcome.TryKind(fields.Text(Type).Span, out kind, out type)))
        {
            return DecodeResult.NotMine;
        }

        if (!SetTime(fields, Time, record, activity, isUtc: true) && !SetTime(fields, Created, record, activity, isUtc: true))
        {
            return NoTime("TimeGenerated");
        }

        var status = Nested(fields, Status);
        var code = fields.Integer(ResultType) ?? status?.Integer(ErrorCode);
        activity.Outcome = code is { } number ? EntraOutcome.Of(number) : EntraOutcome.Of(fields.Text(ResultType).Span);
        activity.Kind = fields.Bool(Interactive) ?? kind == ActivityKind.SsoLogin ? kind : ActivityKind.SsoToken;
        activity.Interactive = activity.Kind == ActivityKind.SsoLogin;
        SetAccount(fields, activity, type);
        activity.Ip = fields.Ip(Ip);
        activity[TextField.UserAgent] = AccountText.Clean(fields.Text(Agent));
        activity[TextField.Client] = AccountText.Clean(fields.Text(Client));
        activity[TextField.Session] = EntraText.First(fields, Session, Token);
        activity[TextField.App] = EntraText.First(fields, App, Resource);
        activity[TextField.Tenant] = EntraText.Id(fields.Text(Tenant));
        activity[TextField.EventId] = EntraText.Id(fields.Text(Id));
        SetDetails(fields, activity);
        return DecodeResult.Decoded;
    }

    private static void SetAccount(in JsonFields fields, Activity activity, AccountType type)
    {
        if (type == AccountType.Service)
        {
            activity.AccountType = type;
            activity[TextField.AccountId] = EntraText.Id(EntraText.First(fields, PrincipalId, AppId));
            activity[TextField.DisplayName] = activity[TextField.Login] = EntraText.First(fields, PrincipalName, App);
            return;
        }

        activity[TextField.AccountId] = EntraText.Id(fields.Text(UserId));
        activity[TextField.DisplayName] = EntraText.First(fields, UserName, Identity);
        EntraText.SetPrincipal(activity, fields.Text(Upn), fields.Scratch);
    }

    private static void SetDetails(in JsonFields fields, Activity activity)
    {
        if (Nested(fields, DeviceDetail) is { } device)
        {
            activity[TextField.DeviceId] = EntraText.Id(device.Text(DeviceId));
            activity[TextField.DeviceName] = AccountText.Clean(device.Text(DeviceName));
            activity[TextField.Os] = AccountText.Clean(device.Text(Os));
            activity.DeviceManaged = device.Bool(Managed);
        }

        if (Nested(fields, MfaDetail) is { } mfa)
        {
            activity[TextField.Mfa] = AccountText.Clean(mfa.Text(Method));
            activity[TextField.MfaPhone] = PhoneText.Clean(mfa.Text(Phone), fields.Scratch);
        }

        EntraMethods.ApplyText(fields.Kind(Steps) == JsonKind.Array ? fields.Raw(Steps) : fields.Text(Steps), fields.Scratch, activity);
        if (Nested(fields, LocationDetails) is { } place)
        {
            VendorGeo.Set(
                activity, place.Text(Country), place.Text(City), place.Number(Latitude), place.Number(Longitude), fields.Integer(Asn));
        }

        if (activity.VendorPlace.Country.IsNone) activity.VendorPlace.Country = CountryCode.Parse(fields.Text(Location).Span);
    }

    /// <summary>The object in the field, whether it is one or a string that holds one.</summary>
    private static JsonFields? Nested(in JsonFields fields, JsonField field)
    {
        var text = fields.Kind(field) == JsonKind.Object ? fields.Raw(field) : fields.Text(field);
        if (text.IsEmpty || text.Span[0] != '{') return null;
        try
        {
            return Inner.Read(text, fields.Scratch);
        }
        catch (RecordException)
        {
            return null;
        }
    }
}
