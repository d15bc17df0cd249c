using Streams.Core.Activities;

namespace Streams.Runtime.Shards;

/// <summary>
/// A set of keys that keeps the order in which they came: 24 bytes an id, and what was added since is a slice.
/// </summary>
internal sealed class IdSet
{
    private Key128[] _ids = new Key128[64];
    private int[] _places = new int[128];

    public int Count { get; private set; }

    /// <summary>How many of them a snapshot has.</summary>
    public int Saved { get; set; }

    public ReadOnlySpan<Key128> InOrder => _ids.AsSpan(0, Count);

    public bool Add(Key128 id)
    {
        var place = Find(id);
        if (_places[place] != 0) return false;
        if (Count == _ids.Length)
        {
            Grow();
            place = Find(id);
        }

        _ids[Count++] = id;
        _places[place] = Count;
        return true;
    }

    private int Find(Key128 id)
    {
        var mask = _places.Length - 1;
        var place = (int)(id.Lo >> 20) & mask;
        while (_places[place] != 0 && _ids[_places[place] - 1] != id) place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        Array.Resize(ref _ids, Count * 2);
        _places = new int[Count * 4];
        for (var i = 0; i < Count; i++) _places[Find(_ids[i])] = i + 1;
    }
}
