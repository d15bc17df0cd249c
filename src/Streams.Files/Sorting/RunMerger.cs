namespace Streams.Files.Sorting;

/// <summary>The smallest of several runs' next records, by a binary heap; of equal ones that of the earlier
/// run.</summary>
internal sealed class RunMerger
{
    private readonly RunCursor[] _cursors;
    private readonly int[] _heap;
    private int _count;
    private bool _begun;

    public RunMerger(IReadOnlyList<SortedRun> runs, long memoryBytes)
    {
        var bytes = (int)Math.Clamp(memoryBytes / (runs.Count + 1), 16 * 1024, 1024 * 1024);
        _cursors = [.. runs.Select(run => new RunCursor(run, bytes))];
        _heap = new int[runs.Count];
    }

    public ReadOnlySpan<byte> Record => _cursors[_heap[0]].Record;

    public bool MoveNext()
    {
        if (!_begun) Begin();
        else if (_count > 0) Advance();
        return _count > 0;
    }

    private void Begin()
    {
        _begun = true;
        for (var i = 0; i < _cursors.Length; i++)
        {
            if (_cursors[i].MoveNext()) _heap[_count++] = i;
        }

        for (var i = _count / 2 - 1; i >= 0; i--) Sink(i);
    }

    private void Advance()
    {
        if (!_cursors[_heap[0]].MoveNext()) _heap[0] = _heap[--_count];
        if (_count > 0) Sink(0);
    }

    private void Sink(int at)
    {
        var moved = _heap[at];
        while (true)
        {
            var child = at * 2 + 1;
            if (child >= _count) break;
            if (child + 1 < _count && Before(_heap[child + 1], _heap[child])) child++;
            if (!Before(_heap[child], moved)) break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = moved;
    }

    private bool Before(int a, int b)
    {
        RunCursor left = _cursors[a], right = _cursors[b];
        if (left.Time != right.Time) return left.Time < right.Time;
        var order = SortRecord.CompareTail(left.Record, right.Record);
        return order != 0 ? order < 0 : a < b;
    }
}
