namespace Streams.Core.Scoring;

/// <summary>Times in order, at which something began to hold.</summary>
internal static class Moments
{
    /// <summary>Where one stands that is the newest up to a time; -1 before the first.</summary>
    public static int LastUpTo(long[] times, long time)
    {
        var at = Array.BinarySearch(times, time);
        return at < 0 ? ~at - 1 : at;
    }
}
