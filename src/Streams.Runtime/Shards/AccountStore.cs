using Streams.Core.Activities;

namespace Streams.Runtime.Shards;

/// <summary>
/// The accounts of a shard: blocks of sealed state in large arrays, addressed by index, so that a million quiet
/// accounts are a few thousand objects to the collector. The place of one that is let go is the next newcomer's.
/// </summary>
public sealed class AccountStore(int blockSize)
{
    private const int ChunkBlocks = 64;

    private readonly List<Chunk> _chunks = [];

    /// <summary>
    /// Open addressing, 0 for a free place, else the account's index plus one: the keys stand in the slots.
    /// </summary>
    private int[] _index = new int[64];
    private readonly Stack<int> _free = [];

    private sealed record Chunk(byte[] Blocks, AccountSlot[] Slots);

    public int Count => Places - _free.Count;

    /// <summary>Indices are below it; those without a name are free.</summary>
    public int Places { get; private set; }

    public int Find(Key128 account) => _index[PlaceOf(account)] - 1;

    public int Add(Key128 account, string name)
    {
        // Three quarters full at most: beyond that the search for a free place grows long.
        if (Count + 1 > _index.Length / 4 * 3) Grow();
        if (!_free.TryPop(out var index)) index = NewPlace();
        Slot(index) = new AccountSlot { Key = account, Name = name, LastDay = int.MinValue, Applied = -1 };
        _index[PlaceOf(account)] = index + 1;
        return index;
    }

    public void Remove(int index)
    {
        var mask = _index.Length - 1;
        var hole = PlaceOf(Slot(index).Key);
        // What would not be found past the hole moves into it.
        for (var next = (hole + 1) & mask; _index[next] != 0; next = (next + 1) & mask)
        {
            var distance = (next - (int)(Slot(_index[next] - 1).Key.Hi & (ulong)mask)) & mask;
            if (distance < ((next - hole) & mask)) continue;
            _index[hole] = _index[next];
            hole = next;
        }

        _index[hole] = 0;
        Slot(index) = default;
        Block(index).Clear();
        _free.Push(index);
    }

    public ref AccountSlot Slot(int index) => ref _chunks[index / ChunkBlocks].Slots[index % ChunkBlocks];

    public Span<byte> Block(int index) => _chunks[index / ChunkBlocks].Blocks.AsSpan(index % ChunkBlocks * blockSize, blockSize);

    private int NewPlace()
    {
        if (Places % ChunkBlocks == 0) _chunks.Add(new Chunk(new byte[ChunkBlocks * blockSize], new AccountSlot[ChunkBlocks]));
        return Places++;
    }

    /// <summary>Where the account's index stands, or the free place where it would.</summary>
    private int PlaceOf(Key128 account)
    {
        var mask = _index.Length - 1;
        // Shards take accounts by the low half; the high half is as good as random within one.
        for (var place = (int)(account.Hi & (ulong)mask); ; place = (place + 1) & mask)
            if (_index[place] is var known && (known == 0 || Slot(known - 1).Key == account)) return place;
    }

    private void Grow()
    {
        _index = new int[_index.Length * 2];
        for (var i = 0; i < Places; i++)
            if (Slot(i).Name is not null) _index[PlaceOf(Slot(i).Key)] = i + 1;
    }
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
