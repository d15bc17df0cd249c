using Streams.Simulation.Service;
using Xunit.Abstractions;

namespace Streams.Simulation;

/// <summary>
/// A simulator that cannot fail shows nothing: each of these faults is planted in turn, and some seed must notice.
/// </summary>
[Trait("Category", "Campaign")]
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int SeedsMax = 40;

    [Fact]
    public void Every_planted_fault_is_caught()
    {
        var needed = Enum.GetValues<Fault>().Except([Fault.None]).AsParallel().AsOrdered()
            .Select(fault => (Fault: fault, Caught: Enumerable.Range(1, SeedsMax)
                .Select(seed => (Seed: seed, Wrong: ServiceTests.Judge((ulong)(seed * Stride(fault)), fault, null)))
                .FirstOrDefault(s => s.Wrong is not null)))
            .ToList();
        foreach (var (fault, (seed, wrong)) in needed)
        {
            var first = wrong?.Split('\n')[0] ?? "";
            output.WriteLine($"{fault,-34} {(wrong is null ? "not caught" : $"seed {seed}"),-10}  {first[..Math.Min(110, first.Length)]}");
        }
        needed.Where(n => n.Caught.Wrong is null).Select(n => n.Fault).ShouldBeEmpty();
    }

    /// <summary>Only every fifth seed changes tables.</summary>
    private static int Stride(Fault fault) => fault is Fault.VersionAtReadTime or Fault.LastGrantWins ? ServiceTests.ChangesOneIn : 1;
}
