using Streams.Core.Activities;

namespace Streams.Core.Formats.Ecs;

/// <summary>
/// Normalised ECS, asked last: by then no vendor's own format has claimed the record and no raw line was found in it.
/// Where the
/// address and the user stand depends on the dataset (formats.md Table 6).
/// </summary>
internal sealed class EcsFormat : JsonFormat
{
    public override string Name => "ecs";

    public override JsonTable Table => EcsFields.Table;

    public override int Order => 300;

    public override bool MayBe(ReadOnlySpan<byte> record) => record.IndexOf("\"@timestamp\""u8) >= 0;

    public override DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity)
    {
        var set = EcsDataset.Of(fields);
        if (!fields.Has(EcsFields.Time) || !(set == Dataset.None ? LooksLikeEcs(fields) : IsNormalised(fields)))
            return DecodeResult.NotMine;

        activity.Outcome = OutcomeOf(fields);
        EcsAccount.Set(fields, activity);
        EcsCommon.Set(fields, activity);
        switch (set)
        {
            case Dataset.Okta: EcsSso.Okta(fields, activity); break;
            case Dataset.Azure: EcsSso.Azure(fields, activity); break;
            case Dataset.GitHub: EcsSso.GitHub(fields, activity); break;
            case Dataset.GlobalProtect: EcsVpn.GlobalProtect(fields, activity); break;
            case Dataset.Asa: EcsVpn.Asa(fields, activity); break;
            case Dataset.FortiGate: EcsVpn.FortiGate(fields, activity); break;
            case Dataset.Meraki: EcsVpn.Meraki(fields, activity); break;
            case Dataset.OpenVpn: EcsVpn.OpenVpn(fields, activity); break;
            case Dataset.Pulse: EcsVpn.Pulse(fields, activity); break;
            case Dataset.Zpa: EcsVpn.Zpa(fields, activity); break;
            case Dataset.Cloudflare: EcsVpn.Cloudflare(fields, activity); break;
            case Dataset.Duo: activity.Kind = ActivityKind.SsoFactor; break;
            case Dataset.Google: EcsSso.Google(fields, activity); break;
            case Dataset.CloudTrail: EcsSso.CloudTrail(fields, activity); break;
            default: EcsSso.Plain(fields, activity); break;
        }

        if (activity.Kind == ActivityKind.Other) return DecodeResult.Ignored;
        // FortiGate's @timestamp is device time taken for UTC where tz was absent; event.start comes from the epoch and
        // is right.
        if (set == Dataset.FortiGate && SetTime(fields, EcsFields.Start, record, activity, isUtc: true)) return DecodeResult.Decoded;
        return SetTime(fields, EcsFields.Time, record, activity, isUtc: true) ? DecodeResult.Decoded : NoTime("@timestamp");
    }

    private static bool LooksLikeEcs(in JsonFields fields) =>
        fields.Has(EcsFields.Category) || (fields.Has(EcsFields.UserName) && fields.Has(EcsFields.SourceIp));

    /// <summary>
    /// A shipper puts the dataset's name on lines that nobody has parsed, too. Such an envelope, with a line that no
    /// format knows, is
    /// not understood: it must not pass for a document of no use.
    /// </summary>
    private static bool IsNormalised(in JsonFields fields) =>
        fields.Has(EcsFields.Category) || fields.Has(EcsFields.Type) || fields.Has(EcsFields.Action) || fields.Has(EcsFields.Outcome)
        || fields.Has(EcsFields.Code) || fields.Has(EcsFields.UserName) || fields.Has(EcsFields.SourceUser)
        || EcsDataset.ByObject(fields) != Dataset.None;

    /// <summary>A text or an array; of several outcomes a failure says more.</summary>
    private static Outcome OutcomeOf(in JsonFields fields)
    {
        if (fields.Contains(EcsFields.Outcome, "failure"u8)) return Outcome.Failure;
        return fields.Contains(EcsFields.Outcome, "success"u8) ? Outcome.Success : Outcome.Unknown;
    }
}
