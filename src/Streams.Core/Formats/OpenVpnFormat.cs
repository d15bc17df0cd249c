using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>OpenVPN servers, their own log files and syslog, pfSense included (formats.md, table 5).</summary>
public sealed class OpenVpnFormat : Format
{
    public override string Name => "openvpn";

    public override RecordShape Shape => RecordShape.Text;

    /// <summary>Which program wrote it stands in the header, which is not seen here: any line may be one.</summary>
    public override bool MayBe(ReadOnlySpan<byte> record) => !record.IsEmpty && record[0] is not ((byte)'{' or (byte)'<' or (byte)'%');

    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        var isNamed = record.Header.App.Span.StartsWith("openvpn"u8) || record.Source.Format == Name;
        var text = record.Text(0, record.Length);
        var hasStamp = TryStamp(ref text, record.Source, activity) || StampedActivity.Apply(activity, record.Header);
        SkipTag(ref text, ref isNamed);
        SkipMicroseconds(ref text, activity);
        var peer = OpenVpnPeer.Take(ref text);
        if (!isNamed && !OpenVpnLine.IsSigned(text.Span)) return DecodeResult.NotMine;
        if (!OpenVpnLine.Map(text, peer, activity, scratch)) return DecodeResult.Ignored;
        return hasStamp
            ? DecodeResult.Decoded
            : DecodeResult.Quarantined("no time: the line has no stamp, or one without a year and nothing to tell the year from");
    }

    // Its own head: "2024-12-15 14:12:12", before 2.5 "Tue Aug 12 13:52:06 2025"; more exact than what a relay put
    // before it.
    private static bool TryStamp(ref Utf8Text text, SourceSettings source, Activity activity)
    {
        if (!LogStampReader.TryRead(text.Span, out var stamp, out var length) || length >= text.Length
            || text.Span[length] != ' ') return false;
        if (stamp.IsEpoch || !StampedActivity.Apply(activity, stamp, source)) return false;
        text = SkipSpaces(text.Slice(length));
        return true;
    }

    private static void SkipTag(ref Utf8Text text, ref bool isNamed)
    {
        if (!text.Span.StartsWith("openvpn"u8)) return;
        var end = text.Span.IndexOf((byte)' ');
        var tag = end < 0 ? text.Span : text.Span[..end];
        if (HeaderWords.TagName(tag, pidOnly: false) == 0) return;
        isNamed = true;
        text = end < 0 ? default : SkipSpaces(text.Slice(end));
    }

    private static void SkipMicroseconds(ref Utf8Text text, Activity activity)
    {
        if (!text.Span.StartsWith("us="u8)) return;
        if (!System.Buffers.Text.Utf8Parser.TryParse(text.Span[3..], out int micros, out var used) || micros is < 0 or > 999_999) return;
        if (activity.Time != Activity.NoTime) activity.Time += micros / 1000;
        text = SkipSpaces(text.Slice(3 + used));
    }

    private static Utf8Text SkipSpaces(Utf8Text text)
    {
        var start = 0;
        while (start < text.Length && text.Span[start] == ' ') start++;
        return text.Slice(start);
    }
}
