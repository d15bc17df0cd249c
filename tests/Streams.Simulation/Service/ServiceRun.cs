using Streams.Core.Activities;
using Streams.Core.Alerts;
using Streams.Core.Scoring;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;
using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>What a run of the simulated service left behind.</summary>
internal sealed record ServiceOutcome(
    string Accounts, string Rings, IReadOnlyList<string> Broken, IReadOnlyDictionary<string, int> Happened, Broker Broker);

/// <summary>
/// One seed: a town's events through several processes of the real service code over a shared simulated log, with
/// everything that goes wrong drawn from the seed.
/// </summary>
internal sealed class ServiceRun : ISourceCatalogue
{
    public const long LatenessMs = 18 * 3_600_000, LagMaxMs = 15 * 60_000;
    private const int Shards = 4, EvidencePerDay = 2, BurstOneIn = 3, MisfortuneOneIn = 180, WorkSteps = 1_000;
    private static readonly int[] IdleAfter = [720, 1440, 1440, 1440];
    private readonly SeededRandom _random;
    private readonly Town _town;
    private readonly Arrivals _arrivals;
    private readonly Broker _broker;
    private readonly SimLibrary _library;
    private readonly Deployment _deployment;
    private readonly SimProcess _sink;
    private readonly SinkServer _server;
    private readonly PipelineContext _context;
    private readonly Dictionary<int, List<Watermarks>> _looked = [];
    private readonly int _sources;
    private readonly Queue<long> _changes = [];
    private readonly bool _retains;
    private readonly long _stretchMs;
    private readonly Fault _fault;
    private readonly Poison? _poison;
    private long _workedAt;
    private ulong _lives;

    public ServiceRun(
        Town town, ulong seed, bool showsAll, Fault fault = Fault.None, bool changesTables = false, Action<string>? trace = null,
        Poison? poison = null)
    {
        _random = new SeededRandom(seed);
        _town = town;
        _fault = fault;
        _poison = poison;
        _sources = 3 + _random.Next(2);
        _retains = _random.Next(3) == 0;
        _arrivals = new Arrivals(town, _random, _sources, duplicates: !changesTables);
        if (changesTables) _changes = new([.. Enumerable.Range(0, 3).Select(_ => Between(0.1, 0.95)).Order()]);
        _broker = new Broker(Shards, fault);
        _library = new SimLibrary(TownSets.All, fault) { SourceCount = _sources - 1 };
        _broker.Clock = _arrivals.InOrder[0].At - 3_600_000;
        var idleAfterMs = IdleAfter[_random.Next(IdleAfter.Length)] * 60_000;
        _context = new PipelineContext
        {
            Topology = new Topology(Shards),
            Set = TownSets.All[0] with { Version = default },
            Library = _library,
            SourceNames = this,
            Shard = new ShardSettings
            {
                LatenessMs = LatenessMs,
                FactLingerMs = _random.Next(2) * 20,
                ClockGapMaxMs = idleAfterMs / 2,
                Retention = Town.Retention,
            },
            Snapshots = new SnapshotSettings { EveryFrames = 20 + _random.Next(230), OutlastMs = idleAfterMs },
            Alerts = new AlertPolicy { Settle = TimeSpan.FromMinutes(30) },
            Nonce = () => new Key128(1, ++_lives),
            AllAccounts = showsAll,
            EvidencePerDay = EvidencePerDay,
            Stepping = poison is null ? null : poison.Met,
            Looked = (shard, marks) => (_looked.TryGetValue(shard, out var all) ? all : _looked[shard] = []).Add(marks),
        };
        var ingest = new IngestSettings
        {
            LingerMs = _random.Next(2) * 200,
            IdleAfterMs = idleAfterMs,
            GrantMin = 1 + _random.Next(30),
        };
        if (trace is not null) _broker.Traces = [.. Enumerable.Range(0, Shards).Select(i => new FlowTrace(i, idleAfterMs / 2, trace))];
        _stretchMs = ingest.IdleAfterMs / 3;
        var clockMs = ingest.IdleAfterMs / 4;
        _deployment = new Deployment(_broker, _random, _context, ingest, clockMs, fault, trace)
        {
            IsCautious = poison is not null,
            // The worst time for other tables: who takes over grants the same range by them.
            Died = where => Change(whether: where == SimLog.GrantOnItsWay),
        };
        for (var i = 0; i < _context.Topology.FlowPartitions; i++) _deployment.Partitions.Add(_context.Topology.Shard(i));
        for (var i = 0; i < _sources - 1; i++) _deployment.Partitions.Add(new Partition("source", i));
        _server = new SinkServer(keepsHighest: fault != Fault.LastDocumentWins);
        _sink = new SimProcess("sink", _broker, _random.Next64(), Fault.None, _broker.Clock, trace: null);
        _sink.Runtime.Spawn("sink", () => new SinkActor(_context.Topology, _server, _random, () => _deployment.Breaks),
            new SupervisorPolicy(int.MaxValue, 5, 50), 2);
    }

