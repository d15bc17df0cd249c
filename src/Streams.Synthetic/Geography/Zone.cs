namespace Streams.Synthetic.Geography;

public enum ClockChange : byte { None, America, Europe }

/// <summary>
/// A time zone with today's rule of its clock changes. Not the machine's tz database: its version would change the
/// bytes.
/// </summary>
public sealed record Zone(string Iana, int BaseMinutes, ClockChange Change)
{
    private const long HourMs = 3_600_000;

    /// <summary>Minutes east of UTC at a moment (Unix ms).</summary>
    public int OffsetAt(long time)
    {
        if (Change == ClockChange.None) return BaseMinutes;
        var year = DateTimeOffset.FromUnixTimeMilliseconds(time).Year;
        var (from, to) = Change == ClockChange.Europe
            ? (Sunday(year, 3, -1) + HourMs, Sunday(year, 10, -1) + HourMs)
            : (Sunday(year, 3, 2) + 2 * HourMs - BaseMinutes * 60_000L, Sunday(year, 11, 1) + HourMs - BaseMinutes * 60_000L);
        return time >= from && time < to ? BaseMinutes + 60 : BaseMinutes;
    }

    /// <summary>
    /// The moment of a local wall clock; an hour that does not exist is read with the offset before the change.
    /// </summary>
    public long ToUtc(DateOnly day, double minute)
    {
        var local = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds() + (long)(minute * 60_000);
        var guess = local - BaseMinutes * 60_000L;
        return local - OffsetAt(guess) * 60_000L;
    }

    /// <summary>Midnight UTC of the n-th Sunday of a month; −1 is the last one.</summary>
    private static long Sunday(int year, int month, int nth)
    {
        var day = nth > 0 ? new DateOnly(year, month, 1) : new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        while (day.DayOfWeek != DayOfWeek.Sunday) day = day.AddDays(nth > 0 ? 1 : -1);
        if (nth > 1) day = day.AddDays(7 * (nth - 1));
        return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
    }
}
