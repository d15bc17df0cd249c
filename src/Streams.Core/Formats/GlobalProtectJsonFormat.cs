using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>GlobalProtect as Strata Logging Service forwards it in JSON (formats.md, table 3).</summary>
public sealed class GlobalProtectJsonFormat : JsonFormat
{
    private static readonly JsonTable Fields = new();

    private static readonly JsonField LogType = Fields.Field("LogType");
    private static readonly JsonField HighResolution = Fields.Field("TimeGeneratedHighResolution");
    private static readonly JsonField Generated = Fields.Field("TimeGenerated");
    private static readonly JsonField EventId = Fields.Field("EventIDValue");
    private static readonly JsonField User = Fields.Field("SourceUserName");
    private static readonly JsonField Region = Fields.Field("SourceRegion");
    private static readonly JsonField Machine = Fields.Field("EndpointDeviceName");
    private static readonly JsonField PublicV4 = Fields.Field("PublicIPv4");
    private static readonly JsonField PublicV6 = Fields.Field("PublicIPv6");
    private static readonly JsonField PrivateV4 = Fields.Field("PrivateIPv4");
    private static readonly JsonField PrivateV6 = Fields.Field("PrivateIPv6");
    private static readonly JsonField HostId = Fields.Field("HostID");
    private static readonly JsonField Serial = Fields.Field("EndpointSN");
    private static readonly JsonField ClientVersion = Fields.Field("GlobalProtectClientVersion");
    private static readonly JsonField Os = Fields.Field("EndpointOSType");
    private static readonly JsonField OsVersion = Fields.Field("EndpointOSVersion");
    private static readonly JsonField Description = Fields.Field("Description");
    private static readonly JsonField Status = Fields.Field("EventStatus");
    private static readonly JsonField Portal = Fields.Field("Portal");
    private static readonly JsonField Firewall = Fields.Field("DeviceSN");
    private static readonly JsonField Sequence = Fields.Field("SequenceNo");

    public override string Name => "globalprotect";

    public override JsonTable Table => Fields;

    public override bool MayBe(ReadOnlySpan<byte> record) => record.IndexOf("\"LogType\""u8) >= 0;

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        var type = fields.Text(LogType).Span;
        if (!PanOsLog.IsGlobalProtect(type))
            return PanOsLog.IsKnown(type) && fields.Has(Firewall) ? DecodeResult.Ignored : DecodeResult.NotMine;
        if (!fields.Has(EventId)) return DecodeResult.Quarantined("GLOBALPROTECT log without EventIDValue");
        if (!TrySetTime(fields, HighResolution, record, activity) && !TrySetTime(fields, Generated, record, activity))
            return NoTime("TimeGeneratedHighResolution");
        var scratch = fields.Scratch;
        new GlobalProtectEvent
        {
            Event = fields.Text(EventId),
            User = fields.Text(User),
            Region = fields.Text(Region),
            Machine = fields.Text(Machine),
            PublicV4 = fields.Text(PublicV4),
            PublicV6 = fields.Text(PublicV6),
            AssignedV4 = fields.Text(PrivateV4),
            AssignedV6 = fields.Text(PrivateV6),
            HostId = fields.Text(HostId),
            Serial = fields.Text(Serial),
            ClientVersion = fields.Text(ClientVersion),
            Os = fields.Text(Os),
            OsVersion = fields.Text(OsVersion),
            Description = fields.Text(Description),
            Status = fields.Text(Status),
            Portal = fields.Text(Portal),
            Firewall = fields.Text(Firewall),
            Sequence = fields.Text(Sequence),
        }.Map(activity, scratch);
        return activity.Kind == ActivityKind.Other ? DecodeResult.Ignored : DecodeResult.Decoded;
    }

    // Strata's times are UTC; a stamp that was never set is 1970.
    private static bool TrySetTime(in JsonFields fields, JsonField field, in RawRecord record, Activity activity)
    {
        const long Unset = 366L * 86_400_000;
        return fields.TryTime(field, out var time) && time.Ms > Unset && SetTime(fields, field, record, activity, isUtc: true);
    }
}