    public string PathOf(int source) => "";

    public ServiceOutcome Go()
    {
        _deployment.Start();
        _deployment.Place(0);
        var calmFrom = Between(0.3, 1.2);
        foreach (var arrival in _arrivals.InOrder)
        {
            if (arrival.At >= calmFrom && _deployment.Breaks)
            {
                _deployment.Calm();
                _deployment.Place(0);
            }

            Advance(arrival.At);
            _poison?.Arrives(arrival, _broker.Of(new Partition("source", arrival.Source)).End);
            _broker.Append(new Partition("source", arrival.Source), arrival.Bytes, null, null);
            if (_deployment.Breaks) Misfortune();
            // What comes in a burst is one batch to whoever reads it.
            if (_random.Next(BurstOneIn) > 0) continue;
            for (var steps = _random.Next(40 * BurstOneIn); steps > 0; steps--) _deployment.Step(_deployment.Breaks ? MisfortuneOneIn : 0);
            if (_random.Next(4) == 0) for (var steps = _random.Next(20); steps > 0; steps--) _sink.Step();
        }

        return Settle();
    }

    /// <summary>
    /// Time goes on to the next arrival. While a shard takes a source for idle that is not, only for as long as the
    /// allowed lateness makes up for.
    /// </summary>
    private void Advance(long to)
    {
        while (_broker.Clock < to)
        {
            var isMisled = _broker.IsMisled(_sources);
            if (isMisled) CatchUp(to + LagMaxMs);
            var next = Math.Min(to, _broker.Clock + _stretchMs);
            _deployment.Pass(next - _broker.Clock);
            _broker.Clock = next;
            if (next - _workedAt < _stretchMs) continue;
            // Who is awake does not fall behind by as much as it takes for idle.
            _deployment.Work(WorkSteps);
            _workedAt = next;
        }

        Change(whether: _changes.TryPeek(out var at) && _broker.Clock >= at);

        if (_broker.Clock < _arrivals.JoinsAt || _library.SourceCount == _sources) return;
        _library.SourceCount = _sources;
        _deployment.Partitions.Add(new Partition("source", _sources - 1));
        _deployment.Place(0);
    }

    private void Change(bool whether)
    {
        if (!whether || !_changes.TryDequeue(out _)) return;
        _library.Current = (_library.Current + 1) % TownSets.All.Count;
    }

    private void CatchUp(long until)
    {
        _deployment.Place(0);
        for (var steps = 0; _broker.IsMisled(_sources); steps++)
        {
            if (steps % 50 == 49)
            {
                _deployment.Place(0);
                if (_broker.Clock < until)
                {
                    _deployment.Pass(1_000);
                    _broker.Clock += 1_000;
                }
            }

            if (steps > 20_000) throw new InvalidOperationException("a record of a source that was idle does not reach the shards");
            _deployment.Step(0);
        }
    }

    private void Misfortune()
    {
        if (_random.Next(60) != 0) return;
        var partition = _random.Next(_context.Topology.FlowPartitions);
        if (_retains)
        {
            if (_fault is not Fault.RotIgnored and not Fault.ChecksumNotVerified)
                _broker.Retain(partition, _deployment.LeastRead(_context.Topology.Shard(partition)));
            return;
        }

        var mend = _fault == Fault.ChecksumNotVerified ? (Func<byte[], byte[]>)Rot.Hide : null;
        if (_broker.Of(new Partition(Topics.State, partition)).Rot(_random, mend) is not null)
            _deployment.Happened["bit flipped"] = _deployment.Happened.GetValueOrDefault("bit flipped") + 1;
    }

