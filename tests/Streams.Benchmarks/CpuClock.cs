using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Streams.Benchmarks;

/// <summary>CPU time of this thread: what others do on the machine is not in it, as it would be in wall time.</summary>
internal static partial class CpuClock
{
    private const int ThreadCpuTime = 3;

    public static long Nanoseconds()
    {
        if (OperatingSystem.IsLinux() && clock_gettime(ThreadCpuTime, out var time) == 0)
            return time.Seconds * 1_000_000_000 + time.Nanoseconds;
        // Elsewhere the process's: nothing else of weight runs in it while a benchmark does.
        return Process.GetCurrentProcess().TotalProcessorTime.Ticks * 100;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds, Nanoseconds;
    }
}
