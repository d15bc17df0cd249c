using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Core.Scoring;
using Streams.Runtime;
using Streams.Runtime.Control;
using Streams.Runtime.Snapshots;
using Streams.Core.Activities;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Simulation.Service;

namespace Streams.Simulation.World;

/// <summary>What a run left behind, compared as text without paths and records.</summary>
internal sealed record Outcome(string Accounts, string Rings, int Findings, long Applied, long Duplicates, long Late, long Withdrawn,
    int Crashes);

/// <summary>The real decoders, stages and scores on the deterministic runtime.</summary>
internal sealed class Run : ISourceCatalogue
{
    private const int CrashOneIn = 150, FailOneIn = 400;
    private static readonly TableSet Set = TownSets.All[0] with { Version = default };
    private readonly SeededRuntime _runtime;
    private readonly Pipeline _pipeline;
    private readonly Topology _topology;
    private readonly SeededRandom _random;
    private readonly HashSet<string> _everFound = new(StringComparer.Ordinal);

    private readonly bool _breaks;
    private bool _stepping;
    private ulong _lives;

    private Run(ulong seed, int shards, int sources, long latenessMs, bool breaks = false)
    {
        _random = new SeededRandom(seed);
        _topology = new Topology(shards);
        _breaks = breaks;
        _runtime = new SeededRuntime(seed, r => new MemoryLog(r, new MemoryLogOptions
        {
            BatchRecords = () => 1 + _random.Next(7),
            Retain = breaks,
            FailAppend = () => breaks && _stepping && _random.Next(FailOneIn) == 0 ? _random.Next(2) == 0 : null,
        }));
        var policy = breaks ? new SupervisorPolicy(RestartsMax: int.MaxValue) : new SupervisorPolicy(RestartsMax: 0);
        var context = new PipelineContext
        {
            Topology = _topology,
            Set = Set,
            Sources = [.. Enumerable.Range(0, sources)],
            SourceNames = this,
            Shard = new ShardSettings { LatenessMs = latenessMs, Retention = Town.Retention },
            Snapshots = new SnapshotSettings { EveryFrames = breaks ? 5 + _random.Next(60) : 0 },
            Nonce = () => new Key128(1, ++_lives),
            AllAccounts = true,
        };
        _pipeline = Pipeline.Start(_runtime, _runtime.Log, context, policy);
        for (var i = 0; i < sources; i++)
        {
            var source = new SourcePartition(i, new Partition("source", i));
            _runtime.Spawn($"ingest-{i}", () => new SourceIngest(source, context, new IngestSettings()), policy, 8);
        }
    }

    private int Crashes { get; set; }

    private ILog Log => _runtime.Log;

    public string PathOf(int source) => "";

    /// <summary>Everything in order from one source, sealed at once: the oracle.</summary>
    public static Outcome InOrder(Town town) => new Run(1, 1, 1, 0).Feed([[.. town.Lines]], town.Lines[^1].Time, clocks: 0);

    /// <summary>
    /// As <see cref="Scattered"/>, while actors are killed and appends fail before or after they took effect.
    /// </summary>
    public static Outcome Broken(Town town, ulong seed, int shards, int sources, long latenessMs) =>
        new Run(seed, shards, sources, latenessMs, breaks: true).Feed(
            Delivery.Scatter(town, seed, sources, latenessMs), town.Lines[^1].Time, clocks: 2);

    public static Outcome Scattered(Town town, ulong seed, int shards, int sources, long latenessMs) =>
        new Run(seed, shards, sources, latenessMs).Feed(Delivery.Scatter(town, seed, sources, latenessMs), town.Lines[^1].Time, clocks: 4);

    private Outcome Feed(List<OktaLine>[] partitions, long lastEvent, int clocks)
    {
        var next = new int[partitions.Length];
        var total = partitions.Sum(p => p.Count);
        var untilClock = clocks == 0 ? int.MaxValue : total / (clocks + 1);
        for (var sent = 0; sent < total;)
        {
            var i = _random.Next(partitions.Length);
            for (var n = _random.Next(12); n >= 0 && next[i] < partitions[i].Count; n--, sent++)
                Log.Append(new Partition("source", i), partitions[i][next[i]++].ToBytes());
            Steps(_random.Next(20));
            if (--untilClock > 0) continue;
            untilClock = total / (clocks + 1);
            Look(lastEvent);
        }

        _pipeline.Settle(lastEvent);
        var accounts = _pipeline.Documents.Accounts();
        var rings = _pipeline.Documents.Rings();
        var final = accounts.SelectMany(a => a.Findings).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        return new Outcome(
            string.Join('\n', accounts.OrderBy(a => a.Account, StringComparer.Ordinal).Select(Text)),
            string.Join('\n', rings.OrderBy(r => r.Id, StringComparer.Ordinal)
                .Select(r => System.Text.Encoding.UTF8.GetString(HuntJson.ToBytes(r)))),
            final.Count, _pipeline.Counters.Applied, _pipeline.Counters.Duplicates, _pipeline.Counters.Late,
            _everFound.Except(final).Count(), Crashes);
    }

    private void Steps(int count)
    {
        _stepping = true;
        for (; count > 0; count--)
        {
            if (_breaks && _random.Next(CrashOneIn) == 0)
            {
                _runtime.Crash();
                Crashes++;
            }

            _runtime.Step();
        }

        _stepping = false;
    }

    /// <summary>A clock in the middle: provisional findings go out, and may be taken back.</summary>
    private void Look(long lastEvent)
    {
        for (var i = 0; i < _topology.Shards; i++) Log.Append(_topology.Shard(i), new ClockFrame(lastEvent, SealAll: false).Encode());
        Steps(200);
        foreach (var account in _pipeline.Documents.Accounts())
            foreach (var finding in account.Findings) _everFound.Add(finding.Id);
    }

    private static string Text(AccountDocument account)
    {
        var stripped = account with
        {
            Findings = [.. account.Findings.Select(f => f with { Evidence = [.. f.Evidence.Select(e => e with { Path = "", Record = 0 })] })],
        };
        return System.Text.Encoding.UTF8.GetString(HuntJson.ToBytes(stripped));
    }
}
