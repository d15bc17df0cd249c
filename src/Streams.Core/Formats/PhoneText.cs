using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// Phone numbers as identities: digits with a leading plus, so that spelling does not matter; a masked one identifies
/// nobody.
/// </summary>
internal static class PhoneText
{
    /// <summary>Fewer digits are an extension or a code, more are no phone number (E.164 allows 15).</summary>
    private const int DigitsMin = 7, DigitsMax = 15;

    public static Utf8Text Clean(Utf8Text text, DecodeScratch scratch)
    {
        var span = text.Span;
        if (span.Length is < DigitsMin or > 32) return default;
        var into = scratch.Reserve(span.Length);
        var used = 0;
        foreach (var c in span)
        {
            if (c is >= (byte)'0' and <= (byte)'9' || (c == '+' && used == 0)) into[used++] = c;
            else if (c is not ((byte)' ' or (byte)'-' or (byte)'(' or (byte)')' or (byte)'.' or (byte)'/')) return default;
        }

        var digits = used > 0 && into[0] == '+' ? used - 1 : used;
        return digits is >= DigitsMin and <= DigitsMax ? scratch.Commit(used) : default;
    }
}
