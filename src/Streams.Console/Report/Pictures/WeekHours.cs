using System.Numerics;
using Streams.Core.Scoring;

namespace Streams.Console.Report.Pictures;

/// <summary>Half hours of presence by local weekday (Monday first) and hour, counted in the declared zone slot by slot:
/// a day has 23 or 25 hours at a change of the clocks.</summary>
internal sealed class WeekHours
{
    private const int SlotMinutes = 30;

    private readonly int[,] _cells = new int[7, 24];

    private WeekHours(string zoneLabel, int days)
    {
        ZoneLabel = zoneLabel;
        Days = days;
    }

    /// <summary>"Europe/Berlin", or why it is UTC.</summary>
    public string ZoneLabel { get; }

    public int Days { get; }

    public int Max { get; private set; }

    public int Total { get; private set; }

    public int this[int weekday, int hour] => _cells[weekday, hour];

    public int OfHour(int hour) => Enumerable.Range(0, 7).Sum(day => _cells[day, hour]);

    public int OfDay(int weekday) => Enumerable.Range(0, 24).Sum(hour => _cells[weekday, hour]);

    public static WeekHours Of(AccountDocument account)
    {
        var declared = account.Declared?.TimeZone;
        var zone = TimeZoneInfo.Utc;
        var label = "UTC (no zone declared)";
        if (!string.IsNullOrEmpty(declared))
        {
            var known = TimeZoneInfo.TryFindSystemTimeZoneById(declared, out var found);
            zone = known ? found! : TimeZoneInfo.Utc;
            label = known ? declared : $"UTC (the declared zone {declared} is not known here)";
        }

        var week = new WeekHours(label, account.Presence.Count(day => day.HalfHours != 0));
        foreach (var day in account.Presence) week.Add(day, zone);
        return week;
    }

    private void Add(PresenceDay day, TimeZoneInfo zone)
    {
        // Four centuries on either side of today hold every honest day; the rest no calendar holds.
        if (Math.Abs((long)day.EpochDay) > 150_000) return;
        var midnight = DateTime.UnixEpoch.AddDays(day.EpochDay);
        for (var mask = day.HalfHours & 0xFFFF_FFFF_FFFF; mask != 0; mask &= mask - 1)
        {
            var local =
                TimeZoneInfo.ConvertTimeFromUtc(
                midnight.AddMinutes(SlotMinutes * BitOperations.TrailingZeroCount(mask)), zone);
            var count = ++_cells[((int)local.DayOfWeek + 6) % 7, local.Hour];
            Max = Math.Max(Max, count);
            Total++;
        }
    }
}
