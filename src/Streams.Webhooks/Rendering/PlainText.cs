using System.Globalization;
using System.Text;

namespace Streams.Webhooks.Rendering;

/// <summary>
/// Log data is written by whoever is being looked for. What reaches a chat has no controls, no reversed direction, no
/// invisible letters, no halves of characters and no towers of accents.
/// </summary>
internal static class PlainText
{
    /// <summary>Two marks on a letter occur in real names; more only pile up over the lines around.</summary>
    private const int MarksMax = 2;

    private const char Unseen = '�';

    /// <summary>At most <paramref name="max"/> UTF-16 units, with an ellipsis where something was cut.</summary>
    public static string Of(string? text, int max)
    {
        if (string.IsNullOrEmpty(text)) return "";

        // Cleaning never lengthens, so what lies far beyond the cut need not be looked at.
        var source = text.Length > max ? text.AsSpan(0, Math.Min(text.Length, max + 64)) : text;
        var clean = new StringBuilder(source.Length);
        var marks = 0;
        foreach (var rune in source.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MarksMax) continue;
            if (rune.Value is '\n' or '\r' or '\t' || category == UnicodeCategory.SpaceSeparator) clean.Append(' ');
            else if (IsUnseen(rune.Value, category)) clean.Append(Unseen);
            else clean.Append(rune.ToString());
        }

        return Cut(clean.ToString(), max, text.Length > source.Length);
    }

    public static string Cut(string text, int max, bool wasCut = false)
    {
        if (text.Length <= max && !wasCut) return text;
        var end = Math.Min(text.Length, max - 1);
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static bool IsUnseen(int codePoint, UnicodeCategory category) => category switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator => true,
        UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => true,
        UnicodeCategory.OtherNotAssigned => true,
        // Letters and symbols that draw nothing: Hangul fillers and the empty Braille cell.
        _ => codePoint is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800,
    };
}
