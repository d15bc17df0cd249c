using Streams.Simulation.Service;
using Xunit.Abstractions;

namespace Streams.Simulation;

/// <summary>
/// A simulator that cannot fail shows nothing: each of these faults is planted in turn, and some seed must notice.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int SeedsMax = 400;

    /// <summary>A fault may as well show as a run that never ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What the promise of the service rests on.</summary>
    private static readonly Fault[] Foremost =
    [
        Fault.CommitBeforeAcknowledgement, Fault.MarkNotChecked, Fault.GapAccepted, Fault.HeaderBeforeEntities, Fault.ZombieUnderSameKey,
        Fault.FactWithoutVersion, Fault.VersionAtReadTime, Fault.TailNotKept, Fault.OverlapCountedTwice, Fault.ReplayBeginsLate,
    ];

    /// <summary>
    /// Looked for and told, but not insisted on: since a steward outranks a late word at once, what its order protects
    /// is mended before anybody notices; and a restore takes what is newer than its header only where rot left nothing
    /// else.
    /// </summary>
    private static readonly Fault[] Healed = [Fault.StewardsNotOrdered, Fault.MemoryNewerThanHeader, Fault.EntityOffsetIgnored];

    [Fact]
    public void The_foremost_faults_are_caught() => Notice(Foremost);

    [Fact]
    [Trait("Category", "Campaign")]
    public void Every_planted_fault_is_caught() => Notice(
        Enum.TryParse<Fault>(Environment.GetEnvironmentVariable("STREAMS_SIMULATION_FAULT"), out var one)
            ? [one] : Enum.GetValues<Fault>().Except([Fault.None]));

    private void Notice(IEnumerable<Fault> faults)
    {
        var needed = faults.AsParallel().AsOrdered().Select(fault => (Fault: fault, Caught: First(fault))).ToList();
        foreach (var (fault, (seeds, wrong)) in needed)
        {
            var said = wrong?.Split('\n')[0] ?? "";
            output.WriteLine($"{fault,-34} {(wrong is null ? "not caught" : $"{seeds} seeds"),-10}  {said[..Math.Min(160, said.Length)]}");
        }

        needed.Where(n => n.Caught.Wrong is null).Select(n => n.Fault).Except(Healed).ShouldBeEmpty();
    }

    private static (int Seeds, string? Wrong) First(Fault fault) => Enumerable.Range(1, SeedsMax)
        .Select(seed => (seed, Judge((ulong)(seed * Stride(fault)), fault)))
        .FirstOrDefault(s => s.Item2 is not null);

    private static string? Judge(ulong seed, Fault fault)
    {
        var run = Task.Factory.StartNew(
            () => ServiceTests.Judge(seed, fault, null), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return run.Wait(Patience) ? run.Result : "does not come to an end";
    }

    /// <summary>Only every fifth seed changes tables.</summary>
    private static int Stride(Fault fault) =>
        fault is Fault.VersionAtReadTime or Fault.LastGrantWins or Fault.StewardsNotOrdered ? ServiceTests.ChangesOneIn : 1;
}
