using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Runtime.Shards;

/// <summary>
/// The few events of an account that are not sealed yet, in order of (time, event id), and the provisional outcome of
/// stepping through
/// them. The event that comes in order is one more step; one that comes earlier makes the tail be replayed from the
/// sealed state.
/// </summary>
internal sealed class Tail
{
    /// <summary>
    /// Months of one person's work: in a backlog, sources are as far apart in event time as one of them is behind.
    /// </summary>
    public const int EventsMax = 8_192;

    /// <summary>What its events may take: a snapshot of the account is one record.</summary>
    private const long BytesMax = 3 << 20;

    private long _bytes;

    private readonly List<TailEvent> _events = [];

    public int Count => _events.Count;

    /// <summary>The next event needs another's room.</summary>
    public bool IsFull => Count >= EventsMax || _bytes >= BytesMax;

    public TailEvent First => _events[0];

    /// <summary>State after the tail's steps; meaningless while <see cref="Stale"/>.</summary>
    public byte[] Block { get; set; } = [];

    public ImmutableArray<Finding> Findings { get; set; } = [];

    /// <summary>An event came that belongs before one already stepped.</summary>
    public bool Stale { get; set; } = true;

    public IReadOnlyList<TailEvent> Events => _events;

    /// <summary>True when the event goes last: then one more step is enough.</summary>
    public bool Insert(in TailEvent item)
    {
        var at = _events.Count;
        while (at > 0 && item.CompareTo(_events[at - 1]) < 0) at--;
        _events.Insert(at, item);
        _bytes += item.Size;
        return at == _events.Count - 1;
    }

    public TailEvent TakeFirst()
    {
        var first = _events[0];
        _events.RemoveAt(0);
        _bytes -= first.Size;
        return first;
    }
}

public readonly record struct TailEvent(long Time, Key128 EventKey, byte[] Bytes, int Source, Frames.Position Position,
    Frames.EventFlags Flags)
    : IComparable<TailEvent>
{
    /// <summary>Memory that it takes in a list, bytes: itself, and an array of its own.</summary>
    public int Size => 88 + Bytes.Length;

    public void Save(Frames.ByteWriter to)
    {
        to.Int64(Time);
        to.Struct(EventKey);
        to.Int32(Source);
        to.Int64(Position.Offset);
        to.Int32(Position.Part);
        to.Byte((byte)Flags);
        to.Block(Bytes);
    }

    public static TailEvent Load(ref Frames.ByteReader from)
    {
        var time = from.Int64();
        var key = from.Struct<Key128>();
        var source = from.Int32();
        var position = new Frames.Position(from.Int64(), from.Int32());
        var flags = (Frames.EventFlags)from.Byte();
        return new TailEvent(time, key, from.Block().ToArray(), source, position, flags);
    }

    public int CompareTo(TailEvent other) => Time != other.Time ? Time.CompareTo(other.Time) : EventKey.CompareTo(other.EventKey);
}
