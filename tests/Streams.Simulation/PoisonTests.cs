using Streams.Simulation.Service;
using Xunit.Abstractions;

namespace Streams.Simulation;

/// <summary>
/// An event that ends every process that comes to it, in all the other misfortune of a seed: it is found and left out,
/// it alone, and everything else is as in a sequential run without it.
/// </summary>
public sealed class PoisonTests(ITestOutputHelper output)
{
    private const int SeedsDefault = 6, PerSeeds = 50;

    [Fact]
    public void A_record_that_ends_the_process_is_left_out_and_nothing_else_is()
    {
        var ends = Run(isPoisoned: true);
        ends.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void However_often_processes_are_killed_nothing_is_left_out_where_no_record_ends_them() =>
        Run(isPoisoned: false).ShouldBe(0);

    private int Run(bool isPoisoned)
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("STREAMS_SIMULATION_SEED"), out var one))
        {
            var (trouble, times) = Judge(one, isPoisoned, output.WriteLine);
            trouble.ShouldBeNull();
            return times;
        }

        var seeds = int.TryParse(Environment.GetEnvironmentVariable("STREAMS_SIMULATION_SEEDS"), out var number)
            ? number / PerSeeds : SeedsDefault;
        var failed = new List<string>();
        var ends = 0;
        Parallel.For(1, seeds + 1, seed =>
        {
            var (wrong, ended) = Judge((ulong)seed, isPoisoned);
            lock (failed)
            {
                ends += ended;
                if (wrong is not null) failed.Add($"seed {seed}: {wrong}");
            }
        });
        output.WriteLine($"{seeds} seeds, {ends} processes ended by a record");
        failed.ShouldBeEmpty($"{failed.Count} of {seeds} seeds");
        return ends;
    }

    private static (string? Wrong, int Ended) Judge(ulong seed, bool isPoisoned, Action<string>? trace = null)
    {
        var town = Oracle.TownOf(0);
        // Not one that says an account's other name: ingest has told that before anybody steps it.
        var lines = town.Lines.Take(town.Lines.Count / 2).Where(l => l.Called is null).ToList();
        var line = isPoisoned ? lines[(int)(seed * 37 % (ulong)lines.Count)] : null;
        try
        {
            var outcome = new ServiceRun(town, seed, showsAll: true, trace: trace, poison: new Poison(line, isDecode: seed % 2 == 0)).Go();
            var ended = outcome.Happened.GetValueOrDefault("ended by a record");
            if (outcome.Broken.Count > 0) return (string.Join("; ", outcome.Broken.Take(5)), ended);
            var (accounts, rings) = line is null ? Oracle.InOrder(0, showsAll: true) : Oracle.Without(0, line);
            return (DocumentText.Difference(outcome.Accounts, accounts) ?? DocumentText.Difference(outcome.Rings, rings), ended);
        }
        catch (Exception e)
        {
            return (e.ToString(), 0);
        }
    }
}
