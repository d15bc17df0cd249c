using Streams.Core.Activities;

namespace Streams.Files.Sorting;

/// <summary>
/// Sorts any number of records by (time, key, sequence, order of adding) in bounded memory: what does not fit goes to
/// disk as sorted runs, which are merged while they are read. Nothing is allocated a record. Add, then <see
/// cref="MoveNext"/>; no way back.
/// </summary>
public sealed class ExternalSorter : IDisposable
{
    private const int WriteBytes = 256 * 1024;
    private const long MemoryBytesMin = 1024 * 1024;

    private readonly SorterSettings _settings;
    private readonly RunFolder _folder;
    private readonly SortBuffer _buffer;

    /// <summary>Oldest first, which decides between equal records.</summary>
    private readonly List<(int Level, SortedRun Run)> _runs = [];
    private readonly long _memoryBytes;
    private byte[]? _writeBuffer;
    private RunMerger? _merger;
    private int _next = -1;
    private bool _reading;

    public ExternalSorter(SorterSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MergeWidth, 2);
        _settings = settings;
        _memoryBytes = Math.Max(settings.MemoryBytes, MemoryBytesMin);
        _folder = new RunFolder(settings);
        _buffer = new SortBuffer(_memoryBytes);
    }

    public long Count { get; private set; }

    /// <summary>Runs that memory could not hold.</summary>
    public int RunsSpilled { get; private set; }

    public long Time => SortRecord.Time(Record);

    public Key128 Key => SortRecord.Key(Record);

    public ulong Sequence => SortRecord.Sequence(Record);

    /// <summary>Valid until the next <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Payload => Record[SortRecord.HeaderBytes..];

    private ReadOnlySpan<byte> Record => _merger is null ? _buffer.Record(_next) : _merger.Record;

    /// <exception cref="SorterStorageException">The disk did not take a run.</exception>
    public void Add(long time, Key128 key, ulong sequence, ReadOnlySpan<byte> payload)
    {
        if (_reading) throw new InvalidOperationException("the sorter is being read: nothing can be added");
        var grows = _buffer.Count > 0 && _buffer.NeedsMemory(payload.Length);
        if (grows && _buffer.BytesAfter(payload.Length) > _memoryBytes) Spill();
        _buffer.Add(time, key, sequence, payload);
        Count++;
    }

    /// <summary>The next record in order; the first call ends the adding.</summary>
    public bool MoveNext()
    {
        if (!_reading) BeginReading();
        return _merger?.MoveNext() ?? ++_next < _buffer.Count;
    }

    public void Dispose()
    {
        _reading = true;
        foreach (var (_, run) in _runs) run.Dispose();
        _runs.Clear();
        _buffer.Release();
        _folder.Dispose();
    }

    private void BeginReading()
    {
        _reading = true;
        if (_runs.Count == 0)
        {
            _buffer.Sort();
            return;
        }

        if (_buffer.Count > 0) Spill();
        _buffer.Release();
        while (_runs.Count > _settings.MergeWidth) MergeNewest(_settings.MergeWidth);
        _merger = new RunMerger([.. _runs.Select(r => r.Run)], _memoryBytes);
    }

    private void Spill()
    {
        _buffer.Sort();
        var run = new SortedRun(_folder);
        _runs.Add((0, run));
        var writer = new RunWriter(run, _writeBuffer ??= new byte[WriteBytes]);
        for (var i = 0; i < _buffer.Count; i++) writer.Add(_buffer.Record(i));
        writer.Flush();
        _buffer.Clear();
        RunsSpilled++;

        // As many runs of one level as can be merged become one of the next: open files stay few however much is added.
        var width = _settings.MergeWidth;
        while (_runs.Count >= width && _runs[^width].Level == _runs[^1].Level) MergeNewest(width);
    }

    private void MergeNewest(int count)
    {
        var merged = _runs[^count..];
        var target = new SortedRun(_folder);
        try
        {
            // The record buffer is still held, so the cursors get little.
            var merger = new RunMerger([.. merged.Select(r => r.Run)], _memoryBytes / 8);
            var writer = new RunWriter(target, _writeBuffer!);
            while (merger.MoveNext()) writer.Add(merger.Record);
            writer.Flush();
        }
        catch
        {
            target.Dispose();
            throw;
        }

        foreach (var (_, run) in merged) run.Dispose();
        _runs.RemoveRange(_runs.Count - count, count);
        _runs.Add((merged.Max(r => r.Level) + 1, target));
    }
}
