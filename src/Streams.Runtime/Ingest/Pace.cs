using System.Collections.Concurrent;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Ingest;

/// <summary>
/// Keeps sources together in event time. What one of them told waits in tails until every other has come as far, and
/// in a backlog sources are as far apart as readers happen to be: the more waits, the less far a source is read ahead of
/// those that the rest waits for. Shards say how they stand, ingest asks, from any thread; no result depends on the
/// answer.
/// </summary>
/// <param name="waitingMax">Bytes that should at most wait in the tails of this process's shards.</param>
/// <param name="memoryMax">Managed bytes that should at most be in use.</param>
/// <param name="leastMs">How far a source may always be ahead of the others, ms: what the lateness bound keeps anyway.</param>
public sealed class Pace(long waitingMax, long memoryMax, long leastMs)
{
    /// <summary>How far ahead is far enough to read in large pieces, ms; where little waits nobody is held at all.</summary>
    private const long FarMs = 86_400_000;

    private readonly ConcurrentDictionary<int, (long Watermark, long Waiting)> _shards = new();

    /// <summary>A shard of this process: what all sources have reached, and the bytes that wait for them.</summary>
    public void Stands(int shard, long watermark, long waiting) => _shards[shard] = (watermark, waiting);

    /// <summary>Somebody else's now.</summary>
    public void Forget(int shard) => _shards.TryRemove(shard, out _);

    /// <summary>
    /// Event time up to which a source is read for now. Who has come further looks again when he is woken.
    /// </summary>
    public long Limit()
    {
        if (_shards.IsEmpty) return long.MaxValue;
        var (waiting, used) = (_shards.Values.Sum(shard => shard.Waiting), GC.GetTotalMemory(false));
        if (waiting < waitingMax / 4 && used < memoryMax) return long.MaxValue;
        // The shard that is furthest on in the flow log knows best; one that still replays says what was true long ago.
        var reached = _shards.Values.Max(shard => shard.Watermark);
        if (reached == Coverage.NoWatermark) return Coverage.NoWatermark;
        var room = Math.Min(Room(waiting, waitingMax), Room(used, memoryMax));
        return reached + leastMs + (long)(Math.Max(0, FarMs - leastMs) * room);
    }

    /// <summary>1 up to the bound, 0 from half as much again on.</summary>
    private static double Room(long used, long max) => max == 0 ? 0 : Math.Clamp(3 - (2.0 * used / max), 0, 1);
}
