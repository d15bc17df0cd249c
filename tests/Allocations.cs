namespace Streams.Tests;

internal static class Allocations
{
    /// <summary>
    /// Bytes that one call allocates on this thread: the least of five, because the runtime now and then allocates for itself
    /// on whatever thread it compiles or loads on, and what the code itself allocates is in each of the five.
    /// </summary>
    public static long Of(Action action) => Enumerable.Range(0, 5).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
