using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Kafka;

/// <summary>
/// Copies what a deployment stands on into memory, at its own offsets: decisions, contents, snapshots, and the flow log
/// behind them. Reads only; the deployment does not notice.
/// </summary>
public sealed class DeploymentReader(KafkaOptions options) : IDisposable
{
    private readonly TopicReader _topics = new(new KafkaClients(options));

    public void CopyTo(MemoryLog log, Topology topology)
    {
        Copy(Topics.Decisions, 0, log);
        Copy(Topics.Contents, 0, log);
        // All snapshots before any flow: what a snapshot's owner has told others stands in their flow by then.
        for (var i = 0; i < topology.FlowPartitions; i++) Copy(new Partition(Topics.State, i), 0, log);
        for (var i = 0; i < topology.FlowPartitions; i++)
        {
            var from = new SnapshotStore(i).Restore(log)?.Header.Applied + 1 ?? 0;
            log.Begin(topology.Shard(i), from);
            Copy(topology.Shard(i), from, log);
        }
    }

    /// <summary>Every record of a source partition between two offsets, or to its end.</summary>
    public IEnumerable<LogRecord> ReadSource(Partition source, long from = 0) => _topics.ReadAll(source, from);

    public void Dispose() => _topics.Dispose();

    private void Copy(Partition partition, long from, MemoryLog log)
    {
        foreach (var record in _topics.ReadAll(partition, from)) log.Place(partition, record);
    }
}
