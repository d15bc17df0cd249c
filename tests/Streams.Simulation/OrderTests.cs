using Streams.Simulation.World;
using Xunit.Abstractions;

namespace Streams.Simulation;

/// <summary>
/// What must hold, whatever happens (architecture.md): the same events in any order inside the lateness bound, from
/// several partitions, over any number
/// of shards, in any interleaving of actors and any cut into batches, give what they give in perfect order.
/// </summary>
public sealed class OrderTests(ITestOutputHelper output)
{
    private const int Seeds = 500, BrokenSeeds = 100, SeedsPerTown = 20;
    private const long LatenessMs = 15 * 60_000;

    [Fact]
    public void Any_order_inside_the_lateness_bound_gives_what_perfect_order_gives()
    {
        var sums = Compare(Seeds, (town, seed) =>
            Run.Scattered(town, seed, shards: 1 << (int)(seed % 4), sources: 1 + (int)(seed % 4), LatenessMs),
            exact: true);
        output.WriteLine($"{Seeds} seeds, {sums}");

        // The property is worth something only where the machinery was at work.
        sums.Duplicates.ShouldBeGreaterThan(0);
        sums.Withdrawn.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Killed_actors_and_failed_appends_change_nothing()
    {
        var sums = Compare(BrokenSeeds, (town, seed) =>
            Run.Broken(town, seed, shards: 1 + (int)(seed % 4), sources: 1 + (int)(seed % 3), LatenessMs),
            exact: false);
        output.WriteLine($"{BrokenSeeds} seeds, {sums}");
        sums.Crashes.ShouldBeGreaterThan(BrokenSeeds);
    }

    /// <summary>All seeds against the oracle of their town; the sums tell whether anything happened.</summary>
    private static Sums Compare(int seeds, Func<Town, ulong, Outcome> run, bool exact)
    {
        var sums = new Sums();
        Parallel.For(0, seeds / SeedsPerTown, townSeed =>
        {
            var town = new Town((ulong)townSeed);
            var oracle = Run.InOrder(town);
            oracle.Findings.ShouldBeGreaterThan(0);
            for (var i = 0; i < SeedsPerTown; i++)
            {
                var seed = (ulong)(townSeed * SeedsPerTown + i + 1);
                var outcome = run(town, seed);
                if (exact) outcome.Applied.ShouldBe(town.Lines.Count, $"seed {seed}");
                outcome.Late.ShouldBe(0, $"seed {seed}");
                Difference(outcome.Accounts, oracle.Accounts).ShouldBeNull($"seed {seed}, town {townSeed}");
                Difference(outcome.Rings, oracle.Rings).ShouldBeNull($"seed {seed}, town {townSeed}");
                sums.Add(outcome);
            }
        });
        return sums;
    }

    private sealed class Sums
    {
        private long _applied;

        public long Duplicates { get; private set; }

        public long Withdrawn { get; private set; }

        public long Crashes { get; private set; }

        public void Add(Outcome outcome)
        {
            lock (this)
            {
                _applied += outcome.Applied;
                Duplicates += outcome.Duplicates;
                Withdrawn += outcome.Withdrawn;
                Crashes += outcome.Crashes;
            }
        }

        public override string ToString() =>
            $"{_applied} events applied, {Duplicates} duplicates, {Withdrawn} provisional findings withdrawn, {Crashes} crashes";
    }

    /// <summary>The first place where two texts part, with what surrounds it; null where they are the same.</summary>
    private static string? Difference(string found, string expected)
    {
        if (found == expected) return null;
        var at = 0;
        while (at < Math.Min(found.Length, expected.Length) && found[at] == expected[at]) at++;
        string Around(string text) => text.Substring(Math.Max(0, at - 300), Math.Min(500, text.Length - Math.Max(0, at - 300)));
        return $"found …{Around(found)}…{Environment.NewLine}expected …{Around(expected)}…";
    }
}
