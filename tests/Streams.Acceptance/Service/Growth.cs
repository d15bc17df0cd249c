using System.Globalization;

namespace Streams.Acceptance.Service;

/// <summary>What a worker held at one moment.</summary>
internal sealed record Sample(double ResidentMiB, double HeapMiB, double Handles, double Threads, double Lag)
{
    public static Sample Of(int process, string metrics)
    {
        var status = File.ReadAllLines($"/proc/{process}/status");
        double Line(string name) => double.Parse(
            status.Single(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
        return new Sample(
            Line("VmRSS:") / 1024, MetricsPage.Sum(metrics, "dotnet_gc_last_collection_heap_size") / (1 << 20),
            Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, Line("Threads:"), MetricsPage.SumOrNull(metrics, "streams_source_lag") ?? 0);
    }
}

/// <summary>
/// The last third of a run beside the middle one; the first is warming up: code is compiled anew, pools and state fill. The
/// median of a window does not see a single collection or a pause of the machine, and a leak moves it.
/// </summary>
internal static class Growth
{
    /// <summary>
    /// A heap breathes between two full collections and the kernel takes pages back late, so a sixth is noise; what leaks
    /// adds more in a third of the time than was there in the middle, or will in a longer run.
    /// </summary>
    private const double Ratio = 1.0 + 1.0 / 6;

    /// <summary>Connections and pool threads come and go by a few.</summary>
    private const double Few = 6;

    /// <param name="worker">Whose samples they are.</param>
    /// <param name="samples">Taken at a steady pace.</param>
    /// <param name="rate">Records a second: lag that is less than a second's is none.</param>
    /// <param name="say">Told every figure.</param>
    /// <returns>What grew.</returns>
    public static IEnumerable<string> Judge(string worker, IReadOnlyList<Sample> samples, int rate, Action<string> say)
    {
        (string Name, Func<Sample, double> Of, double Slack)[] held =
        [
            ("resident MiB", s => s.ResidentMiB, 0), ("GC heap MiB", s => s.HeapMiB, Few), ("handles", s => s.Handles, Few),
            ("threads", s => s.Threads, Few), ("lag", s => s.Lag, rate),
        ];
        var third = samples.Count / 3;
        foreach (var (name, of, slack) in held)
        {
            double Median(int window) => samples.Skip(window * third).Take(third).Select(of).Order().ElementAt(third / 2);
            var line = string.Create(CultureInfo.InvariantCulture,
                $"{worker} {name}: {Median(0):N0}, {Median(1):N0}, {Median(2):N0}; most {samples.Max(of):N0}");
            say(line);
            if (Median(2) > (Median(1) * Ratio) + slack) yield return line;
        }
    }
}
