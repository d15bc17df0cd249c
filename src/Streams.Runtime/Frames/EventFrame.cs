using Streams.Core.Activities;

namespace Streams.Runtime.Frames;

[Flags]
public enum EventFlags : byte
{
    None = 0,
    /// <summary>
    /// A commit of a git log that a push in the same input shows too: the push is the human clock's, not it.
    /// </summary>
    AlreadyPushed = 1,
}

/// <summary>
/// What one event frame says of its source partition. Every shard gets a frame for every range, empty where it has no
/// event.
/// </summary>
public readonly record struct Coverage(int Source, Position From, Position To, long Watermark, bool Idle)
{
    /// <summary>No event yet.</summary>
    public const long NoWatermark = long.MinValue;
}

/// <summary>
/// Payload of an event frame, version 1: source i32 · from (i64, i32) · to (i64, i32) · watermark i64 · idle u8 · number of
/// events i32 · length of the tally i32 · then for each event: position (i64, i32), flags u8, length of the name u16,
/// name of the account, length i32, activity · at the end the tally (<see cref="RecordTally"/>).
/// </summary>
public sealed class EventFrameWriter
{
    private const int CoverageSize = 4 + 12 + 12 + 8 + 1, CountAt = FrameHeader.Size + CoverageSize;
    private readonly ByteWriter _bytes = new(64 * 1024), _head = new(CoverageSize);
    private int _events;

    public EventFrameWriter() => Reset();

    public int Events => _events;

    public int Length => _bytes.Length;

    public void Reset()
    {
        FrameHeader.Begin(_bytes);
        _bytes.Take(CoverageSize + 8).Clear();
        _events = 0;
    }

    public void Add(Position position, EventFlags flags, ReadOnlySpan<byte> accountName, ReadOnlySpan<byte> activity)
    {
        Head(position, flags, accountName);
        _bytes.Block(activity);
    }

    public void Add(Position position, EventFlags flags, ReadOnlySpan<byte> accountName, Activity activity)
    {
        Head(position, flags, accountName);
        var at = _bytes.Length;
        _bytes.Int32(0);
        ActivityCodec.Write(_bytes, activity);
        _bytes.PatchInt32(at, _bytes.Length - at - 4);
    }

    private void Head(Position position, EventFlags flags, ReadOnlySpan<byte> accountName)
    {
        _bytes.Int64(position.Offset);
        _bytes.Int32(position.Part);
        _bytes.Byte((byte)flags);
        _bytes.UInt16((ushort)accountName.Length);
        _bytes.Bytes(accountName);
        _events++;
    }

    public ReadOnlySpan<byte> Finish(in Coverage coverage, ReadOnlySpan<byte> tally = default)
    {
        _head.Reset();
        _head.Int32(coverage.Source);
        _head.Int64(coverage.From.Offset);
        _head.Int32(coverage.From.Part);
        _head.Int64(coverage.To.Offset);
        _head.Int32(coverage.To.Part);
        _head.Int64(coverage.Watermark);
        _head.Byte(coverage.Idle ? (byte)1 : (byte)0);
        _bytes.Patch(FrameHeader.Size, _head.Written);
        _bytes.PatchInt32(CountAt, _events);
        _bytes.PatchInt32(CountAt + 4, tally.Length);
        _bytes.Bytes(tally);
        FrameHeader.End(_bytes, FrameKind.Events);
        return _bytes.Written;
    }
}

public ref struct EventFrameReader
{
    private readonly byte[] _buffer;
    private readonly int _start;
    private readonly Utf8Text _tally;
    private readonly int _part;
    private ByteReader _reader;
    private int _at;

    /// <summary>Opens the payload of a frame whose head was checked; all of its events, or the part that is asked for.</summary>
    public EventFrameReader(byte[] buffer, int start, int length, int part = 0)
    {
        _part = part;
        _buffer = buffer;
        _start = start + FrameHeader.Size;
        _reader = new ByteReader(buffer.AsSpan(_start, length - FrameHeader.Size));
        Coverage = new Coverage(
            _reader.Int32(),
            new Position(_reader.Int64(), _reader.Int32()),
            new Position(_reader.Int64(), _reader.Int32()),
            _reader.Int64(),
            _reader.Byte() != 0);
        Remaining = _reader.Int32();
        var tally = _reader.Int32();
        if (tally < 0 || tally > _reader.Remaining) throw new InvalidDataException("frame's tally is longer than the frame");
        _tally = new Utf8Text(buffer, start + length - tally, tally);
    }

    public Coverage Coverage { get; }

    public readonly ReadOnlySpan<byte> Tally => _tally.Span;

    public int Remaining { get; private set; }

    public Position Position { get; private set; }

    public EventFlags Flags { get; private set; }

    public Utf8Text Name { get; private set; }

    /// <summary>Where the event's activity stands in the buffer.</summary>
    public (int Start, int Length) Activity { get; private set; }

    public bool Next()
    {
        while (Step())
            if (_part == 0 || ++_at == _part) return true;
        return false;
    }

    private bool Step()
    {
        if (Remaining == 0) return false;
        Remaining--;
        Position = new Position(_reader.Int64(), _reader.Int32());
        Flags = (EventFlags)_reader.Byte();
        int name = _reader.UInt16();
        Name = new Utf8Text(_buffer, _start + _reader.Position, name);
        _reader.Take(name);
        var length = _reader.Int32();
        Activity = (_start + _reader.Position, length);
        _reader.Take(length);
        return true;
    }
}
