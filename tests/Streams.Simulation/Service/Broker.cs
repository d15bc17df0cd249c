using System.Buffers.Binary;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Simulation.Service;

/// <summary>
/// What is durable: partitions that every process of a simulated deployment shares. Nothing gets here but what some
/// producer really sent.
/// </summary>
internal sealed class Broker(int shards, Fault fault)
{
    private readonly FaultyMarks? _faulty = FaultyMarks.Of(fault);
    private readonly Dictionary<Partition, BrokerPartition> _partitions = [];
    private readonly Dictionary<Partition, long> _committed = [];
    private readonly Dictionary<(int Shard, int Source), (long Mark, bool Idle)> _heard = [];
    private readonly List<(long Offset, byte[] Frame)> _decided = [];

    /// <summary>Unix ms; stamped on every record.</summary>
    public long Clock { get; set; }

    /// <summary>Told of what reaches each shard; null: nobody asks.</summary>
    public IReadOnlyList<FlowTrace>? Traces { get; set; }

    public BrokerPartition Of(Partition name)
    {
        if (!_partitions.TryGetValue(name, out var partition)) _partitions.Add(name, partition = new BrokerPartition());
        return partition;
    }

    public void Append(Partition to, byte[] value, byte[]? key, IReadOnlyList<LogHeader>? headers)
    {
        var isEvents = to.Topic == Topics.Flow && to.Index < shards && value[5] == (byte)FrameKind.Events;
        Of(to).Add(isEvents && _faulty is not null ? _faulty.Rewritten(to.Index, value) : value, key, headers, Clock);
        if (to.Topic == Topics.Flow && to.Index < shards) Traces?[to.Index].Saw(Of(to).End - 1, value, Clock);
        if (isEvents) Hear(to.Index, value);
        if (to == Topics.Decisions && value.Length > 0) _decided.Add((Of(to).End - 1, value));
    }

    /// <summary>Everything that was ever decided, also what was taken out since.</summary>
    public IEnumerable<(long Offset, byte[] Frame)> Decided => _decided;

    public long Committed(Partition source) => _committed.GetValueOrDefault(source);

    public void Commit(Partition source, long next) => _committed[source] = Math.Max(next, Committed(source));

    /// <summary>
    /// Whether some shard believes a source idle that has sent records since: until it hears of them its time runs on
    /// without that source, which only the allowed lateness makes up for.
    /// </summary>
    public bool IsMisled(int sources)
    {
        for (var source = 0; source < sources; source++)
        {
            var last = Of(new Partition("source", source)).End - 1;
            for (var shard = 0; shard < shards; shard++)
                if (!_heard.TryGetValue((shard, source), out var heard) ? last >= 0 : heard.Idle && heard.Mark < last) return true;
        }

        return false;
    }

    /// <summary>Whether every shard has heard of the end of every source, and that it is idle.</summary>
    public bool KnowsAllIdle(int sources)
    {
        for (var source = 0; source < sources; source++)
        {
            var last = Of(new Partition("source", source)).End - 1;
            for (var shard = 0; shard < shards; shard++)
                if (!_heard.TryGetValue((shard, source), out var heard) || !heard.Idle || heard.Mark < last) return false;
        }

        return true;
    }

    /// <summary>Compaction: of each key the last append stays, and an empty one goes at last.</summary>
    public void Compact(Partition partition) => Of(partition).Compact();

    /// <summary>
    /// Retention: what lies before every header of a flow partition's snapshots, of whatever epoch, may be gone, once
    /// everybody has read it.
    /// </summary>
    public void Retain(int partition, long leastRead)
    {
        var applied = long.MaxValue;
        foreach (var record in Of(new Partition(Topics.State, partition)).Live())
            if (record.Key is { } key && key[12] == (byte)EntityKind.Header)
                applied = Math.Min(applied, SnapshotRecord.Decode(record.Span).Applied);
        if (applied == long.MaxValue) return;
        var flow = Of(new Partition(Topics.Flow, partition));
        flow.Low = Math.Max(flow.Low, Math.Min(leastRead, applied + 1));
    }

    private void Hear(int shard, byte[] frame)
    {
        var source = BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(16));
        var from = BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(20));
        var to = BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(32));
        var idle = frame[52] != 0;
        var (mark, was) = _heard.GetValueOrDefault((shard, source), (-1, false));
        if (from > mark || to < mark || (to == mark && (was || !idle))) return;
        _heard[(shard, source)] = (to, idle);
    }
}
