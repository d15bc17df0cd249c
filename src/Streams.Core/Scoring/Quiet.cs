namespace Streams.Core.Scoring;

/// <summary>
/// Finds when a score that only decays between known moments came, or will come, to rest. Asking the score at every
/// clock tick would tell it only as finely as the ticks.
/// </summary>
internal static class Quiet
{
    /// <summary>Eight half-lives of the slowest rule: what has not decayed by then does not decay.</summary>
    private const long HorizonMs = 720L * 86_400_000;

    /// <param name="isQuiet">Once true it stays so until the next moment.</param>
    /// <param name="moments">Times at which the score may jump, in order; those ahead included.</param>
    /// <param name="asOf">Unix ms.</param>
    public static long? From(Func<long, bool> isQuiet, IReadOnlyList<long> moments, long asOf) =>
        isQuiet(asOf) ? Back(isQuiet, moments, asOf) : Ahead(isQuiet, moments, asOf);

    private static long Back(Func<long, bool> isQuiet, IReadOnlyList<long> moments, long asOf)
    {
        var end = asOf;
        for (var i = moments.Count - 1; i >= 0; i--)
        {
            if (moments[i] > end) continue;
            if (!isQuiet(moments[i])) return Bisect(isQuiet, moments[i], end);
            end = moments[i];
            if (i > 0 && !isQuiet(end - 1)) return end;
        }

        return end;
    }

    private static long? Ahead(Func<long, bool> isQuiet, IReadOnlyList<long> moments, long asOf)
    {
        var from = asOf;
        foreach (var moment in moments.Where(moment => moment > asOf))
        {
            if (isQuiet(moment - 1)) return Bisect(isQuiet, from, moment - 1);
            if (isQuiet(moment)) return moment;
            from = moment;
        }

        var end = from + HorizonMs;
        return isQuiet(end) ? Bisect(isQuiet, from, end) : null;
    }

    /// <summary>The first quiet time after one that is not and up to one that is.</summary>
    private static long Bisect(Func<long, bool> isQuiet, long loud, long quiet)
    {
        while (quiet - loud > 1)
        {
            var middle = loud + (quiet - loud) / 2;
            if (isQuiet(middle)) quiet = middle;
            else loud = middle;
        }

        return quiet;
    }
}
