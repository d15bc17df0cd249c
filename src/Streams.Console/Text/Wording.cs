using System.Collections;
using System.Globalization;

namespace Streams.Console.Text;

/// <summary>Numbers, times and facts as people read them: UTC, thousands with commas, units behind a space. Never the
/// machine's culture.</summary>
internal static class Wording
{
    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("_kmh", "km/h"), ("_km", "km"), ("_hours", "h"), ("_minutes", "min"), ("_days", "days"), ("_ms", "ms"),
            ("_seconds", "s"),
    ];

    public static string Time(long? ms, string format = "yyyy-MM-dd HH:mm:ss'Z'") =>
        ms is { } value ? At(value).ToString(format, CultureInfo.InvariantCulture) : "—";

    public static string Minute(long? ms) => Time(ms, "yyyy-MM-dd HH:mm'Z'");

    public static string Day(long? ms) => Time(ms, "yyyy-MM-dd");

    public static string Iso(long ms) => At(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long value, string one, string many) => value == 1 ? $"1 {one}"
        : $"{Count(value)} {many}";

    public static string Score(double value) => double.IsFinite(value)
        ? value.ToString("0.0", CultureInfo.InvariantCulture) : "—";

    public static string Points(double value) => double.IsFinite(value)
        ? value.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture) : "—";

    public static string Plain(double value) => double.IsFinite(value)
        ? value.ToString("0.##", CultureInfo.InvariantCulture) : "—";

    /// <summary>Large numbers whole, small ones with what they need.</summary>
    public static string Number(double value) => !double.IsFinite(value) ? "—"
        : Math.Abs(value) >= 100 ? Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Gap(long ms)
    {
        var gap = TimeSpan.FromMilliseconds(Math.Clamp(Math.Abs((double)ms), 0, 1e15));
        if (gap.TotalMinutes < 1) return $"{gap.Seconds} s";
        if (gap.TotalHours < 1) return $"{gap.Minutes} min";
        if (gap.TotalHours < 48) return gap.Minutes == 0 ? $"{(int)gap.TotalHours} h"
            : $"{(int)gap.TotalHours} h {gap.Minutes} min";
        return $"{gap.TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days";
    }

    /// <summary><c>distance_km_min</c> 7420 → "distance", "≥ 7,420 km".</summary>
    public static (string Label, string Text) Fact(string name, object? value)
    {
        var label = name;
        var prefix = "";
        if (label.EndsWith("_min", StringComparison.Ordinal)) (label, prefix) = (label[..^4], "≥ ");
        var unit = "";
        foreach (var (suffix, name2) in Units)
        {
            if (!label.EndsWith(suffix, StringComparison.Ordinal)) continue;
            (label, unit) = (label[..^suffix.Length], " " + name2);
            break;
        }

        var text = Value(value);
        var isNumber = value is not (null or string or bool or IEnumerable);
        return (label.Replace('_', ' '), isNumber ? prefix + text + unit : text);
    }

    private static string Value(object? value) => value switch
    {
        null => "—",
        string text => text,
        bool yes => yes ? "yes" : "no",
        double number => Number(number),
        float number => Number(number),
        int or long or short or byte or uint or ulong => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Value)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A document may carry any number; a time that no calendar holds is drawn at the calendar's
    /// end.</summary>
    private static DateTimeOffset At(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, -62135596800000, 253402300799999));
}
