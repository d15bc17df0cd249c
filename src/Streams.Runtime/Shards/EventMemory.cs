using Streams.Core.Activities;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>
/// Ids of events already applied, so that the same one twice counts once. Kept by event time, which both copies share,
/// and forgotten only when
/// the sealed edge is well past it: a collector that is days behind the others changes nothing. The cap forgets the
/// oldest first, counted.
/// </summary>
public sealed class EventMemory(long keepMs, int idsMax)
{
    private readonly SortedDictionary<long, HashSet<Key128>> _buckets = [];

    public long EvictedEarly { get; private set; }

    public int Count { get; private set; }

    /// <summary>False when the id was seen before.</summary>
    public bool Add(Key128 id, long time)
    {
        var bucket = time / keepMs;
        if (!_buckets.TryGetValue(bucket, out var ids)) _buckets.Add(bucket, ids = []);
        if (!ids.Add(id)) return false;
        Count++;
        if (Count > idsMax && _buckets.Count > 1) EvictedEarly += Drop(_buckets.First().Key);
        return true;
    }

    /// <summary>Everything older than the time and the keeping period may go.</summary>
    public void Expire(long sealedEdge)
    {
        if (sealedEdge == long.MinValue) return;
        while (_buckets.Count > 0 && _buckets.First().Key is var oldest && (oldest + 2) * keepMs < sealedEdge) Drop(oldest);
    }

    public void Save(ByteWriter to)
    {
        to.Int32(_buckets.Count);
        foreach (var (bucket, ids) in _buckets)
        {
            to.Int64(bucket);
            to.Int32(ids.Count);
            foreach (var id in ids) to.Struct(id);
        }
    }

    public void Load(ref ByteReader from)
    {
        for (var buckets = from.Int32(); buckets > 0; buckets--)
        {
            var ids = _buckets[from.Int64()] = [];
            for (var count = from.Int32(); count > 0; count--) ids.Add(from.Struct<Key128>());
            Count += ids.Count;
        }
    }

    private int Drop(long bucket)
    {
        var dropped = _buckets[bucket].Count;
        _buckets.Remove(bucket);
        Count -= dropped;
        return dropped;
    }
}
