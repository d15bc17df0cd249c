using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// A time as a log line writes it: parts only, because its year and zone may be missing. <see cref="ToUnixMs"/>
/// completes it.
/// </summary>
public readonly record struct LogStamp
{
    private const long DayMs = 86_400_000;

    public LogStamp()
    {
    }

    /// <summary>0 where the line writes none (RFC 3164).</summary>
    public int Year { get; init; }

    public int Month { get; init; }

    public int Day { get; init; }

    /// <summary>Milliseconds since local midnight; a leap second is the last one once more.</summary>
    public int MsOfDay { get; init; }

    /// <summary>Minutes east of UTC, or <see cref="Activity.NoOffset"/>.</summary>
    public short Offset { get; init; }

    /// <summary>The offset as a number was written; Z and UTC say nothing of where the writer was.</summary>
    public short WrittenOffset { get; init; } = Activity.NoOffset;

    /// <summary>Whole time where the line writes an epoch; then the parts are unset.</summary>
    public long EpochMs { get; init; }

    /// <summary>
    /// Date and time are parted by a space (<c>2021-10-19 09:16:53</c>), which programs write more often than syslog.
    /// </summary>
    public bool SpacedIso { get; init; }

    /// <summary>Begins with a day's name, as <c>ctime</c> writes it.</summary>
    public bool DayNamed { get; init; }

    public bool IsEpoch => EpochMs != 0;

    /// <summary>
    /// Completes the stamp. The year of a stamp without one is that which puts it within a day of
    /// <paramref name="referenceMs"/>
    /// (receipt, or another stamp of the same record), else the newest past one; without a reference there is no honest
    /// answer and the result is false. A missing zone is the source's, else UTC as
    /// <see cref="TimeQuality.AssumedZone"/>.
    /// </summary>
    public bool ToUnixMs(SourceSettings source, long referenceMs, out long time, out TimeQuality quality)
    {
        quality = TimeQuality.Vendor;
        time = EpochMs;
        if (IsEpoch) return true;
        if (Offset == Activity.NoOffset && source.Zone is null) quality = TimeQuality.AssumedZone;
        if (Year != 0) return OfYear(Year, source.Zone, out time);
        quality = TimeQuality.GuessedYear;
        if (referenceMs <= 0) return false;
        // Eight years back reach a 29 February across a century that skips one.
        var newest = DateTime.UnixEpoch.AddMilliseconds(Math.Min(referenceMs, 4_000_000_000_000)).Year + 1;
        for (var year = newest; year > newest - 10; year--)
            if (OfYear(year, source.Zone, out time) && time <= referenceMs + DayMs) return true;
        return false;
    }

    private bool OfYear(int year, TimeZoneInfo? zone, out long time)
    {
        time = 0;
        if (year is < 1 or > 9999 || Month is < 1 or > 12 || Day < 1 || Day > DateTime.DaysInMonth(year, Month)) return false;
        var local = new DateTime(year, Month, Day, 0, 0, 0, DateTimeKind.Unspecified);
        time = (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond + MsOfDay;
        if (Offset != Activity.NoOffset) time -= Offset * 60_000L;
        else if (zone is not null) time -= OffsetOf(zone, local, MsOfDay);
        return true;
    }

    // A local time that occurs twice when clocks go back is read as standard time, one that never occurs likewise:
    // .NET's rule,
    // and the same one for every record.
    private static long OffsetOf(TimeZoneInfo zone, DateTime midnight, int msOfDay)
    {
        if (midnight.Year is < 2 or > 9998) return 0;
        return zone.GetUtcOffset(midnight.AddMilliseconds(msOfDay)).Ticks / TimeSpan.TicksPerMillisecond;
    }
}
