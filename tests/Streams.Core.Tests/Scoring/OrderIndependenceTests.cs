using System.Buffers;
using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

/// <summary>
/// Artefacts, rings and cases are functions of their set of newest facts: order, duplicates and replays change
/// nothing.
/// </summary>
public class OrderIndependenceTests
{
    private const int Cases = 200;

    private static readonly string[] People = ["ana", "bob", "eve", "joe", "kim", "lee", "max", "sue"];

    [Fact]
    public void Any_order_and_any_duplicates_give_the_same_verdicts_rings_and_documents()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var facts = History(random);
            var directory = Directory(random);
            var expected = Outcome(facts, directory);
            for (var i = 0; i < 3; i++)
            {
                var again = facts.Where(_ => random.Next(3) == 0);
                Outcome(Some.Shuffled(facts.Concat(again), random), directory).ShouldBe(expected, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void The_histories_are_not_all_silent()
    {
        var loud = Enumerable.Range(0, Cases).Count(seed =>
        {
            var random = new Random(seed);
            var facts = History(random);
            return Outcome(facts, Directory(random)).Contains("\"ring\":\"r-", StringComparison.Ordinal);
        });
        loud.ShouldBeGreaterThan(Cases / 4);
    }

    [Fact]
    public void Cases_take_their_facts_in_any_order()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var steps = CaseSteps(random);
            Evaluate(Some.Shuffled(steps.Concat(steps.Take(random.Next(steps.Count))), random))
                .ShouldBe(Evaluate(steps), $"seed {seed}");
        }
    }

    [Fact]
    public void More_accounts_than_are_kept_give_the_same_set_in_any_order()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var facts = Enumerable.Range(0, 60).Select(i => Some.Seen("user" + i, first: i / 10.0)).ToList();
            Outcome(Some.Shuffled(facts, random), new DirectoryTable([]))
                .ShouldBe(Outcome(facts, new DirectoryTable([])));
        }
    }

    /// <summary>
    /// Each account sends several versions about each artefact; the first one carries the first evidence.
    /// </summary>
    private static List<Sighting> History(Random random)
    {
        var facts = new List<Sighting>();
        foreach (var artefact in Enumerable.Range(0, 3))
        {
            var type = random.Next(4) switch
            {
                0 => ArtefactType.Ip,
                1 => ArtefactType.Phone,
                2 =>
                ArtefactType.Device,
                _ => ArtefactType.MfaDevice
            };
            foreach (var person in People.Where(_ => random.Next(3) == 0))
            {
                double first = random.Next(60), last = first;
                var version = random.Next(1000);
                for (var i = 0; i < 1 + random.Next(4); i++)
                {
                    var value = "artefact-" + artefact;
                    var seen = type == ArtefactType.Ip
                        ? Some.Sticky(person, random.Next(3) switch { 0 => null, 1 => false, _ => true }, first + 5,
                            last + 5, value)
                        : Some.Seen(person, type, value, first, last);
                    facts.Add(seen with
                    {
                        Version = version,
                        Days = 5 + i,
                        FirstEvidence = i == 0 ? seen.FirstEvidence : default,
                        SharedHost = i == 2 && random.Next(8) == 0,
                        // Forty minutes, three lines: samples overflow, and some people meet.
                        Uses = DeviceUses.Of([.. Enumerable.Range(0, random.Next(8)).Select(_ => DeviceUses.UseAt(
                            Some.At(0) + random.Next(40) * 17 * Some.Minute, IpAddress.FromV4((uint)random.Next(1, 4))))]),
                        Withdrawn = i == 3 && random.Next(4) == 0,
                    });
                    last += random.Next(1, 20);
                    version += random.Next(1, 50);
                }
            }
        }

        return facts;
    }

    private static DirectoryTable Directory(Random random) => new(
    [
        .. People.Where(_ => random.Next(4) > 0).Select(name => Some.Row(
            name, random.Next(30, 48), random.Next(-120, -70), vendor: "v" + random.Next(2),
            household: random.Next(6) == 0 ? "h" : null)),
    ]);

    private static string Outcome(IReadOnlyList<Sighting> facts, DirectoryTable directory)
    {
        var states = new SortedDictionary<Key128, ArtefactState>();
        foreach (var fact in facts)
        {
            if (!states.TryGetValue(fact.Artefact, out var state))
                states[fact.Artefact] = state = new ArtefactState(fact.Artefact);
            state.Apply(fact);
        }

        var graph = new RingGraph();
        var cases = new SortedDictionary<string, CaseState>(StringComparer.Ordinal);
        foreach (var name in facts.Select(fact => fact.AccountName).Distinct()) cases[name] =
            new CaseState(Some.Account(name), name);
        var byKey = cases.Values.ToDictionary(state => state.Account);
        foreach (var (artefact, state) in states)
        {
            var verdict = state.Evaluate(directory.Find, SharingSettings.Default);
            graph.Apply(verdict.Edge);
            foreach (var (account, findings) in verdict.Findings) byKey[account].SetArtefact(artefact, findings);
        }

        var rings = graph.Evaluate(directory.Find, null, 1000);
        foreach (var ring in rings)
            foreach (var account in ring.Accounts) byKey[account].SetRing(ring.Fact);
        var context = Some.Context(day: 80, directory);
        var document = new HuntDocument
        {
            Totals = new TotalsDocument(0, 0, 0, 0, 0, null, null),
            Accounts = HuntJson.Ranked(cases.Values.Select(state => state.Evaluate(context))),
            Rings = HuntJson.Ranked(rings.Select(ring => ring.ToDocument(Some.At(80)))),
        };
        return System.Text.Encoding.UTF8.GetString(HuntJson.ToBytes(document, indented: false));
    }

    private static List<Action<CaseState>> CaseSteps(Random random)
    {
        var steps = new List<Action<CaseState>>();
        for (var version = 0; version < 4; version++)
        {
            var v = version;
            ImmutableArray<Finding> own = [.. new[] { Some.D01, Some.D03, Some.D11 }.Where(_ => random.Next(2) == 0)
                .Select(rule => Some.Finding(rule, day: v))];
            ImmutableArray<Finding> shared = random.Next(2) == 0 ? [] : [Some.Finding(Some.D08, day: v)];
            var artefact = Key128.Of("a" + random.Next(2));
            steps.Add(state => state.SetOwn(own, v));
            steps.Add(state => state.SetArtefact(artefact, shared, v));
            steps.Add(state => state.SetRing(v % 2 == 0 ? null
                : new RingFact { Id = "r-" + v, Timeline = [new RingMoment(Some.At(v), 50 + v)] }, v));
            steps.Add(state =>
                state.SetProfile(new AccountProfileFact { Account = state.Account, Events = v, Version = v }));
        }

        return steps;
    }

    private static string Evaluate(IEnumerable<Action<CaseState>> steps)
    {
        var state = new CaseState(Some.Account("ana"), "ana");
        foreach (var step in steps) step(state);
        return System.Text.Encoding.UTF8.GetString(HuntJson.ToBytes(state.Evaluate(Some.Context(day: 10))));
    }
}
