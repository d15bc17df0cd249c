namespace Streams.Core.Formats;

/// <summary>
/// One key of the tree that a <see cref="JsonTable"/> matches against: its slot, its children, and its elements if it
/// is an array.
/// </summary>
internal sealed class JsonEntry(byte[] name)
{
    private JsonEntry?[] _table = [];
    private int _children;

    public byte[] Name { get; } = name;

    /// <summary>Slot of the value itself.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>
    /// Every slot that this key's value can fill: cleared when the key comes a second time, so that the last one wins
    /// whole.
    /// </summary>
    public List<int> Below { get; } = [];

    public JsonElements? Elements { get; set; }

    public bool HasChildren => _children > 0;

    public JsonEntry? Find(ReadOnlySpan<byte> name)
    {
        var table = _table;
        if (table.Length == 0) return null;
        var mask = table.Length - 1;
        for (var i = Hash(name) & mask; ; i = (i + 1) & mask)
        {
            var entry = table[i];
            if (entry is null || (entry.Name.Length == name.Length && name.SequenceEqual(entry.Name))) return entry;
        }
    }

    public JsonEntry Child(byte[] name)
    {
        if (Find(name) is { } known) return known;
        var old = _table;
        // A quarter full: nearly every unknown key meets an empty place and is dismissed without a comparison.
        _table = new JsonEntry?[Math.Max(8, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(++_children * 4)))];
        foreach (var entry in old)
        {
            if (entry is not null) Place(entry);
        }

        var added = new JsonEntry(name);
        Place(added);
        return added;
    }

    private void Place(JsonEntry entry)
    {
        var mask = _table.Length - 1;
        var i = Hash(entry.Name) & mask;
        while (_table[i] is not null) i = (i + 1) & mask;
        _table[i] = entry;
    }

    internal static int Hash(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return 0;
        return unchecked((name.Length * 7) ^ (name[0] * 31) ^ (name[^1] * 131) ^ (name[name.Length / 2] * 521));
    }
}

/// <summary>
/// What to do with the elements of an array: one tree for all, then filters that pick an element, or rows that keep
/// each.
/// </summary>
internal sealed class JsonElements
{
    /// <summary>Its own slot holds the whole element.</summary>
    public required JsonEntry Element { get; init; }

    public List<JsonFilter> Filters { get; } = [];

    public JsonRows? Rows { get; set; }
}

/// <summary>Picks the first element whose key has a value, or the element at an index.</summary>
internal sealed class JsonFilter
{
    public int Index { get; init; } = -1;
    public int KeySlot { get; init; } = -1;
    public byte[] Value { get; init; } = [];
    public List<(int From, int To)> Copies { get; } = [];
}
