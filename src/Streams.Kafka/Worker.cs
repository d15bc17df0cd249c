using System.Collections.Concurrent;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Rings;
using Streams.Runtime.Shards;
using Streams.Runtime.Tenants;
using Streams.Runtime.Trials;

namespace Streams.Kafka;

/// <summary>What a worker is told beside the brokers.</summary>
public sealed record WorkerOptions
{
    public required PipelineContext Context { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public IngestSettings Ingest { get; init; } = new() { LingerMs = 100, IdleAfterMs = 60_000 };

    /// <summary>Time between two logged clocks, ms. <value>Default 1,000.</value></summary>
    public int ClockMs { get; init; } = 1_000;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told of an actor that failed and is started again after so many ms.</summary>
    public Action<string, int, Exception>? Restarting { get; init; }

    /// <summary>
    /// The process that this worker lives in; null: the end of a process is laid to no record.
    /// </summary>
    public Caution? Caution { get; init; }

    /// <summary>Told of work that came here.</summary>
    public Action<IReadOnlyList<Partition>>? Assigned { get; init; }

    /// <summary>Told of work that goes elsewhere; the flag says that it is lost: nobody waited for it to be at rest.</summary>
    public Action<IReadOnlyList<Partition>, bool>? Revoked { get; init; }

    /// <summary>Time for actors to come to rest when their partitions go elsewhere.</summary>
    public TimeSpan LeaveTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// One life of a worker: a runtime, a log, two memberships, and an actor for each partition that the groups give it. It
/// ends with the first failure that no supervisor mends; the next life begins from what was committed.
/// </summary>
public sealed class Worker : IDisposable
{
    private static readonly SupervisorPolicy Policy = new(RestartsMax: 5);
    private readonly WorkerOptions _options;
    private readonly ThreadedRuntime _runtime;
    private readonly KafkaLog _log;
    private readonly GroupMember _shards;
    private readonly GroupMember _ingest;
    private readonly ConcurrentDictionary<Partition, ActorRef[]> _actors = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Worker(KafkaOptions kafka, WorkerOptions options)
    {
        _options = options;
        KafkaLog? log = null;
        var clients = new KafkaClients(kafka);
        _runtime = new ThreadedRuntime(
            options.Threads,
            runtime => log = new KafkaLog(kafka, runtime, Fail, options.Context.Metrics))
        {
            GaveUp = Fail,
            Restarting = options.Restarting,
            Processed = (partition, seconds) => options.Context.Metrics?.Processed(seconds, clients.TopicOf(partition.Topic)),
        };
        _log = log!;
        _log.Begin();
        _shards = new GroupMember(kafka, "shards", [Topics.Flow], Assigned, Revoked, Fail, options.Context.Metrics);
        _ingest = new GroupMember(kafka, "ingest", options.Sources, Assigned, Revoked, Fail, options.Context.Metrics);
        _log.Offsets = _ingest;
        _shards.Start();
        _ingest.Start();
    }

    public ShardCounters Counters { get; } = new();

    /// <summary>Faults when this life is over by a failure.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Both groups have given it its part, and what it was given is restored.</summary>
    public bool IsReady => !_failed.Task.IsCompleted && _shards.HasJoined && _ingest.HasJoined && Restoring.Count == 0;

    /// <summary>Who has not come back from a step for so long: his partitions stand still, and Kafka cannot know.</summary>
    public ActorRef? Stuck(TimeSpan limit) => _runtime.Stuck(limit);

    /// <summary>Flow partitions that still replay what was there when they came here.</summary>
    public IReadOnlyCollection<Partition> Restoring =>
        [.. _actors.Keys.Where(p => p.Topic == Topics.Flow && _options.Context.Vitals?.IsRestored(p) == false)];

    /// <summary>Records of a source behind that offset; null where nobody knows yet.</summary>
    public long? Behind(Partition source, long next) => _log.Behind(source, next);

    public IReadOnlyCollection<Partition> Partitions => [.. _actors.Keys];

    /// <summary>Appends that no broker has confirmed.</summary>
    public long Outstanding => _log.Outstanding;

    /// <summary>Stops reading, writes last snapshots, commits, leaves the groups.</summary>
    public void Leave(TimeSpan within)
    {
        _ingest.Dispose();
        _shards.Dispose();
        _log.Flush(within);
    }

    public void Dispose()
    {
        _ingest.Dispose();
        _shards.Dispose();
        _runtime.Dispose();
        _log.Dispose();
    }

    private void Assigned(IReadOnlyList<Partition> partitions)
    {
        if (partitions.Count > 0) _options.Assigned?.Invoke(partitions);
        foreach (var partition in partitions) _actors[partition] = [.. ActorsOf(partition)];
    }

    private IEnumerable<ActorRef> ActorsOf(Partition partition)
    {
        var context = _options.Context;
        if (partition.Topic != Topics.Flow)
        {
            var source = SourcePartition.Of(partition);
            yield return Spawn($"ingest-{partition}", () => new SourceIngest(source, context, _options.Ingest));
            yield break;
        }

        if (partition == context.Topology.Ring)
        {
            yield return Spawn("ring", () => new RingActor(context));
        }
        else if (partition == context.Topology.Tenant)
        {
            yield return Spawn("tenant", () => new TenantActor(context));
            yield return _runtime.Spawn("steward", () => new StewardActor(context, _options.ClockMs), Policy);
        }
        else
        {
            yield return Spawn($"shard-{partition.Index}", () => new ShardActor(partition.Index, context, Counters));
        }

        ActorRef Spawn(string name, Func<IActor> create) => _runtime.Spawn(
            name, () => _options.Caution is { } caution ? new CautiousActor(create(), partition, context, caution) : create(), Policy);
    }

    private void Revoked(IReadOnlyList<Partition> partitions, bool lost)
    {
        if (partitions.Count > 0) _options.Revoked?.Invoke(partitions, lost);
        var leaving = new List<ActorRef>();
        foreach (var partition in partitions)
            if (_actors.TryRemove(partition, out var actors)) leaving.AddRange(actors);
        foreach (var partition in partitions) _options.Context.Vitals?.Forget(partition);
        foreach (var actor in leaving) _runtime.Post(actor, new Message(MessageKind.Leave));
        var until = Environment.TickCount64 + (long)_options.LeaveTimeout.TotalMilliseconds;
        // What is lost is somebody else's already; whatever this one still writes changes nothing.
        while (!lost && leaving.Any(actor => !actor.IsStopped) && Environment.TickCount64 < until && !_failed.Task.IsCompleted)
            Thread.Sleep(5);
        foreach (var partition in partitions.Where(p => p.Topic == Topics.Flow)) _options.Context.Pace?.Forget(partition.Index);
    }

    private void Fail(Exception e) => _failed.TrySetException(e);
}
