namespace Streams.Core.Formats;

/// <summary>
/// Plain decimals such as coordinates, exactly as the platform reads them, at a fraction of its cost: digits that fit
/// a double's mantissa over a power of ten that is exact give the nearest double in one division.
/// </summary>
public static class DecimalText
{
    private const int DigitsMax = 15;

    private static ReadOnlySpan<double> PowersOfTen => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>False for anything but an optional minus, digits and at most one point between digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        var isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative) text = text[1..];
        if (text.Length is 0 or > DigitsMax) return false;
        long digits = 0;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9') digits = digits * 10 + (text[i] - '0');
            else if (text[i] == '.' && point < 0 && i > 0 && i < text.Length - 1) point = i;
            else return false;
        }

        number = point < 0 ? digits : digits / PowersOfTen[text.Length - 1 - point];
        if (isNegative) number = -number;
        return true;
    }
}
