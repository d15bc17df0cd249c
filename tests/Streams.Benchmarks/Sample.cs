namespace Streams.Benchmarks;

/// <summary>CPU and managed allocation of one run over some events, on this thread.</summary>
internal readonly record struct Sample(double NanosecondsAnEvent, double BytesAnEvent)
{
    public static Sample Of(int events, Action run)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = CpuClock.Nanoseconds();
        run();
        var spent = CpuClock.Nanoseconds() - start;
        return new Sample(spent / (double)events, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)events);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
