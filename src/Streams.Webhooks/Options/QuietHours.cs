namespace Streams.Webhooks.Options;

/// <summary>Hours of the day in which a destination is left alone; what comes in waits for their end.</summary>
public sealed record QuietHours
{
    /// <summary>Days on which they begin; empty means every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    public TimeOnly From { get; init; } = new(18, 0);

    /// <summary>At or before <see cref="From"/>: on the next day.</summary>
    public TimeOnly To { get; init; } = new(8, 0);

    /// <value>UTC.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <value>false: a page passes.</value>
    public bool HoldPages { get; init; }

    internal string? Problem => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? null : $"no time zone '{TimeZone}' is known";

    internal DateTimeOffset? EndIfCovers(DateTimeOffset now, bool isPage)
    {
        if (isPage && !HoldPages || !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone)) return null;
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;

        // A night belongs to the day on which it began.
        for (var back = 0; back <= 1; back++)
        {
            var day = DateOnly.FromDateTime(local).AddDays(-back);
            if (Days.Count > 0 && !Days.Contains(day.DayOfWeek)) continue;
            var end = (To <= From ? day.AddDays(1) : day).ToDateTime(To);
            if (local < day.ToDateTime(From) || local >= end) continue;

            // 02:30 may not exist in the night in which clocks go forward.
            if (zone.IsInvalidTime(end)) end = end.AddHours(1);
            return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
        }

        return null;
    }
}
