using System.Buffers.Binary;
using Streams.Runtime.Frames;

namespace Streams.Simulation.Service;

/// <summary>
/// Faults of a shard that does not heed its marks, as the frames show them. What a shard's mark is when it comes to a
/// frame follows from the frames before it, so the broker knows it when the frame is appended.
/// </summary>
internal sealed class FaultyMarks
{
    private const int Source = 16, From = 20, To = 32, Tally = 57, Events = 61, EndPart = 1_000;
    private readonly Dictionary<(int Shard, int Source), Position> _marks = [];
    private readonly bool _ignoresMarks;

    private FaultyMarks(bool ignoresMarks) => _ignoresMarks = ignoresMarks;

    public static FaultyMarks? Of(Fault fault) =>
        fault is Fault.MarkNotChecked or Fault.OverlapCountedTwice ? new FaultyMarks(fault == Fault.MarkNotChecked) : null;

    public byte[] Rewritten(int shard, byte[] frame)
    {
        var key = (shard, BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(Source)));
        var mark = _marks.GetValueOrDefault(key, new Position(-1, EndPart));
        long from = At(frame, From), to = At(frame, To);
        var bytes = _ignoresMarks ? Applied(frame, from, to, ref mark) : CountedTwice(frame, from, to, mark.Offset);
        if (from <= mark.Offset && to > mark.Offset) mark = new Position(to, EndPart);
        _marks[key] = mark;
        return bytes;
    }

    /// <summary>A frame is applied whatever was applied before: it begins at the mark and its events stand behind it.</summary>
    private static byte[] Applied(byte[] frame, long from, long to, ref Position mark)
    {
        var (begin, end, events) = (new Position(from, EndPart), new Position(to, EndPart), new Position(mark.Offset + 1, 0));
        if (to <= mark.Offset)
        {
            begin = mark;
            events = end = mark = mark with { Part = mark.Part + 1 };
        }

        var applied = mark.Offset;
        return FaultyBytes.Resealed([.. frame], FrameKind.Events, bytes =>
        {
            Put(bytes, From, begin);
            Put(bytes, To, end);
            var at = Events;
            for (var count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Tally - 4)); count > 0; count--)
            {
                if (At(bytes, at) <= applied) Put(bytes, at, events);
                at += 13;
                at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
                at += 4 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            }
        });
    }

    /// <summary>The tally's records up to the mark are told as of one behind it.</summary>
    private static byte[] CountedTwice(byte[] frame, long from, long to, long mark)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(Tally));
        if (length == 0 || from >= mark || to <= mark) return frame;
        var totals = RecordTally.Sum(frame.AsSpan(frame.Length - length), from, from);
        var tally = new RecordTally();
        tally.Begin(from);
        tally.Add(mark + 1, (int)totals.Decoded, (int)totals.Ignored, (int)totals.Quarantined);
        byte[] bytes = [.. frame.AsSpan(0, frame.Length - length), .. tally.Written];
        var written = tally.Written.Length;
        return FaultyBytes.Resealed(bytes, FrameKind.Events, b => BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(Tally), written));
    }

    private static long At(byte[] frame, int at) => BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(at));

    private static void Put(byte[] frame, int at, Position position)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(at), position.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(at + 8), position.Part);
    }
}
