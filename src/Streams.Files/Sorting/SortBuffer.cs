using Streams.Core.Activities;

namespace Streams.Files.Sorting;

/// <summary>
/// Records in big chunks with an index of (time, position). Sorting moves index entries only: by time with the
/// primitive sort, then the few of one time by key, sequence and position, which makes the order total and stable.
/// </summary>
internal sealed class SortBuffer : IComparer<long>
{
    private readonly List<byte[]> _chunks = [];
    private readonly int _chunkBytes;
    private long[] _times = new long[1024];
    private long[] _positions = new long[1024];
    private int _chunk, _used;

    public SortBuffer(long memoryBytes) => _chunkBytes = (int)Math.Clamp(memoryBytes / 16, 64 * 1024, 4 * 1024 * 1024);

    public int Count { get; private set; }

    /// <summary>Chunks and index, the index twice: it doubles by copying.</summary>
    public long Bytes { get; private set; } = 4 * 1024 * 8;

    /// <summary>Whether one more record makes the buffer allocate.</summary>
    public bool NeedsMemory(int payload)
    {
        if (Count == _times.Length) return true;
        var length = SortRecord.HeaderBytes + payload;
        if (_chunk < _chunks.Count && _chunks[_chunk].Length - _used >= length) return false;
        return _chunk + 1 >= _chunks.Count || _chunks[_chunk + 1].Length < length;
    }

    /// <summary>Its size once it has allocated for one more record.</summary>
    public long BytesAfter(int payload)
    {
        var index = Count == _times.Length ? (long)_times.Length * 8 * 4 : 0;
        return Bytes + index + Math.Max(_chunkBytes, SortRecord.HeaderBytes + payload);
    }

    public void Add(long time, Key128 key, ulong sequence, ReadOnlySpan<byte> payload)
    {
        var length = SortRecord.HeaderBytes + payload.Length;
        var into = Reserve(length);
        SortRecord.WriteHeader(into, time, key, sequence, payload.Length);
        payload.CopyTo(into[SortRecord.HeaderBytes..]);
        if (Count == _times.Length) GrowIndex();
        _times[Count] = time;
        _positions[Count++] = ((long)_chunk << 32) | (uint)_used;
        _used += length;
    }

    public void Sort()
    {
        Array.Sort(_times, _positions, 0, Count);
        for (var from = 0; from < Count;)
        {
            var to = from + 1;
            while (to < Count && _times[to] == _times[from]) to++;
            if (to - from > 1) Array.Sort(_positions, from, to - from, this);
            from = to;
        }
    }

    public ReadOnlySpan<byte> Record(int index) => At(_positions[index]);

    /// <summary>Empty again, with its memory kept for the next run.</summary>
    public void Clear()
    {
        // A chunk made for one huge record is not worth keeping.
        for (var i = _chunks.Count - 1; i >= 0; i--)
        {
            if (_chunks[i].Length <= _chunkBytes) continue;
            Bytes -= _chunks[i].Length;
            _chunks.RemoveAt(i);
        }

        Count = _chunk = _used = 0;
    }

    public void Release()
    {
        _chunks.Clear();
        _times = _positions = [];
        Count = _chunk = _used = 0;
        Bytes = 0;
    }

    int IComparer<long>.Compare(long x, long y)
    {
        var order = SortRecord.CompareTail(At(x), At(y));
        return order != 0 ? order : x.CompareTo(y);
    }

    private ReadOnlySpan<byte> At(long position)
    {
        var from = _chunks[(int)(position >> 32)].AsSpan((int)(position & int.MaxValue));
        return from[..(SortRecord.HeaderBytes + SortRecord.Length(from))];
    }

    private Span<byte> Reserve(int length)
    {
        while (_chunk < _chunks.Count)
        {
            if (_chunks[_chunk].Length - _used >= length) return _chunks[_chunk].AsSpan(_used, length);
            _chunk++;
            _used = 0;
        }

        _chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(length, _chunkBytes)));
        Bytes += _chunks[^1].Length;
        return _chunks[_chunk].AsSpan(0, length);
    }

    private void GrowIndex()
    {
        Bytes += (long)_times.Length * 8 * 4;
        Array.Resize(ref _times, _times.Length * 2);
        Array.Resize(ref _positions, _positions.Length * 2);
    }
}
