using Microsoft.Win32.SafeHandles;

namespace Streams.Files.Sorting;

/// <summary>A file of records in order, written once from front to back.</summary>
internal sealed class SortedRun(RunFolder folder) : IDisposable
{
    private readonly SafeFileHandle _file = folder.Create();

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        folder.Write(_file, bytes, Length);
        Length += bytes.Length;
    }

    public int Read(Span<byte> into, long at) => folder.Read(_file, into, at);

    public void Dispose() => _file.Dispose();
}

/// <summary>Collects records into writes of a decent size.</summary>
internal sealed class RunWriter(SortedRun run, byte[] buffer)
{
    private int _used;

    public void Add(ReadOnlySpan<byte> record)
    {
        if (record.Length > buffer.Length - _used) Flush();
        if (record.Length > buffer.Length)
        {
            run.Append(record);
            return;
        }

        record.CopyTo(buffer.AsSpan(_used));
        _used += record.Length;
    }

    public void Flush()
    {
        if (_used > 0) run.Append(buffer.AsSpan(0, _used));
        _used = 0;
    }
}

/// <summary>Reads a run record by record through its own buffer.</summary>
internal sealed class RunCursor(SortedRun run, int bufferBytes)
{
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(bufferBytes, SortRecord.HeaderBytes));
    private int _from, _end;
    private long _read;

    public long Time { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Record => _buffer.AsSpan(_from, Length);

    public bool MoveNext()
    {
        _from += Length;
        Length = 0;
        if (!Have(SortRecord.HeaderBytes)) return false;
        var length = SortRecord.HeaderBytes + SortRecord.Length(_buffer.AsSpan(_from));
        if (!Have(length)) throw new InvalidDataException("a sorted run ends inside a record");
        Length = length;
        Time = SortRecord.Time(_buffer.AsSpan(_from));
        return true;
    }

    private bool Have(int bytes)
    {
        if (_end - _from >= bytes) return true;
        if (_buffer.Length < bytes)
        {
            var larger = GC.AllocateUninitializedArray<byte>(bytes);
            _buffer.AsSpan(_from, _end - _from).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_from, _end - _from).CopyTo(_buffer);
        }

        _end -= _from;
        _from = 0;
        while (_end < bytes)
        {
            var read = run.Read(_buffer.AsSpan(_end), _read);
            if (read == 0) return false;
            _end += read;
            _read += read;
        }

        return true;
    }
}
