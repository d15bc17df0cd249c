using Streams.Runtime.Actors;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Rings;
using Streams.Runtime.Shards;
using Streams.Runtime.Tenants;

namespace Streams.Runtime;

/// <summary>
/// The stages behind ingest, on any runtime and log: shards, ring, tenant, and a collector of documents.
/// </summary>
public sealed class Pipeline
{
    /// <summary>
    /// What still lingers goes out with the first. Then account → artefact → ring → case, and the tenant's aggregates
    /// beside: so many hops until nothing moves any more.
    /// </summary>
    private const int SettlingClocks = 4;

    private readonly IRuntime _runtime;
    private readonly ILog _log;
    private readonly PipelineContext _context;

    private Pipeline(IRuntime runtime, ILog log, PipelineContext context)
    {
        _runtime = runtime;
        _log = log;
        _context = context;
    }

    public DocumentStore Documents { get; } = new();

    public ShardCounters Counters { get; } = new();

    public static Pipeline Start(IRuntime runtime, ILog log, PipelineContext context, SupervisorPolicy? policy = null)
    {
        var pipeline = new Pipeline(runtime, log, context);
        for (var i = 0; i < context.Topology.Shards; i++)
        {
            var index = i;
            runtime.Spawn($"shard-{index}", () => new ShardActor(index, context, pipeline.Counters), policy);
        }

        runtime.Spawn("ring", () => new RingActor(context), policy);
        runtime.Spawn("tenant", () => new TenantActor(context), policy);
        runtime.Spawn("documents", () => new CollectorActor(context.Topology, pipeline.Documents), policy);
        return pipeline;
    }

    /// <summary>
    /// The input is over: everything is sealed as of its last event, and what the stages tell each other comes to rest.
    /// </summary>
    public void Settle(long lastEvent, CancellationToken cancel = default)
    {
        _runtime.RunUntilIdle(cancel);
        Rest(new ClockFrame(lastEvent, SealAll: true), cancel);
    }

    /// <summary>A moment on the way: what the stages tell each other comes to rest, and what changed is told.</summary>
    public void Tick(long time, CancellationToken cancel = default) => Rest(new ClockFrame(time, SealAll: false), cancel);

    private void Rest(ClockFrame frame, CancellationToken cancel)
    {
        for (var i = 0; i < SettlingClocks; i++) Clock(frame, cancel);
    }

    private void Clock(ClockFrame frame, CancellationToken cancel)
    {
        var clock = frame.Encode();
        for (var partition = 0; partition < _context.Topology.Shards; partition++)
            _log.Append(_context.Topology.Shard(partition), clock);
        _log.Append(_context.Topology.Ring, clock);
        _log.Append(_context.Topology.Tenant, clock);
        _runtime.RunUntilIdle(cancel);
    }
}
