using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// FortiGate, VPN events (formats.md, table 5). All other log types and actions are understood and ignored.
/// </summary>
public sealed class FortiGateFormat : Format
{
    private static readonly FieldTable Keys = new(
        "date", "time", "tz", "eventtime", "type", "subtype", "action", "user", "group", "xauthuser", "xauthgroup", "remip", "tunnelip",
        "assignip", "tunnelid", "logid", "tunneltype", "devid");

    public override string Name => "fortigate";

    public override RecordShape Shape => RecordShape.Text;

    public override bool MayBe(ReadOnlySpan<byte> record) =>
        (record.StartsWith("date="u8) || record.StartsWith("logid="u8) || record.StartsWith("logver="u8) || record.StartsWith("itime="u8)
            || record.StartsWith("timestamp="u8) || record.StartsWith("devname="u8) || record.StartsWith("eventtime="u8))
        && record.IndexOf("type="u8) >= 0;

    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        if (!MayBe(record.Span)) return DecodeResult.NotMine;
        Span<TextSlot> slots = stackalloc TextSlot[Keys.Count];
        KeyValueTokenizer.Read(record.Span, Keys, slots, Separator(record.Span));
        var fields = new Fields(record, slots, scratch);
        // Its log ids have ten digits; other products write date= and type= too.
        if (fields.Raw("logid"u8).IsEmpty && fields.Raw("devid"u8).IsEmpty) return DecodeResult.NotMine;
        if (fields.Raw("type"u8).IsEmpty) return DecodeResult.Quarantined("FortiGate log without 'type'");
        var hasTime = TryTime(fields, record.Source, activity);
        if (!fields.Raw("type"u8).SequenceEqual("event"u8) || !fields.Raw("subtype"u8).SequenceEqual("vpn"u8)) return DecodeResult.Ignored;
        if (!TryKind(fields.Raw("action"u8), activity)) return DecodeResult.Ignored;
        SetUser(fields, activity, scratch);
        // A tunnel between two sites has no user; a rejected login may have lost its name.
        if (activity.Kind != ActivityKind.VpnAuth && activity[TextField.Login].IsEmpty) return Ignored(activity);
        if (!hasTime)
            return DecodeResult.Quarantined("FortiGate log without a readable 'eventtime' or 'date' and 'time'");
        activity.Ip = IpAddress.Parse(fields.Raw("remip"u8));
        activity.VpnIp = IpAddress.Parse(fields.Raw("tunnelip"u8));
        if (activity.VpnIp.IsNone) activity.VpnIp = IpAddress.Parse(fields.Raw("assignip"u8));
        var session = AccountText.Clean(fields.Text("tunnelid"u8));
        if (!session.Is("0"u8)) activity[TextField.Session] = session;
        activity[TextField.Client] = fields.Text("tunneltype"u8);
        return DecodeResult.Decoded;
    }

    private static DecodeResult Ignored(Activity activity)
    {
        activity.Kind = ActivityKind.Other;
        return DecodeResult.Ignored;
    }

    private static bool TryKind(ReadOnlySpan<byte> action, Activity activity)
    {
        activity.Outcome = Outcome.Success;
        if (action.SequenceEqual("tunnel-up"u8)) activity.Kind = ActivityKind.VpnStart;
        else if (action.SequenceEqual("tunnel-down"u8)) activity.Kind = ActivityKind.VpnEnd;
        else if (action.SequenceEqual("tunnel-stats"u8)) activity.Kind = ActivityKind.VpnTraffic;
        else if (action.SequenceEqual("ssl-login-fail"u8))
        {
            activity.Kind = ActivityKind.VpnAuth;
            activity.Outcome = Outcome.Failure;
        }
        else
        {
            activity.Outcome = Outcome.Unknown;
            return false;
        }

        return true;
    }

    // For IPsec the name that was proved is xauthuser; user is the peer's id.
    private static void SetUser(in Fields fields, Activity activity, DecodeScratch scratch)
    {
        var proved = AccountText.Clean(fields.Text("xauthuser"u8));
        AccountText.SetName(activity, proved.IsEmpty ? fields.Text("user"u8) : proved, scratch);
        if (!activity[TextField.Domain].IsEmpty) return;
        var group = AccountText.Clean(fields.Text(proved.IsEmpty ? "group"u8 : "xauthgroup"u8));
        activity[TextField.Domain] = group;
    }

    // 'eventtime' is exact; 'date' and 'time' are the device's local time, and 'tz' came with FortiOS 6.2.
    private static bool TryTime(in Fields fields, SourceSettings source, Activity activity)
    {
        TimeText.TryZone(fields.Raw("tz"u8), out var offset, out var mark);
        if (fields.Raw("eventtime"u8) is { Length: >= 10 } epoch && TimeText.TryEpoch(epoch, out var time) && time.Ms > 0)
        {
            time.Apply(activity, source, isUtc: true);
            if (mark == TimeZoneMark.Offset) activity.TimeOffset = offset;
            return true;
        }

        Span<byte> joined = stackalloc byte[32];
        ReadOnlySpan<byte> date = fields.Raw("date"u8), clock = fields.Raw("time"u8);
        if (date.Length + 1 + clock.Length > joined.Length || date.IsEmpty) return false;
        date.CopyTo(joined);
        joined[date.Length] = (byte)' ';
        clock.CopyTo(joined[(date.Length + 1)..]);
        if (!LogStampReader.TryRead(joined[..(date.Length + 1 + clock.Length)], out var stamp, out _)) return false;
        if (mark != TimeZoneMark.None)
            stamp = stamp with { Offset = offset, WrittenOffset = mark == TimeZoneMark.Offset ? offset : Activity.NoOffset };
        return StampedActivity.Apply(activity, stamp, source);
    }

    // FortiOS also sends comma-separated pairs when told "format csv".
    private static byte Separator(ReadOnlySpan<byte> record)
    {
        var first = record.IndexOfAny((byte)' ', (byte)',');
        return first >= 0 && record[first] == ',' ? (byte)',' : (byte)' ';
    }

    private readonly ref struct Fields(RawRecord record, ReadOnlySpan<TextSlot> slots, DecodeScratch scratch)
    {
        private readonly RawRecord _record = record;
        private readonly ReadOnlySpan<TextSlot> _slots = slots;

        public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> key) => _slots[Keys.Find(key)].Raw(_record.Span);

        public Utf8Text Text(ReadOnlySpan<byte> key) => _slots[Keys.Find(key)].Text(_record, scratch);
    }
}
