using System.Globalization;
using System.Text;

namespace Streams.Core.Enrichment;

/// <summary>
/// Letters without case and diacritics. Unicode normalisation needs data that invariant globalisation leaves out, so
/// the Latin blocks
/// are a table here; other scripts keep their letters in lower case.
/// </summary>
internal static class Folding
{
    /// <summary>
    /// Base letters of U+00C0…U+017F; <c>*</c> marks those that become two letters, <c>-</c> those that are none.
    /// </summary>
    private const string Latin =
        "aaaaaa*ceeeeiiiidnooooo-ouuuuy**aaaaaa*ceeeeiiiidnooooo-ouuuuy*y" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll" +
        "lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    /// <summary>
    /// Characters written: 0 for one that vanishes (an accent, an apostrophe), −1 for one that separates words.
    /// </summary>
    public static int Fold(Rune rune, Span<char> into)
    {
        var c = rune.Value;
        if (c is >= 0x300 and <= 0x36F or '\'' or 0x2019 or 0x2BC or '`' or 0x200B or 0x200C or 0x200D or 0xFEFF) return 0;
        // Full-width forms.
        if (c is >= 0xFF01 and <= 0xFF5E) c -= 0xFEE0;
        if (c is >= 'A' and <= 'Z') c |= 0x20;
        if (c < 128) return char.IsAsciiLetterOrDigit((char)c) ? One((char)c, into) : -1;
        if (c is >= 0xC0 and <= 0x17F) return LatinLetter(c, into);
        if (c is >= 0x1EA0 and <= 0x1EF9) return One(Vietnamese(c), into);
        if (c is 0x1A0 or 0x1A1) return One('o', into);
        if (c is 0x1AF or 0x1B0) return One('u', into);
        return Rune.IsLetterOrDigit(rune) ? Rune.ToLowerInvariant(rune).EncodeToUtf16(into)
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark ? 0 : -1;
    }

    private static int LatinLetter(int c, Span<char> into)
    {
        var letter = Latin[c - 0xC0];
        if (letter == '-') return -1;
        if (letter != '*') return One(letter, into);
        var two = c switch
        {
            0xC6 or 0xE6 => "ae",
            0xDE or 0xFE => "th",
            0xDF => "ss",
            0x132 or 0x133 => "ij",
            _ => "oe",
        };
        two.CopyTo(into);
        return 2;
    }

    private static char Vietnamese(int c) => c switch
    {
        < 0x1EB8 => 'a',
        < 0x1EC8 => 'e',
        < 0x1ECC => 'i',
        < 0x1EE4 => 'o',
        < 0x1EF2 => 'u',
        _ => 'y',
    };

    private static int One(char letter, Span<char> into)
    {
        into[0] = letter;
        return 1;
    }
}
