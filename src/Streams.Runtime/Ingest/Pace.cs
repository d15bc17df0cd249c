using System.Collections.Concurrent;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Ingest;

/// <summary>
/// Keeps sources together in event time. What one of them told waits in tails until every other has come as far, and
/// in a backlog sources are as far apart as readers happen to be: beyond a bound only those are read that the rest
/// waits for. Shards say how they stand, ingest asks, from any thread; no result depends on the answer.
/// </summary>
/// <param name="waitingMax">Bytes that may wait in the tails of this process's shards.</param>
/// <param name="memoryMax">Managed bytes above which it is the same.</param>
/// <param name="aheadMs">How far a source may always be ahead of the others, ms: what the lateness bound keeps anyway.</param>
public sealed class Pace(long waitingMax, long memoryMax, long aheadMs)
{
    private readonly ConcurrentDictionary<int, (long Watermark, long Waiting)> _shards = new();

    /// <summary>Bytes that wait in tails.</summary>
    public long Waiting => _shards.Values.Sum(shard => shard.Waiting);

    /// <summary>A shard of this process: what all sources have reached, and the bytes that wait for them.</summary>
    public void Stands(int shard, long watermark, long waiting) => _shards[shard] = (watermark, waiting);

    /// <summary>Somebody else's now.</summary>
    public void Forget(int shard) => _shards.TryRemove(shard, out _);

    /// <summary>
    /// Event time up to which a source is read for now. Who has come further looks again when he is woken.
    /// </summary>
    public long Limit()
    {
        if (_shards.IsEmpty || (Waiting < waitingMax && GC.GetTotalMemory(false) < memoryMax)) return long.MaxValue;
        // The shard that is furthest on in the flow log knows best; one that still replays says what was true long ago.
        var reached = _shards.Values.Max(shard => shard.Watermark);
        return reached == Coverage.NoWatermark ? Coverage.NoWatermark : reached + aheadMs;
    }
}
