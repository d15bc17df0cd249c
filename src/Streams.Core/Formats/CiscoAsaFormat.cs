using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// Cisco ASA and FTD, AnyConnect messages (formats.md, table 4). Every other well-formed message is understood and
/// ignored.
/// </summary>
public sealed class CiscoAsaFormat : Format
{
    // Hosts, tags and odd priorities may stand before the message; a whole line of them may not.
    private const int PrefixMax = 256;

    public override string Name => "cisco-asa";

    public override RecordShape Shape => RecordShape.Text;

    public override bool MayBe(ReadOnlySpan<byte> record) => TagAt(record) >= 0;

    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        var at = TagAt(record.Span);
        if (at < 0) return DecodeResult.NotMine;
        if (!TryReadTag(record.Span, at, out var id, out var start))
            return DecodeResult.Quarantined($"malformed Cisco message tag '{Shown(record.Span[at..])}': %ASA-level-number: was expected");
        var hasTime = StampedActivity.Apply(activity, record.Header);
        activity.Kind = CiscoAsaMessage.KindOf(id);
        if (activity.Kind == ActivityKind.Other) return DecodeResult.Ignored;
        if (!hasTime)
            return DecodeResult.Quarantined("no time: the line has no stamp, or one without a year and nothing to tell the year from");
        var message = new CiscoAsaMessage(record.Text(start, record.Length - start));
        return message.Read(id, activity, scratch)
            ? activity.Kind == ActivityKind.Other ? DecodeResult.Ignored : DecodeResult.Decoded
            : DecodeResult.Quarantined($"Cisco message {id} is not worded as documented");
    }

    private static int TagAt(ReadOnlySpan<byte> record)
    {
        var head = record[..Math.Min(record.Length, PrefixMax)];
        for (var from = 0; ;)
        {
            var at = head[from..].IndexOf((byte)'%');
            if (at < 0) return -1;
            at += from;
            var tag = head[(at + 1)..];
            if (tag.StartsWith("ASA-"u8) || tag.StartsWith("FTD-"u8) || tag.StartsWith("PIX-"u8)) return at;
            from = at + 1;
        }
    }

    // "%ASA-6-113039:", with EMBLEM's class before the level as "%ASA-vpn-6-113039:", or without the colon.
    private static bool TryReadTag(ReadOnlySpan<byte> record, int at, out int id, out int start)
    {
        id = 0;
        start = at + 5;
        while (start < record.Length && (char.IsAsciiLetter((char)record[start]) || record[start] == '_')) start++;
        if (start > at + 5 || (start < record.Length && record[start] == '-'))
        {
            if (start >= record.Length || record[start] != '-') return false;
            start++;
        }

        if (start + 2 >= record.Length || record[start] is < (byte)'0' or > (byte)'7' || record[start + 1] != '-') return false;
        start += 2;
        var first = start;
        while (start < record.Length && start < first + 7 && record[start] is >= (byte)'0' and <= (byte)'9')
            id = id * 10 + (record[start++] - '0');
        if (start == first || (start < record.Length && record[start] is not ((byte)':' or (byte)' '))) return false;
        while (start < record.Length && record[start] is (byte)':' or (byte)' ') start++;
        return true;
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 24)]);
}
