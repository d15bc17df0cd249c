using Streams.Core.Activities;

namespace Streams.Runtime.Shards;

/// <summary>
/// The accounts of a shard: blocks of sealed state in large arrays, addressed by index, so that a million quiet
/// accounts are a few
/// thousand objects to the collector.
/// </summary>
public sealed class AccountStore(int blockSize)
{
    private const int ChunkBlocks = 64;
    private readonly Dictionary<Key128, int> _index = [];
    private readonly List<byte[]> _chunks = [];
    private readonly List<AccountSlot> _slots = [];

    public int Count => _slots.Count;

    public int Find(Key128 account) => _index.TryGetValue(account, out var index) ? index : -1;

    public int Add(Key128 account, string name)
    {
        var index = _slots.Count;
        if (index % ChunkBlocks == 0) _chunks.Add(new byte[ChunkBlocks * blockSize]);
        _slots.Add(new AccountSlot { Key = account, Name = name, LastDay = int.MinValue, Applied = -1 });
        _index.Add(account, index);
        return index;
    }

    public ref AccountSlot Slot(int index) => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_slots)[index];

    public Span<byte> Block(int index) => _chunks[index / ChunkBlocks].AsSpan(index % ChunkBlocks * blockSize, blockSize);
}

/// <summary>What is kept of an account beside its block.</summary>
public struct AccountSlot
{
    public Key128 Key;
    public string Name;

    /// <summary>Newest UTC day with a sealed event; the shard closes it when its edge passes midnight.</summary>
    public int LastDay;

    /// <summary>Flow offset of the snapshot that it came from: frames up to there are in it already.</summary>
    public long Applied;

    /// <summary>Written since the last snapshot cycle.</summary>
    public bool Dirty;
}