    private ServiceOutcome Settle()
    {
        _deployment.Recover();
        _deployment.Rest();
        // Long enough for every source to be idle, and for the log to say so: one may have to wait for another's silence.
        for (var i = 0; i < 8 || (i < 40 && !_broker.KnowsAllIdle(_sources)); i++)
        {
            _deployment.Pass(_stretchMs);
            _broker.Clock += _stretchMs;
            _deployment.Rest();
        }

        DrainSink();
        var outdated = Outdated();
        for (var i = 0; i < 3; i++)
        {
            _looked.Clear();
            var clock = new ClockFrame(_town.Lines[^1].Time + Oracle.AfterwardsMs, SealAll: true).Encode();
            for (var partition = 0; partition < _context.Topology.FlowPartitions; partition++)
                _broker.Append(_context.Topology.Shard(partition), clock, null, null);
            _deployment.Rest();
        }

        DrainSink();
        var accounts = DocumentText.Of(_server.Documents.Accounts());
        var rings = DocumentText.Of(_server.Documents.Rings());
        var promises = new Promises(_broker, _server.Documents, Shards, EvidencePerDay);
        var back = _server.WentBack.Select(entity => $"{entity} went back to an older version in the sink");
        List<string> broken = [.. Reconciled(), .. outdated, .. promises.Broken(), .. back];
        _deployment.Happened["event displaced"] = promises.Displaced;
        return new ServiceOutcome(accounts, rings, broken, _deployment.Happened, _broker);
    }

    private void DrainSink()
    {
        while (_sink.Step())
        {
        }
    }

    /// <summary>Before a last look says everything again: what the sink holds is the newest that the log does.</summary>
    private List<string> Outdated()
    {
        var newest = new DocumentStore();
        for (var i = 0; i < _context.Topology.ResultPartitions; i++)
        {
            foreach (var record in _broker.Of(new Partition(Topics.Results, i)).All())
            {
                var document = DocumentRecord.Read(record.Span);
                newest.Put(document.Entity, document.Version, document.Json);
            }
        }

        var held = _server.Documents.All().ToDictionary(d => d.Entity, d => d.Json);
        return [.. newest.All().Where(d => !held.TryGetValue(d.Entity, out var json) || !json.AsSpan().SequenceEqual(d.Json))
            .Select(d => $"the sink holds an older {d.Entity} than the log")];
    }

    /// <summary>Every record is accounted for, and everybody who read a flow partition knows the same of it.</summary>
    private IEnumerable<string> Reconciled()
    {
        var applied = _looked.Values.Sum(all => all[^1].Sources.Values.Sum(s => s.Applied));
        var skipped = _looked.Values.Sum(all => all[^1].Sources.Values.Sum(s => s.Skipped));
        if (skipped != (_poison?.Skipped ?? 0)) yield return $"{skipped} events left out";
        if (applied != _town.Lines.Count - (_poison?.Undecoded ?? 0)) yield return $"{applied} events applied of {_town.Lines.Count}";
        if (_looked.Count != Shards) yield return $"{_looked.Count} shards looked";
        for (var source = 0; source < _sources; source++)
        {
            var sent = _broker.Of(new Partition("source", source)).End;
            long counted = 0;
            foreach (var (shard, all) in _looked.OrderBy(l => l.Key))
            {
                foreach (var marks in all)
                {
                    if (!marks.Sources.TryGetValue(source, out var one))
                    {
                        yield return $"shard {shard} never heard of source {source}";
                        continue;
                    }

                    if (!one.Idle) yield return $"shard {shard} does not know that source {source} is idle";
                    if (one.Mark.Offset != sent - 1) yield return $"shard {shard} is at {one.Mark.Offset} of source {source}, which has {sent}";
                    if (one.Late != 0) yield return $"shard {shard} source {source}: {one.Late} late";
                    if (shard == 0 && one.Ingested.Read != sent) yield return $"source {source}: {one.Ingested.Read} counted of {sent}";
                }

                var last = all[^1].Sources.GetValueOrDefault(source);
                if (last is null) continue;
                counted += last.Applied + last.Duplicates;
                if (all.Any(m => m.Sources.GetValueOrDefault(source) is not { } s
                    || (s.Applied, s.Duplicates) != (last.Applied, last.Duplicates)))
                    yield return $"owners of shard {shard} count source {source} differently";
            }

            var decoded = _looked.GetValueOrDefault(0)?[^1].Sources.GetValueOrDefault(source)?.Ingested.Decoded;
            if (counted != decoded) yield return $"source {source}: {decoded} events decoded, {counted} applied or duplicate";
        }

        var garbage = _arrivals.InOrder.Where(a => a.Line is null).Select(a => Convert.ToHexString(a.Bytes)).ToHashSet();
        garbage.ExceptWith(_broker.Of(Quarantine.Partition).All().Select(r => Convert.ToHexString(r.Span)));
        if (garbage.Count > 0) yield return $"{garbage.Count} records of garbage are not in quarantine";
    }

    private long Between(double from, double to)
    {
        var (first, last) = (_town.Lines[0].Time, _town.Lines[^1].Time);
        return first + (long)((last - first) * (from + (to - from) * _random.NextDouble()));
    }
}
