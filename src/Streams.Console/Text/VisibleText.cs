using System.Buffers;
using System.Globalization;
using System.Text;

namespace Streams.Console.Text;

/// <summary>
/// Finds the characters that must not reach a reader raw: controls, bidi overrides, zero-width and blank look-alikes,
/// halves of
/// surrogates, piled-up combining marks. Log data is written by whoever is being looked for; what is hidden is shown by
/// its code.
/// </summary>
internal static class VisibleText
{
    /// <summary>Two marks on a letter occur in real names (Vietnamese); more only pile up over the lines
    /// around.</summary>
    private const int MarksMax = 2;

    /// <summary>The next hidden character at or after <paramref name="start"/>, or −1.</summary>
    public static int NextHidden(ReadOnlySpan<char> text, int start, out int codePoint, out int length)
    {
        // A pile goes on where the last find stood in it.
        var marks = 0;
        while (marks < MarksMax && start - marks > 0
            && IsMark(char.GetUnicodeCategory(text[start - marks - 1]))) marks++;
        for (var i = start; i < text.Length; i += length)
        {
            codePoint = text[i];
            length = 1;
            if (codePoint is >= ' ' and < 0x7F)
            {
                marks = 0;
                continue;
            }

            if (Rune.DecodeFromUtf16(text[i..], out var rune, out _) != OperationStatus.Done) return i;
            codePoint = rune.Value;
            length = rune.Utf16SequenceLength;
            var category = Rune.GetUnicodeCategory(rune);
            marks = IsMark(category) ? marks + 1 : 0;
            if (marks > MarksMax || IsHidden(category, codePoint)) return i;
        }

        codePoint = 0;
        length = 0;
        return -1;
    }

    /// <summary>At most <paramref name="max"/> UTF-16 units, never half a character, with an ellipsis where something
    /// was cut.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max) return text;
        var end = max - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>For a terminal: what is hidden as <c>\x1B</c> or <c>\u{202E}</c>.</summary>
    public static string ForTerminal(string text)
    {
        var at = NextHidden(text, 0, out var code, out var length);
        if (at < 0) return text;
        var result = new StringBuilder();
        var from = 0;
        while (at >= 0)
        {
            result.Append(text, from, at - from);
            result.Append(code < 0x100 ? "\\x" : "\\u{")
                .Append(code.ToString(code < 0x100 ? "X2" : "X4", CultureInfo.InvariantCulture));
            if (code >= 0x100) result.Append('}');
            from = at + length;
            at = NextHidden(text, from, out code, out length);
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static bool IsMark(UnicodeCategory category) => category is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.EnclosingMark;

    private static bool IsHidden(UnicodeCategory category, int codePoint) => category switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator => true,
        UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate => true,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.SpaceSeparator => codePoint != ' ',
        // Letters and symbols that draw nothing: Hangul fillers and the empty Braille cell.
        _ => codePoint is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800,
    };
}
