using System.Globalization;

namespace Streams.Core.Enrichment.Csv;

/// <summary>
/// ISO dates and times of tables. A date stands for all of that day in UTC, so as an end it is the day's last
/// millisecond.
/// </summary>
internal static class Times
{
    public const string PairExpected = "from/to as ISO dates or times, such as 2026-01-05/2026-01-09, the first not after the last";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    public static bool TryTime(ReadOnlySpan<char> text, bool end, out long unixMs)
    {
        unixMs = 0;
        text = text.Trim();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
            unixMs = end ? midnight + 86_400_000 - 1 : midnight;
            return true;
        }

        // A time without zone is UTC.
        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var time)) return false;
        unixMs = time.ToUnixTimeMilliseconds();
        return true;
    }

    public static bool TryPair(ReadOnlySpan<char> text, out Span span)
    {
        span = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !TryTime(text[..slash], false, out var from) || !TryTime(text[(slash + 1)..], true, out var to)) return false;
        span = new Span(from, to);
        return from <= to;
    }
}
