using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Snapshots;

/// <summary>What a restore found: the newest record of each entity, and the header that says where to go on.</summary>
public sealed record RestoredShard(SnapshotRecord Header, IReadOnlyList<SnapshotRecord> Entities, int Corrupt);

/// <summary>
/// Writes and reads a shard's snapshots. A cycle writes every dirty entity, then the header; a restore takes the newest
/// header and, of each
/// entity, the record with the highest applied offset, which may be newer than the header where a cycle was torn.
/// </summary>
public sealed class ShardSnapshot(int shard, long epoch)
{
    private readonly Partition _state = new(Topics.State, shard);
    private readonly Dictionary<(EntityKind Kind, Key128 Entity), byte> _slots = [];

    public void Write(ILog log, in SnapshotRecord record)
    {
        var key = (record.Kind, record.Entity);
        // Two slots in turn: a record that is torn or rots leaves the one before it.
        var slot = (byte)(1 - _slots.GetValueOrDefault(key, (byte)1));
        _slots[key] = slot;
        log.Append(_state, record.Encode(), SnapshotRecord.Key(shard, epoch, record.Kind, record.Entity, slot));
    }

    /// <summary>Null where there is no usable header: the shard begins at the start of its partition.</summary>
    public RestoredShard? Restore(ILog log)
    {
        var newest = new Dictionary<(EntityKind Kind, Key128 Entity), SnapshotRecord>();
        var corrupt = 0;
        foreach (var stored in log.ReadAll(_state))
        {
            SnapshotRecord record;
            try
            {
                record = SnapshotRecord.Decode(stored.Span);
            }
            catch (InvalidDataException)
            {
                // Its other slot, and replay, make up for it.
                corrupt++;
                continue;
            }

            var key = (record.Kind, record.Entity);
            if (!newest.TryGetValue(key, out var known) || record.Applied >= known.Applied) newest[key] = record;
        }

        if (!newest.Remove((EntityKind.Header, default), out var header)) return null;
        return new RestoredShard(header, [.. newest.Values.OrderBy(r => r.Kind).ThenBy(r => r.Entity)], corrupt);
    }
}
