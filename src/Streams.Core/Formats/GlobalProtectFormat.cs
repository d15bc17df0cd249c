using System.Runtime.CompilerServices;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>GlobalProtect as PAN-OS sends it to syslog: CSV by position (formats.md, table 3).</summary>
public sealed class GlobalProtectFormat : Format
{
    // Positions count from 1, as the vendor's documentation does.
    private const int Serial = 3, Type = 4, Generated = 7, EventId = 9, User = 13, Region = 14, Machine = 15;
    private const int PublicV4 = 16, PublicV6 = 17, AssignedV4 = 18, AssignedV6 = 19, HostId = 20, EndpointSerial = 21;
    private const int ClientVersion = 22, Os = 23, OsVersion = 24, Description = 28, Status = 29, Portal = 34, Sequence = 35;
    private const int HighResolution = 37;

    public override string Name => "globalprotect";

    public override RecordShape Shape => RecordShape.Text;

    public override bool MayBe(ReadOnlySpan<byte> record)
    {
        var type = TypeOf(record);
        return !type.IsEmpty && PanOsLog.IsKnown(type);
    }

    [SkipLocalsInit]
    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        Span<TextSlot> slots = stackalloc TextSlot[HighResolution];
        slots.Clear();
        var count = CsvTokenizer.Split(record.Span, slots);
        var type = slots[Type - 1].Raw(record.Span);
        var isMine = PanOsLog.IsGlobalProtect(type);
        if (!isMine && !PanOsLog.IsKnown(type)) return DecodeResult.NotMine;
        var hasTime = count >= Generated && TryTime(record, slots, activity);
        // Words like SYSTEM stand in other products' fourth columns, but not with such a time three columns on.
        if (!isMine) return hasTime ? DecodeResult.Ignored : DecodeResult.NotMine;
        if (!hasTime) return DecodeResult.Quarantined("GLOBALPROTECT log without a readable time in columns 37 and 7");
        if (count < Status) return DecodeResult.Quarantined($"GLOBALPROTECT log ends at column {count}; its status stands in column {Status}");
        new GlobalProtectEvent
        {
            Event = At(record, slots, EventId, scratch),
            User = At(record, slots, User, scratch),
            Region = At(record, slots, Region, scratch),
            Machine = At(record, slots, Machine, scratch),
            PublicV4 = At(record, slots, PublicV4, scratch),
            PublicV6 = At(record, slots, PublicV6, scratch),
            AssignedV4 = At(record, slots, AssignedV4, scratch),
            AssignedV6 = At(record, slots, AssignedV6, scratch),
            HostId = At(record, slots, HostId, scratch),
            Serial = At(record, slots, EndpointSerial, scratch),
            ClientVersion = At(record, slots, ClientVersion, scratch),
            Os = At(record, slots, Os, scratch),
            OsVersion = At(record, slots, OsVersion, scratch),
            Description = At(record, slots, Description, scratch),
            Status = At(record, slots, Status, scratch),
            Portal = At(record, slots, Portal, scratch),
            Firewall = At(record, slots, Serial, scratch),
            Sequence = At(record, slots, Sequence, scratch),
        }.Map(activity, scratch);
        return activity.Kind == ActivityKind.Other ? DecodeResult.Ignored : DecodeResult.Decoded;
    }

    private static Utf8Text At(in RawRecord record, ReadOnlySpan<TextSlot> slots, int position, DecodeScratch scratch) =>
        slots[position - 1].Text(record, scratch);

    // The high-resolution stamp has an offset, but a firewall that never set it writes 1970. Column 2 is the log
    // collector's time.
    private static bool TryTime(in RawRecord record, ReadOnlySpan<TextSlot> slots, Activity activity)
    {
        var high = slots[HighResolution - 1].Raw(record.Span);
        if (LogStampReader.TryRead(high, out var stamp, out _) && stamp.Year > 1970)
            return StampedActivity.Apply(activity, stamp, record.Source);
        return LogStampReader.TryRead(slots[Generated - 1].Raw(record.Span), out stamp, out _) && stamp.Year > 1970
            && StampedActivity.Apply(activity, stamp, record.Source);
    }

    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> record)
    {
        for (var i = 1; i < Type; i++)
        {
            var comma = record.IndexOf((byte)',');
            // The first three columns are numbers and a time: short, and never quoted.
            if (comma is < 0 or > 64) return default;
            record = record[(comma + 1)..];
        }

        var end = record.IndexOf((byte)',');
        return end is > 0 and <= 16 ? record[..end] : default;
    }
}
