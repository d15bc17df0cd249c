using System.Numerics;

namespace Streams.Core.Detections.NoSleepGap;

/// <summary>
/// The statistic Q5 (detections.md §2): the longest arc of the day that holds at most a twentieth of the activity.
/// </summary>
public static class QuietArc
{
    public const int Slots = 48;

    /// <summary>
    /// Half hours of the longest circular arc whose counts add up to at most <paramref name="allowed"/>.
    /// </summary>
    public static int Longest(ReadOnlySpan<int> counts, int allowed)
    {
        Span<int> twice = stackalloc int[2 * Slots];
        counts.CopyTo(twice);
        counts.CopyTo(twice[Slots..]);
        int best = 0, sum = 0, start = 0;
        for (var end = 0; end < twice.Length; end++)
        {
            sum += twice[end];
            while (sum > allowed || end - start + 1 > Slots) sum -= twice[start++];

            best = Math.Max(best, end - start + 1);
        }

        return best;
    }

    /// <summary>Adds a day's mask to the counts; returns its active half hours.</summary>
    public static int Add(ulong mask, Span<int> counts)
    {
        for (var rest = mask; rest != 0; rest &= rest - 1) counts[BitOperations.TrailingZeroCount(rest)]++;
        return BitOperations.PopCount(mask);
    }
}
