using Streams.Core.Activities;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Ingest;

/// <summary>
/// Which partition of the flow log holds what. Fixed at setup: every key's place follows from the shard count.
/// </summary>
public sealed record Topology(int Shards)
{
    public Partition Ring => new(Topics.Flow, Shards);

    public Partition Tenant => new(Topics.Flow, Shards + 1);

    /// <summary>Partitions of the flow log, and of the state log beside it.</summary>
    public int FlowPartitions => Shards + 2;

    /// <summary>Partitions of the results log: one a shard, one for rings.</summary>
    public int ResultPartitions => Shards + 1;

    public int ShardOf(Key128 key) => (int)(key.Lo % (ulong)Shards);

    public Partition Shard(int index) => new(Topics.Flow, index);

    public Partition ShardPartition(Key128 key) => Shard(ShardOf(key));
}
