using Streams.Core.Activities;

namespace Streams.Runtime.Snapshots;

/// <summary>
/// Entities that went since the last snapshot. The next one takes them out before it writes any: one that came again
/// stays.
/// </summary>
internal sealed class GoneKeys
{
    private readonly HashSet<Key128> _keys = [];

    public void Add(Key128 key) => _keys.Add(key);

    /// <summary>Each once.</summary>
    public IReadOnlyList<Key128> Take()
    {
        Key128[] gone = [.. _keys];
        _keys.Clear();
        return gone;
    }
}
