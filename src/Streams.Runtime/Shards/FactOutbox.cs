using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Shards;

/// <summary>
/// Facts on their way to other actors, gathered by partition and appended as frames at the end of a batch.
/// </summary>
public sealed class FactOutbox(Topology topology)
{
    private readonly FactFrameWriter?[] _frames = new FactFrameWriter?[topology.FlowPartitions];

    /// <summary>To the shard that holds the subject.</summary>
    public void ToShard(ILog log, FactType type, Key128 sender, Key128 subject, long version, ReadOnlySpan<byte> body) =>
        Add(log, topology.ShardPartition(subject), type, sender, subject, version, body);

    public void ToRing(ILog log, FactType type, Key128 sender, long version, ReadOnlySpan<byte> body) =>
        Add(log, topology.Ring, type, sender, default, version, body);

    public void ToTenant(ILog log, FactType type, Key128 sender, Key128 subject, long version, ReadOnlySpan<byte> body) =>
        Add(log, topology.Tenant, type, sender, subject, version, body);

    public void ToEveryShard(ILog log, FactType type, Key128 subject, long version, ReadOnlySpan<byte> body)
    {
        for (var i = 0; i < topology.Shards; i++) Add(log, topology.Shard(i), type, default, subject, version, body);
    }

    public void Flush(ILog log)
    {
        for (var partition = 0; partition < _frames.Length; partition++)
        {
            if (_frames[partition] is not { Count: > 0 } frame) continue;
            log.Append(topology.Shard(partition), frame.Finish());
            frame.Reset();
        }
    }

    private void Add(ILog log, Partition to, FactType type, Key128 sender, Key128 subject, long version, ReadOnlySpan<byte> body)
    {
        var frame = _frames[to.Index] ??= new FactFrameWriter();
        if (frame.Count > 0 && frame.Length + body.Length + 64 > FrameHeader.FrameMax)
        {
            log.Append(to, frame.Finish());
            frame.Reset();
        }

        frame.Add(type, sender, subject, version, body);
    }
}
