using System.Diagnostics;
using Streams.Synthetic;

namespace Streams.Benchmarks.Hunting;

/// <summary>
/// <c>hunt</c> as people run it (a process, cold, with files and tables) over about 1 GB of raw logs, beside a process
/// that only walks the
/// same files. Both pay for starting and for compiling, and read the same page cache.
/// </summary>
internal static class HuntBenchmark
{
    private const int Pairs = 3;
    private static readonly CompanyOptions Options = new() { Seed = 7, Accounts = 840, Days = 100 };

    public static int Run()
    {
        System.Console.WriteLine();
        var folder = Path.Combine(Path.GetTempPath(), $"streams-bench-hunt-{Options.Seed}-{Options.Accounts}-{Options.Days}");
        if (!File.Exists(Path.Combine(folder, "complete"))) Generate(folder);
        var logs = Path.Combine(folder, "logs");
        var bytes = Directory.EnumerateFiles(logs, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        System.Console.WriteLine($"hunt: {bytes / 1e6:N0} MB of raw logs, {Options.Accounts:N0} accounts, {Options.Days} days ({folder})");
        Walk(logs);
        var pairs = new List<(ChildRun Walk, ChildRun Hunt)>();
        for (var i = 0; i < Pairs; i++)
        {
            var (walk, hunt) = (Walk(logs), Hunt(folder, logs));
            pairs.Add((walk, hunt));
            System.Console.WriteLine($"  walk {walk.WallSeconds,6:F1} s wall {walk.CpuSeconds,6:F1} s CPU {walk.PeakMegabytes,6:N0} MB   "
                + $"hunt {hunt.WallSeconds,6:F1} s wall {hunt.CpuSeconds,6:F1} s CPU {hunt.PeakMegabytes,6:N0} MB");
            if (hunt.ExitCode != 0) System.Console.WriteLine($"  hunt ended with {hunt.ExitCode}: {hunt.Output}");
        }

        var cpu = Sample.Median(pairs.Select(p => p.Hunt.CpuSeconds / p.Walk.CpuSeconds));
        var wall = Sample.Median(pairs.Select(p => p.Hunt.WallSeconds / p.Walk.WallSeconds));
        System.Console.WriteLine($"  median ratios to the walk: CPU {cpu:F2}x, wall {wall:F2}x on {Environment.ProcessorCount} cores; "
            + $"{bytes / 1e6 / Sample.Median(pairs.Select(p => p.Hunt.CpuSeconds)):N0} MB a CPU second; "
            + $"peak {pairs.Max(p => p.Hunt.PeakMegabytes):N0} MB");
        return pairs.Max(p => p.Hunt.ExitCode);
    }

    private static ChildRun Walk(string logs) => ChildRun.Of(Host, typeof(HuntBenchmark).Assembly.Location, "walk", logs);

    private static ChildRun Hunt(string folder, string logs) => ChildRun.Of(
        Host, ProgramFile.Path, "hunt", logs, "--quiet",
        "--networks", Path.Combine(folder, "networks.csv"), "--directory", Path.Combine(folder, "directory.csv"),
        "--allow", Path.Combine(folder, "allow.csv"), "--json", Path.Combine(folder, "result.json"));

    private static string Host => Process.GetCurrentProcess().MainModule!.FileName;

    private static void Generate(string folder)
    {
        System.Console.WriteLine("hunt: generating about 1 GB of raw logs …");
        CompanyWriter.Write(Company.Create(Options), new Folder(folder));
        File.WriteAllText(Path.Combine(folder, "complete"), "");
    }

    private sealed class Folder(string root) : ICompanyOutput
    {
        public Stream Open(string relativePath)
        {
            var path = Path.Combine(root, relativePath);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        }
    }
}
