using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// CEF of a vendor that no format here maps: named in the reason, so that an operator sees at once what arrived.
/// </summary>
public sealed class CefFormat : Format
{
    public override string Name => "cef";

    public override RecordShape Shape => RecordShape.Text;

    public override int Order => 90;

    public override bool MayBe(ReadOnlySpan<byte> record) => record.StartsWith("CEF:"u8);

    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        if (!MayBe(record.Span)) return DecodeResult.NotMine;
        Span<TextSlot> header = stackalloc TextSlot[CefTokenizer.HeaderFields];
        if (!CefTokenizer.TryReadHeader(record.Span, header, out _))
            return DecodeResult.Quarantined("CEF header has fewer than the seven fields that the standard asks for");
        return DecodeResult.Quarantined(
            $"unknown format: CEF of vendor '{Shown(record, header[1], scratch)}', product '{Shown(record, header[2], scratch)}' has no mapping");
    }

    private static string Shown(in RawRecord record, TextSlot slot, DecodeScratch scratch)
    {
        var text = slot.Text(record, scratch).Span;
        var shown = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(text[..Math.Min(text.Length, 48)]).EnumerateRunes())
            shown.Append(Rune.IsControl(rune) ? "." : rune.ToString());
        return shown.ToString();
    }
}
