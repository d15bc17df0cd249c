using Streams.Simulation.Service;
using Xunit.Abstractions;

namespace Streams.Simulation;

/// <summary>
/// An event that ends every process that comes to it, in all the other misfortune of a seed: it is found and left out,
/// it alone, and everything else is as in a sequential run without it.
/// </summary>
public sealed class PoisonTests(ITestOutputHelper output)
{
    private const int SeedsDefault = 8;

    [Fact]
    public void A_record_that_ends_the_process_is_left_out_and_nothing_else_is()
    {
        var seeds = int.TryParse(Environment.GetEnvironmentVariable("STREAMS_SIMULATION_SEEDS"), out var number) ? number / 20 : SeedsDefault;
        if (ulong.TryParse(Environment.GetEnvironmentVariable("STREAMS_SIMULATION_SEED"), out var one))
        {
            Judge(one, output.WriteLine).Wrong.ShouldBeNull();
            return;
        }

        var failed = new List<string>();
        var ends = 0;
        Parallel.For(1, seeds + 1, seed =>
        {
            var (wrong, ended) = Judge((ulong)seed);
            lock (failed)
            {
                ends += ended;
                if (wrong is not null) failed.Add($"seed {seed}: {wrong}");
            }
        });
        output.WriteLine($"{seeds} seeds, {ends} processes ended by a record");
        failed.ShouldBeEmpty($"{failed.Count} of {seeds} seeds");
        ends.ShouldBeGreaterThan(seeds);
    }

    private static (string? Wrong, int Ended) Judge(ulong seed, Action<string>? trace = null)
    {
        var town = Oracle.TownOf(0);
        // Not one that says an account's other name: ingest has told that before anybody steps it.
        var lines = town.Lines.Take(town.Lines.Count / 2).Where(l => l.Called is null).ToList();
        var line = lines[(int)(seed * 37 % (ulong)lines.Count)];
        var poison = new Poison(line, isDecode: seed % 2 == 0);
        try
        {
            var outcome = new ServiceRun(town, seed, trace: trace, poison: poison).Go();
            var ended = outcome.Happened.GetValueOrDefault("ended by a record");
            if (outcome.Broken.Count > 0) return (string.Join("; ", outcome.Broken.Take(5)), ended);
            var (accounts, rings) = Oracle.Without(0, line);
            return (DocumentText.Difference(outcome.Accounts, accounts) ?? DocumentText.Difference(outcome.Rings, rings), ended);
        }
        catch (Exception e)
        {
            return (e.ToString(), 0);
        }
    }
}
