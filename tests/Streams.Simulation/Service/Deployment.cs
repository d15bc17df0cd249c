using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Rings;
using Streams.Runtime.Shards;
using Streams.Runtime.Tenants;
using Streams.Runtime.Trials;

namespace Streams.Simulation.Service;

/// <summary>
/// Which process owns which partition, and every way in which that goes wrong: kills, takeovers with and without a
/// word, two owners at once.
/// </summary>
internal sealed class Deployment(
    Broker broker, SeededRandom random, PipelineContext shared, IngestSettings ingest, int clockMs, Fault fault, Action<string>? trace)
{
    private const int ProcessesMax = 3, HandOverSteps = 60, FlightSteps = 4_000, SkewMaxMs = 10 * 60_000;
    private static readonly SupervisorPolicy Policy = new(RestartsMax: int.MaxValue, BackOffMs: 5, BackOffMaxMs: 500);
    private static readonly long[] WaitingMax = [0, 10_000, long.MaxValue];
    private readonly Dictionary<Partition, SimProcess> _owner = [];
    private readonly List<(Partition Partition, SimProcess To, List<ActorRef> Leaving, int Until)> _handing = [];
    private readonly List<(int Due, List<Sent> Records)> _inFlight = [];
    private readonly ShardCounters _counters = new();
    private readonly List<SimProcess> _processes = [];
    private int _lives;
    private int _steps;

    public IReadOnlyList<SimProcess> Processes => _processes;

    public HashSet<Partition> Partitions { get; } = [];

    public bool Breaks { get; set; } = true;

    /// <summary>Told where in the protocol a process died.</summary>
    public Action<string> Died { get; init; } = _ => { };

    /// <summary>Whether owners say what they are about to step; see <see cref="CautiousActor"/>.</summary>
    public bool IsCautious { get; init; }

    /// <summary>What was left out, as it ends every process.</summary>
    public List<string> SetAside { get; } = [];

    public Dictionary<string, int> Happened { get; } = [];

    private List<SimProcess> Live => [.. _processes.Where(p => !p.IsSuspended)];

    public void Start()
    {
        var caution = IsCautious ? new Caution(shared.Nonce()) { SetAside = SetAside.Add } : null;
        var process = new SimProcess($"p{++_lives}", broker, random.Next64(), fault, broker.Clock, trace, caution)
        {
            Pace = new Pace(WaitingMax[random.Next(WaitingMax.Length)], long.MaxValue, shared.Shard.LatenessMs),
        };
        process.Runtime.ClockErrorMs = random.Next(SkewMaxMs);
        process.Log.Breaks = Breaks;
        _processes.Add(process);
        Say($"start {process.Name}");
    }

    /// <summary>One step of somebody, and now and then a misfortune.</summary>
    public bool Step(int misfortuneOneIn)
    {
        _steps++;
        if (misfortuneOneIn > 0 && random.Next(misfortuneOneIn) == 0) Misfortune();
        Arrive(_steps);
        HandOver(whether: h => h.Leaving.All(a => a.IsStopped) || h.Until < _steps);
        var live = Live;
        return live.Count > 0 && Step(live[random.Next(live.Count)]);
    }

    /// <summary>Nothing goes wrong any more, and so nobody says again what was lost; what is on its way still arrives.</summary>
    public void Calm()
    {
        Breaks = false;
        foreach (var process in _processes) (process.IsSuspended, process.Log.Breaks) = (false, false);
    }

    /// <summary>Everybody is well again and every partition has an owner; zombies stay.</summary>
    public void Recover()
    {
        Calm();
        Arrive(int.MaxValue);
        HandOver(_ => true);
        Place(move: 0);
    }

    /// <summary>Until nobody has anything to do.</summary>
    public void Rest()
    {
        for (var steps = 0; ; steps++)
        {
            var any = false;
            foreach (var process in _processes.ToList())
                for (var i = 0; i < 20 && Step(process); i++) any = true;
            HandOver(_ => true);
            if (!any) return;
            if (steps > 100_000) throw new InvalidOperationException("the deployment does not come to rest");
        }
    }

    /// <summary>Everybody who is awake does what there is to do, up to a number of steps each.</summary>
    public void Work(int most)
    {
        foreach (var process in _processes) Learn(process);
        foreach (var process in _processes.ToList())
            for (var i = 0; i < most && !process.IsSuspended && Step(process); i++) ;
    }

    private bool Step(SimProcess process)
    {
        var any = true;
        string? where;
        try
        {
            any = process.Step();
            where = process.Log.DiesAt;
        }
        catch (ProcessEndedException)
        {
            where = "ended by a record";
        }

        if (where is null) return any;
        Count(where);
        Kill(process);
        Died(where);
        return false;
    }

    public long LeastRead(Partition partition) => _processes.Min(p => p.Log.LeastRead(partition));

    public void Pass(long ms)
    {
        foreach (var process in _processes) process.Runtime.Pass(ms);
    }

    /// <summary>Owners that are gone or away are replaced; of the others one in <paramref name="move"/> moves.</summary>
    public void Place(int move)
    {
        if (Live.Count == 0) Start();
        var live = Live;
        foreach (var partition in Partitions.OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Index))
        {
            if (_handing.Any(h => h.Partition == partition)) continue;
            var owner = _owner.GetValueOrDefault(partition);
            if (owner is not null && live.Contains(owner) && (move == 0 || random.Next(move) > 0)) continue;
            var to = live[random.Next(live.Count)];
            if (to == owner) continue;
            TakeOver(partition, owner, to);
        }
    }

    private void TakeOver(Partition partition, SimProcess? from, SimProcess to)
    {
        _owner[partition] = to;
        List<ActorRef> leaving = [];
        if (from is not null && from.Actors.Remove(partition, out var actors))
        {
            if (!from.IsSuspended && random.Next(2) == 0)
            {
                leaving = actors;
                foreach (var actor in actors) from.Runtime.Post(actor, new Message(MessageKind.Leave));
            }
            else
            {
                from.Zombies.AddRange(actors);
                Count("two owners at once");
            }
        }

        Say($"{partition} goes from {from?.Name} to {to.Name}{(leaving.Count > 0 ? ", with a word" : "")}");
        _handing.Add((partition, to, leaving, _steps + random.Next(HandOverSteps)));
    }

    private void HandOver(Predicate<(Partition Partition, SimProcess To, List<ActorRef> Leaving, int Until)> whether)
    {
        for (var i = _handing.Count - 1; i >= 0; i--)
        {
            var (partition, to, leaving, _) = _handing[i];
            if (!whether(_handing[i])) continue;
            _handing.RemoveAt(i);
            if (!_processes.Contains(to)) continue;
            to.Actors[partition] = [.. ActorsOf(partition, to)];
        }
    }

    private IEnumerable<ActorRef> ActorsOf(Partition partition, SimProcess process)
    {
        var context = shared with { Pace = process.Pace };
        if (partition.Topic != Topics.Flow)
        {
            var source = new SourcePartition(partition.Index, partition);
            yield return Spawn($"ingest-{partition.Index}", () => new SourceIngest(source, context, ingest));
        }
        else if (partition == context.Topology.Ring)
        {
            yield return Spawn("ring", () => new RingActor(context));
        }
        else if (partition == context.Topology.Tenant)
        {
            yield return Spawn("tenant", () => new TenantActor(context));
            yield return process.Runtime.Spawn("steward", () => new StewardActor(context, clockMs), Policy);
        }
        else
        {
            var shard = Spawn($"shard-{partition.Index}", () => new ShardActor(partition.Index, context, _counters));
            process.Shards.Add((partition.Index, shard));
            yield return shard;
        }

        ActorRef Spawn(string name, Func<IActor> create) => process.Runtime.Spawn(
            name, () => process.Caution is { } caution ? new CautiousActor(create(), partition, context, caution) : create(), Policy);
    }

    /// <summary>Who is awake learns in time that somebody else has his partitions: then he leaves, or is gone at once.</summary>
    private void Learn(SimProcess process)
    {
        if (process.IsSuspended) return;
        foreach (var zombie in process.Zombies.Where(_ => random.Next(2) == 0).ToList())
        {
            process.Zombies.Remove(zombie);
            if (random.Next(2) == 0) process.Runtime.Post(zombie, new Message(MessageKind.Leave));
            else process.Kill(zombie);
        }
    }

    private void Misfortune()
    {
        var process = _processes.Count == 0 ? null : _processes[random.Next(_processes.Count)];
        switch (random.Next(12))
        {
            case 0 when process is not null:
                Kill(process);
                break;
            case 1 when _processes.Count < ProcessesMax:
                Start();
                Place(move: 3);
                break;
            case 2:
                Place(move: 3);
                Count("rebalance");
                break;
            case 3 when process is { IsSuspended: false } && Live.Count > 1:
                process.IsSuspended = true;
                Count("suspended");
                Say($"suspend {process.Name}");
                break;
            case 4:
                foreach (var one in _processes) one.IsSuspended = false;
                break;
            case 5 or 6 when process is not null && process.Actors.Count > 0:
                Say($"crash of {process.Name} {process.Runtime.Crash()}");
                Count("actor crashed");
                break;
            case 7:
                for (var i = 0; i < shared.Topology.FlowPartitions; i++) broker.Compact(new Partition(Topics.State, i));
                broker.Compact(Topics.Decisions);
                broker.Compact(Topics.Contents);
                Count("compaction");
                break;
            case 8 when process is not null:
                var jump = random.Next(2 * SkewMaxMs) - SkewMaxMs;
                process.Runtime.ClockErrorMs = jump;
                Count("clock jump");
                Say($"clock of {process.Name} jumps to {jump} ms off");
                break;
            case 10 when _processes.Find(p => p.IsSuspended) is { } sleeper:
                // Late, with what it had to say before it fell asleep, and then no more.
                sleeper.Log.SendAll();
                Count("woke, sent and died");
                Kill(sleeper);
                break;
            case 11:
                var single = random.Next(2) == 0 ? shared.Topology.Ring : shared.Topology.Tenant;
                if (Live.Count == 0 || _handing.Any(h => h.Partition == single)) break;
                TakeOver(single, _owner.GetValueOrDefault(single), Live[random.Next(Live.Count)]);
                break;
            case 9 when process is { Zombies.Count: > 0 }:
                var zombie = process.Zombies[random.Next(process.Zombies.Count)];
                process.Zombies.Remove(zombie);
                process.Runtime.Post(zombie, new Message(MessageKind.Leave));
                break;
        }
    }

    private void Arrive(int now)
    {
        for (var i = _inFlight.Count - 1; i >= 0; i--)
        {
            if (_inFlight[i].Due > now) continue;
            foreach (var (to, value, key, headers) in _inFlight[i].Records) broker.Append(to, value, key, headers);
            _inFlight.RemoveAt(i);
        }
    }

    private void Kill(SimProcess process)
    {
        _processes.Remove(process);
        if (random.Next(2) == 0 && process.Log.InFlight() is { Count: > 0 } records)
        {
            _inFlight.Add((_steps + random.Next(FlightSteps), records));
            Count("arrived after death");
        }

        Count("process killed");
        Say($"kill {process.Name}");
        if (_processes.Count == 0 || random.Next(2) == 0) Start();
        Place(move: 0);
    }

    private void Count(string what) => Happened[what] = Happened.GetValueOrDefault(what) + 1;

    private void Say(string what) => trace?.Invoke(what);
}
