namespace Streams.Core.Enrichment;

/// <summary>
/// What was looked up last, by hash: one slot each, the newer takes the place of the older. Begins small and grows with
/// what is missed, so that a quiet source costs little.
/// </summary>
internal sealed class RecentSlots<T>(int bitsMax)
{
    private const int BitsMin = 6, MissesPerSlot = 2;
    private T[] _slots = new T[1 << BitsMin];
    private int _bits = BitsMin;
    private int _misses;

    public ref T At(ulong hash) => ref _slots[hash >> (64 - _bits)];

    /// <summary>The slot for what was not found in it, perhaps in a larger table.</summary>
    public ref T Missed(ulong hash)
    {
        if (++_misses > _slots.Length * MissesPerSlot && _bits < bitsMax)
        {
            _bits++;
            _slots = new T[1 << _bits];
            _misses = 0;
        }

        return ref At(hash);
    }

    public void Clear() => Array.Clear(_slots);
}
