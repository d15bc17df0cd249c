using Streams.Core.Activities;

namespace Streams.Runtime.Shards;

/// <summary>Entities that went since the last snapshot, for the next one to take them out.</summary>
internal sealed class GoneKeys
{
    private readonly HashSet<Key128> _keys = [];

    public void Add(Key128 key) => _keys.Add(key);

    /// <summary>Each once. One that is there again is written, not removed.</summary>
    public IReadOnlyList<Key128> Take(Predicate<Key128> isThere)
    {
        Key128[] gone = [.. _keys.Where(key => !isThere(key))];
        _keys.Clear();
        return gone;
    }
}
