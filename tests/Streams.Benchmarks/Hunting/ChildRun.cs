using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Streams.Benchmarks.Hunting;

/// <summary>What a child process took: wall, CPU of all its threads, and the most memory that it ever held.</summary>
internal sealed partial record ChildRun(double WallSeconds, double CpuSeconds, double PeakMegabytes, int ExitCode, string Output)
{
    private const int OfChildren = -1, PollMs = 20;

    public static ChildRun Of(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var before = ChildrenCpu();
        var watch = Stopwatch.StartNew();
        using var child = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {program}");
        var output = child.StandardOutput.ReadToEndAsync();
        var error = child.StandardError.ReadToEndAsync();
        var peak = 0.0;
        while (!child.WaitForExit(PollMs)) peak = Math.Max(peak, PeakOf(child.Id));
        child.WaitForExit();
        return new ChildRun(watch.Elapsed.TotalSeconds, ChildrenCpu() - before, peak, child.ExitCode, output.Result + error.Result);
    }

    /// <summary>The kernel's own high-water mark, which no poll can miss but in the last moments.</summary>
    private static double PeakOf(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (!line.StartsWith("VmHWM:", StringComparison.Ordinal)) continue;
                return double.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024;
            }
        }
        catch (IOException)
        {
            // It has just ended, or this is not Linux: what was seen before stands.
        }

        return 0;
    }

    private static double ChildrenCpu()
    {
        if (!OperatingSystem.IsLinux() || getrusage(OfChildren, out var usage) != 0) return double.NaN;
        return usage.UserSeconds + usage.SystemSeconds + (usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6;
    }

    [LibraryImport("libc")]
    private static partial int getrusage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Usage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
    }
}
