using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Shards;

/// <summary>
/// Ids of events already applied, so that the same one twice counts once. Kept by event time, which both copies share,
/// and forgotten only when the sealed edge is well past it: a collector that is days behind the others changes nothing.
/// The cap forgets the oldest first, counted.
/// </summary>
public sealed class EventMemory(long keepMs, int idsMax)
{
    /// <summary>Ids in one record of a snapshot: 256 KiB, well below what a broker takes.</summary>
    private const int PieceIds = 16 * 1024;

    private readonly SortedDictionary<long, IdSet> _buckets = [];
    private readonly GoneKeys _gone = new();

    private long _evicted;

    public int Count { get; private set; }

    /// <summary>False when the event was seen before: a copy has the same id and time, as it has for hunt's sorter.</summary>
    public bool Add(Key128 id, long time)
    {
        id = id.With(new Key128(0, unchecked((ulong)time)));
        var bucket = time / keepMs;
        if (!_buckets.TryGetValue(bucket, out var ids)) _buckets.Add(bucket, ids = new IdSet());
        if (!ids.Add(id)) return false;
        Count++;
        if (Count > idsMax && _buckets.Count > 1) _evicted += Drop(_buckets.First().Key);
        return true;
    }

    /// <summary>Everything older than the time and the keeping period may go.</summary>
    public void Expire(long sealedEdge)
    {
        if (sealedEdge == long.MinValue) return;
        while (_buckets.Count > 0 && _buckets.First().Key is var oldest && (oldest + 2) * keepMs < sealedEdge) Drop(oldest);
    }

    /// <summary>Pieces that changed since the last call. Ids are only added, in order, so a full piece is written once.</summary>
    public IEnumerable<(Key128 Piece, byte[] Payload)> SaveChanged()
    {
        var to = new ByteWriter();
        foreach (var (bucket, ids) in _buckets)
        {
            for (var from = ids.Saved / PieceIds * PieceIds; from < ids.Count && ids.Saved < ids.Count; from += PieceIds)
            {
                to.Reset();
                to.Int64(bucket);
                var piece = ids.InOrder.Slice(from, Math.Min(PieceIds, ids.Count - from));
                to.Int32(piece.Length);
                foreach (var id in piece) to.Struct(id);
                yield return (PieceOf(bucket, from / PieceIds), to.ToArray());
            }

            ids.Saved = ids.Count;
        }
    }

    /// <summary>Pieces of what was forgotten since the last call.</summary>
    public IReadOnlyList<Key128> TakeGone() => _gone.Take();

    /// <summary>Puts a piece back; pieces come in their order.</summary>
    public void Load(ReadOnlySpan<byte> payload)
    {
        var from = new ByteReader(payload);
        var bucket = from.Int64();
        if (!_buckets.TryGetValue(bucket, out var ids)) _buckets.Add(bucket, ids = new IdSet());
        for (var count = from.Int32(); count > 0; count--)
            if (ids.Add(from.Struct<Key128>())) Count++;
    }

    /// <summary>Ids that the cap forgot before their time, since the last call.</summary>
    public long TakeEvicted()
    {
        var evicted = _evicted;
        _evicted = 0;
        return evicted;
    }

    private static Key128 PieceOf(long bucket, int piece) => new((ulong)bucket, (ulong)piece);

    private int Drop(long bucket)
    {
        var ids = _buckets[bucket];
        for (var piece = 0; piece * PieceIds < ids.Count; piece++) _gone.Add(PieceOf(bucket, piece));
        _buckets.Remove(bucket);
        Count -= ids.Count;
        return ids.Count;
    }
}
