namespace Streams.Core.Detections;

/// <summary>UTC days as numbers: days since 1970-01-01.</summary>
public static class EpochDay
{
    public const long Ms = 86_400_000;

    /// <summary>The day that a time is in; a time beyond what days count (an open end) is the last one.</summary>
    public static int Of(long time) =>
        (int)Math.Clamp(Math.DivRem(time, Ms, out var rest) - (rest < 0 ? 1 : 0), int.MinValue, int.MaxValue);

    public static long Start(int epochDay) => epochDay * Ms;

    /// <summary>Half hour of the day, 0…47.</summary>
    public static int Slot(long time) => (int)((time - Start(Of(time))) / 1_800_000);

    /// <summary>
    /// Moves a mask whose bit 0 is <paramref name="lastDay"/> on to <paramref name="day"/>, and sets that day's bit.
    /// </summary>
    public static uint Mark(uint mask, ref ShortDay lastDay, int day)
    {
        int last = lastDay;
        mask = Mark(mask, ref last, day);
        lastDay = last;
        return mask;
    }

    /// <inheritdoc cref="Mark(uint, ref ShortDay, int)"/>
    public static uint Mark(uint mask, ref int lastDay, int day)
    {
        if (day > lastDay)
        {
            var shift = lastDay == 0 ? 32 : day - lastDay;
            mask = shift >= 32 ? 0 : unchecked(mask << shift);
            lastDay = day;
        }

        var back = lastDay - day;
        return back < 32 ? mask | 1u << back : mask;
    }
}
