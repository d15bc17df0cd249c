using Streams.Core.Activities;

namespace Streams.Core.Formats.Okta;

/// <summary>Okta System Log: the event as the API, event hooks and log streaming give it.</summary>
internal sealed class OktaFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();

    private static readonly JsonField EventType = Fields.Field("eventType"), Published = Fields.Field("published"),
        Uuid = Fields.Field("uuid"), Result = Fields.Field("outcome.result"), Severity = Fields.Field("severity");

    private static readonly JsonField ActorId = Fields.Field("actor.id"), ActorType = Fields.Field("actor.type"),
        ActorName = Fields.Field("actor.alternateId"), ActorDisplay = Fields.Field("actor.displayName");

    private static readonly JsonField ClientIp = Fields.Field("client.ipAddress"),
        Agent = Fields.Field("client.userAgent.rawUserAgent"), Os = Fields.Field("client.userAgent.os"),
        Browser = Fields.Field("client.userAgent.browser");

    private static readonly JsonField Country = Fields.Field("client.geographicalContext.country"),
        City = Fields.Field("client.geographicalContext.city"),
        Latitude = Fields.Field("client.geographicalContext.geolocation.lat"),
        Longitude = Fields.Field("client.geographicalContext.geolocation.lon"),
        Asn = Fields.Field("securityContext.asNumber"), IsProxy = Fields.Field("securityContext.isProxy");

    private static readonly JsonField DeviceId = Fields.Field("device.id"), DeviceName = Fields.Field("device.name"),
        Managed = Fields.Field("device.managed");

    private static readonly JsonField RootSession = Fields.Field("authenticationContext.rootSessionId"),
        ExternalSession = Fields.Field("authenticationContext.externalSessionId");

    private static readonly JsonField Fingerprint = Fields.Field("debugContext.debugData.deviceFingerprint"),
        DtHash = Fields.Field("debugContext.debugData.dtHash"), Factor = Fields.Field("debugContext.debugData.factor"),
        Tunnels = Fields.Field("debugContext.debugData.tunnels"), Phone = Fields.Field("debugContext.debugData.phoneNumber");

    private static readonly JsonRows Chain = Fields.Rows("request.ipChain");
    private static readonly JsonField ChainIp = Chain.Field("ip");
    private static readonly OktaTargets Targets = new(Fields);

    public override string Name => "okta";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) =>
        record.IndexOf("\"eventType\""u8) >= 0 && record.IndexOf("\"published\""u8) >= 0;

    public override bool IsMarked(in JsonFields fields) => fields.Shows(EventType) && fields.Shows(Published);

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        if (!fields.Has(EventType) || fields.Kind(Published) == JsonKind.None) return DecodeResult.NotMine;
        // Azure DevOps and others also say eventType: one more of Okta's own keys decides.
        if (!fields.Has(ActorName) && !fields.Has(Result) && !fields.Has(Uuid) && !fields.Has(Severity)) return DecodeResult.NotMine;

        var type = fields.Text(EventType).Span;
        activity.Kind = OktaEvents.KindOf(type);
        activity.Outcome = OktaEvents.OutcomeOf(fields.Text(Result).Span);
        activity[TextField.EventId] = fields.Text(Uuid);
        if (activity.Kind == ActivityKind.Other) return DecodeResult.Ignored;
        if (!SetTime(fields, Published, record, activity, isUtc: true)) return NoTime("published");

        SetAccount(fields, activity);
        activity.Interactive = activity.Kind != ActivityKind.SsoToken && activity.AccountType == AccountType.Person
            && !OktaEvents.IsSentBySystem(type);
        SetDevice(fields, activity);
        SetSession(fields, activity);
        SetPlace(fields, activity);
        Targets.Apply(fields, activity);
        return DecodeResult.Decoded;
    }

    private static void SetAccount(in JsonFields fields, Activity activity)
    {
        var isUser = fields.Is(ActorType, "User"u8) || !fields.Has(ActorType);
        if (fields.Is(ActorType, "SystemPrincipal"u8) || !fields.Has(ActorName))
        {
            // The system acts; whom it acts for stands among the targets.
            if (Targets.TrySetUser(fields, activity)) return;
        }

        activity[TextField.AccountId] = AccountText.Clean(fields.Text(ActorId));
        activity[TextField.DisplayName] = AccountText.Clean(fields.Text(ActorDisplay));
        AccountText.SetName(activity, fields.Text(ActorName), fields.Scratch);
        activity.AccountType = isUser ? AccountText.TypeOf(activity[TextField.Login].Span) : AccountType.Service;
        if (isUser) activity[TextField.LinkedEmail] = activity[TextField.Email];
    }

    private static void SetDevice(in JsonFields fields, Activity activity)
    {
        activity[TextField.DeviceId] = AccountText.Clean(fields.Text(DeviceId));
        activity[TextField.DeviceName] = AccountText.Clean(fields.Text(DeviceName));
        activity.DeviceManaged = fields.Bool(Managed);
        activity[TextField.DeviceFingerprint] = AccountText.Clean(fields.Text(Fingerprint, DtHash));
        activity[TextField.Os] = AccountText.Clean(fields.Text(Os));
        activity[TextField.Client] = AccountText.Clean(fields.Text(Browser));
        activity[TextField.UserAgent] = AccountText.Clean(fields.Text(Agent));
    }

    private static void SetSession(in JsonFields fields, Activity activity)
    {
        var session = AccountText.Clean(fields.Text(RootSession));
        activity[TextField.Session] = session.IsEmpty ? AccountText.Clean(fields.Text(ExternalSession)) : session;
        activity[TextField.Mfa] = AccountText.Clean(fields.Text(Factor));
        activity[TextField.MfaPhone] = PhoneText.Clean(fields.Text(Phone), fields.Scratch);
        activity[TextField.RelayProvider] = OktaTunnels.OperatorOf(fields.Text(Tunnels), fields.Scratch);
    }

    private static void SetPlace(in JsonFields fields, Activity activity)
    {
        activity.Ip = fields.Ip(ClientIp);
        if (activity.Ip.IsNone)
        {
            // The left end can be forged: the rightmost public address is the last one that a trusted party saw.
            foreach (var hop in fields.Rows(Chain))
            {
                var ip = hop.Ip(ChainIp);
                if (IpRanges.IsPublic(ip)) activity.Ip = ip;
            }
        }

        VendorGeo.Set(
            activity, fields.Text(Country), fields.Text(City), fields.Number(Latitude), fields.Number(Longitude), fields.Integer(Asn));
        if (fields.Bool(IsProxy) == true) activity.VendorPlace.Class = NetworkClass.Anonymiser;
    }
}
