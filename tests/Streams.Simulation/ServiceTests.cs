using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Streams.Simulation.Service;
using Streams.Simulation.World;
using Xunit.Abstractions;

namespace Streams.Simulation;

/// <summary>
/// The service's own code over a simulated log and several processes, with everything that goes wrong drawn from a
/// seed, against a sequential run over the same input. STREAMS_SIMULATION_SEED runs one seed and prints its trace;
/// STREAMS_SIMULATION_SEEDS runs that many, or from one to another as in 2001-4000.
/// </summary>
public sealed class ServiceTests(ITestOutputHelper output)
{
    internal const int ChangesOneIn = 5, ShowsAllOneIn = 8;
    private const int SeedsPerTown = 100, SeedsDefault = 2_000;

    [Fact]
    public void Whatever_happens_the_service_gives_what_a_sequential_run_gives()
    {
        if (Number("STREAMS_SIMULATION_SEED") is { } one)
        {
            Judge((ulong)one, Fault.None, output.WriteLine).ShouldBeNull();
            return;
        }

        var (first, last) = Seeds();
        var happened = new ConcurrentDictionary<string, int>();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var failed = new ConcurrentBag<string>();
        // Not a thread more for each that waits: a world is tens of megabytes.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(first, last + 1, options, seed =>
        {
            if (Judge((ulong)seed, Fault.None, null, happened) is { } wrong) failed.Add($"seed {seed}: {wrong}");
        });
        var used = Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine($"{last - first + 1} seeds in {used.TotalSeconds:F0} s of processor, {GC.GetTotalAllocatedBytes() >> 20} MiB allocated: "
            + string.Join(", ", happened.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key} {h.Value}")));
        failed.ShouldBeEmpty($"{failed.Count} of {last - first + 1} seeds");
    }

    /// <summary>What is wrong with a seed, or null.</summary>
    internal static string? Judge(ulong seed, Fault fault, Action<string>? trace, ConcurrentDictionary<string, int>? happened = null)
    {
        var town = Oracle.TownOf(seed / SeedsPerTown);
        var changes = seed % ChangesOneIn == 0;
        var showsAll = seed % ShowsAllOneIn == 0;
        ServiceOutcome outcome;
        try
        {
            outcome = new ServiceRun(town, seed, showsAll, fault, changes, trace).Go();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return fault == Fault.None ? e.ToString() : e.GetType().Name + ": " + e.Message;
        }

        foreach (var (what, times) in outcome.Happened) happened?.AddOrUpdate(what, times, (_, n) => n + times);
        if (outcome.Broken.Count > 0) return string.Join("; ", outcome.Broken.Take(5));
        var (accounts, rings) = changes ? Oracle.ByGrants(outcome.Broker, town, showsAll) : Oracle.InOrder(seed / SeedsPerTown, showsAll);
        return DocumentText.Difference(outcome.Accounts, accounts) ?? DocumentText.Difference(outcome.Rings, rings);
    }

    private static (int First, int Last) Seeds()
    {
        if (Environment.GetEnvironmentVariable("STREAMS_SIMULATION_SEEDS") is not { Length: > 0 } asked) return (1, SeedsDefault);
        var ends = asked.Split('-');
        var first = ends.Length == 1 ? 1 : int.Parse(ends[0], CultureInfo.InvariantCulture);
        return (first, int.Parse(ends[^1], CultureInfo.InvariantCulture));
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : null;
}
