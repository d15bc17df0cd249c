using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// GlobalProtect as CEF, from a firewall's own template or from Strata's log forwarding (formats.md, table 3).
/// </summary>
public sealed class GlobalProtectCefFormat : Format
{
    private const int Vendor = 1, EventClass = 4;

    private static readonly FieldTable Keys = new(
        "start", "dtz", "PanOSEventIDValue", "PanOSSourceUserName", "PanOSSourceRegion", "PanOSEndpointDeviceName",
        "PanOSPublicIPv4", "PanOSPublicIPv6", "PanOSPrivateIPv4", "PanOSPrivateIPv6", "PanOSHostID", "PanOSEndpointSN",
        "PanOSGlobalProtectClientVersion", "PanOSEndpointOSType", "PanOSEndpointOSVersion", "PanOSDescription", "PanOSEventStatus",
        "PanOSPortal", "deviceExternalId", "PanOSSequenceNo");

    public override string Name => "globalprotect";

    public override RecordShape Shape => RecordShape.Text;

    public override bool MayBe(ReadOnlySpan<byte> record) => record.StartsWith("CEF:"u8) && IsPaloAlto(record, out _);

    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        if (!IsPaloAlto(record.Span, out var type)) return DecodeResult.NotMine;
        Span<TextSlot> header = stackalloc TextSlot[CefTokenizer.HeaderFields];
        if (!CefTokenizer.TryReadHeader(record.Span, header, out var extension)) return DecodeResult.Quarantined("CEF header is cut short");
        if (!PanOsLog.IsGlobalProtect(type))
        {
            return PanOsLog.IsKnown(type)
                ? DecodeResult.Ignored
                : DecodeResult.Quarantined($"unknown PAN-OS log type '{Encoding.UTF8.GetString(type[..Math.Min(type.Length, 32)])}' in CEF");
        }

        Span<TextSlot> slots = stackalloc TextSlot[Keys.Count];
        CefTokenizer.ReadExtension(record.Span, extension, Keys, slots);
        if (!TryTime(slots[0].Text(record, scratch), slots[1].Text(record, scratch).Span, record.Source, activity))
            return DecodeResult.Quarantined("GlobalProtect CEF without a readable time in 'start'");
        new GlobalProtectEvent
        {
            Event = slots[2].Text(record, scratch),
            User = slots[3].Text(record, scratch),
            Region = slots[4].Text(record, scratch),
            Machine = slots[5].Text(record, scratch),
            PublicV4 = slots[6].Text(record, scratch),
            PublicV6 = slots[7].Text(record, scratch),
            AssignedV4 = slots[8].Text(record, scratch),
            AssignedV6 = slots[9].Text(record, scratch),
            HostId = slots[10].Text(record, scratch),
            Serial = slots[11].Text(record, scratch),
            ClientVersion = slots[12].Text(record, scratch),
            Os = slots[13].Text(record, scratch),
            OsVersion = slots[14].Text(record, scratch),
            Description = slots[15].Text(record, scratch),
            Status = slots[16].Text(record, scratch),
            Portal = slots[17].Text(record, scratch),
            Firewall = slots[18].Text(record, scratch),
            Sequence = slots[19].Text(record, scratch),
        }.Map(activity, scratch);
        return activity.Kind == ActivityKind.Other ? DecodeResult.Ignored : DecodeResult.Decoded;
    }

    internal static bool IsPaloAlto(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> type)
    {
        type = default;
        Span<TextSlot> header = stackalloc TextSlot[CefTokenizer.HeaderFields];
        if (!CefTokenizer.TryReadHeader(record, header, out _)) return false;
        type = header[EventClass].Raw(record);
        return header[Vendor].Raw(record).StartsWith("Palo Alto"u8);
    }

    // A stamp of its own zone, an epoch, or a local time in the zone that 'dtz' names.
    private static bool TryTime(Utf8Text start, ReadOnlySpan<byte> zone, SourceSettings source, Activity activity)
    {
        if (!LogStampReader.TryRead(start.Span, out var stamp, out _))
        {
            if (!TimeText.TryParse(start.Span, out var time)) return false;
            time.Apply(activity, source);
            return true;
        }

        if (stamp.Offset != Activity.NoOffset || zone.IsEmpty) return StampedActivity.Apply(activity, stamp, source);
        if (TimeText.TryZone(zone, out var offset, out var mark) && mark != TimeZoneMark.None)
        {
            var written = mark == TimeZoneMark.Offset ? offset : Activity.NoOffset;
            return StampedActivity.Apply(activity, stamp with { Offset = offset, WrittenOffset = written }, source);
        }

        return StampedActivity.Apply(activity, stamp, Named(zone) is { } named ? source with { Zone = named } : source);
    }

    private static TimeZoneInfo? Named(ReadOnlySpan<byte> zone)
    {
        // The longest IANA name has 32 letters; nothing else is looked up.
        if (zone.Length > 40 || zone.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/_-+0123456789"u8) >= 0) return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(Encoding.UTF8.GetString(zone), out var found) ? found : null;
    }
}
