using System.Collections.Concurrent;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Telemetry;

/// <summary>How the parts of a worker are, for whoever looks: written by its actors, read from any thread.</summary>
public sealed class Vitals
{
    private readonly ConcurrentDictionary<Partition, FlowVitals> _flow = new();
    private readonly ConcurrentDictionary<Partition, SourceVitals> _sources = new();
    private readonly ConcurrentDictionary<string, SinkVitals> _sinks = new(StringComparer.Ordinal);

    /// <summary>Told when an owner has replayed what was there when it began.</summary>
    public Action<FlowVitals>? Restored { get; init; }

    public IEnumerable<FlowVitals> Flow => _flow.Values;

    public IReadOnlyDictionary<Partition, SourceVitals> Sources => _sources;

    /// <summary>Sinks, and destinations of sinks, that this worker serves; in the order of their names.</summary>
    public IReadOnlyList<SinkVitals> Sinks => [.. _sinks.Values.OrderBy(sink => sink.Name, StringComparer.Ordinal)];

    public bool IsRestored(Partition flow) => _flow.TryGetValue(flow, out var vitals) && vitals.CaughtUpAt is not null;

    public void Begins(FlowVitals vitals) => _flow[vitals.Partition] = vitals;

    public void CaughtUp(Partition flow, long now)
    {
        if (!_flow.TryGetValue(flow, out var vitals) || vitals.CaughtUpAt is not null) return;
        Restored?.Invoke(_flow[flow] = vitals with { CaughtUpAt = now });
    }

    /// <summary>A complete snapshot stands.</summary>
    public void Kept(Partition flow, long now)
    {
        if (_flow.TryGetValue(flow, out var vitals)) _flow[flow] = vitals with { KeptAt = now };
    }

    /// <summary>Entries held, by map.</summary>
    public void Holds(Partition flow, params IReadOnlyList<(string Map, long Keys)> maps)
    {
        if (_flow.TryGetValue(flow, out var vitals)) _flow[flow] = vitals with { Maps = maps };
    }

    public void Ingests(Partition source, SourceVitals vitals) => _sources[source] = vitals;

    public SinkVitals Sink(string name) => _sinks.GetOrAdd(name, n => new SinkVitals(n));

    /// <summary>This worker does not serve it any more.</summary>
    public void Forget(string sink) => _sinks.TryRemove(sink, out _);

    /// <summary>Somebody else's now.</summary>
    public void Forget(Partition partition)
    {
        _flow.TryRemove(partition, out _);
        _sources.TryRemove(partition, out _);
    }
}

/// <summary>A flow partition that this worker owns. Times are Unix ms of its clock.</summary>
/// <param name="Partition">The flow partition.</param>
/// <param name="BeganAt">When its owner began to restore.</param>
/// <param name="Entities">Snapshot records that count.</param>
/// <param name="Corrupt">Snapshot records that could not be read.</param>
/// <param name="From">Offset that it replays from.</param>
public sealed record FlowVitals(Partition Partition, long BeganAt, long Entities, int Corrupt, long From)
{
    /// <summary>When everything that was there at the beginning was applied.</summary>
    public long? CaughtUpAt { get; init; }

    /// <summary>When the last complete snapshot was written.</summary>
    public long? KeptAt { get; init; }

    public IReadOnlyList<(string Map, long Keys)> Maps { get; init; } = [];
}

/// <summary>A source partition that this worker ingests.</summary>
/// <param name="Next">Offset behind the last record that was read.</param>
/// <param name="Watermark">Newest event time, Unix ms; null before the first.</param>
/// <param name="IsIdle">Nothing came for long.</param>
public sealed record SourceVitals(long Next, long? Watermark, bool IsIdle);
