using System.Globalization;

namespace Streams.Cli.Configuration.Reading;

/// <summary>Numbers, durations and sizes as people write them.</summary>
internal static class ScalarText
{
    private static readonly (string Unit, double Seconds)[] Durations =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

    private static readonly (string Unit, long Bytes)[] Sizes =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    /// <summary><c>45s</c>, <c>1.5h</c>; a bare number says no unit and is none, but for 0.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        if (text == "0") return true;
        foreach (var (unit, seconds) in Durations)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !TryNumber(text[..^unit.Length], out var number))
                continue;
            if (number < 0 || number * seconds > 1e9) return false;
            value = TimeSpan.FromSeconds(number * seconds);
            return true;
        }

        return false;
    }

    /// <summary><c>64MiB</c>, or a number of bytes.</summary>
    public static bool TrySize(string text, out long value)
    {
        foreach (var (unit, bytes) in Sizes)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            var isNumber = TryNumber(text[..^unit.Length].TrimEnd(), out var number) && number >= 0
                && number * bytes < long.MaxValue / 2;
            value = isNumber ? (long)(number * bytes) : 0;
            return isNumber;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    public static string Duration(double seconds)
    {
        foreach (var (unit, length) in Durations.Reverse())
            if (seconds >= length && seconds % length == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{seconds / length}{unit}");
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }

    public static string Size(double bytes)
    {
        foreach (var (unit, size) in Sizes.Reverse())
            if (bytes >= size && bytes % size == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
        return string.Create(CultureInfo.InvariantCulture, $"{bytes}");
    }
}
