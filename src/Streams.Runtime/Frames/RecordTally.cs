using Streams.Runtime.Shards;

namespace Streams.Runtime.Frames;

/// <summary>
/// What became of each source record of a range, so that a frame that overlaps what was applied before counts only the
/// rest. Rides in the frame to shard 0. A byte a record where it is one event at the next offset (0 decoded, 1 ignored,
/// 2 quarantined); else 3 and offset delta, decoded, ignored, quarantined, i32 each.
/// </summary>
public sealed class RecordTally
{
    private const byte Whole = 3;
    private readonly ByteWriter _bytes = new(1024);
    private long _last = -1;

    public ReadOnlySpan<byte> Written => _bytes.Written;

    public bool IsEmpty => _bytes.Length == 0;

    /// <summary>The next range begins behind that offset.</summary>
    public void Begin(long offset)
    {
        _bytes.Reset();
        _last = offset;
    }

    public void Add(long offset, int decoded, int ignored, int quarantined)
    {
        var delta = offset - _last;
        _last = offset;
        if (delta == 1 && decoded + ignored + quarantined == 1)
        {
            _bytes.Byte((byte)(decoded == 1 ? 0 : ignored == 1 ? 1 : 2));
            return;
        }

        _bytes.Byte(Whole);
        _bytes.Int32(checked((int)delta));
        _bytes.Int32(decoded);
        _bytes.Int32(ignored);
        _bytes.Int32(quarantined);
    }

    /// <summary>Totals of the records behind <paramref name="mark"/> in a range that begins behind <paramref name="from"/>.</summary>
    public static SourceTotals Sum(ReadOnlySpan<byte> tally, long from, long mark)
    {
        var reader = new ByteReader(tally);
        long offset = from, decoded = 0, ignored = 0, quarantined = 0;
        while (reader.Remaining > 0)
        {
            var kind = reader.Byte();
            offset += kind == Whole ? reader.Int32() : 1;
            var (d, i, q) = kind switch
            {
                Whole => (reader.Int32(), reader.Int32(), reader.Int32()),
                0 => (1, 0, 0),
                1 => (0, 1, 0),
                2 => (0, 0, 1),
                _ => throw new InvalidDataException($"tally has a record of kind {kind}"),
            };
            if (offset <= mark) continue;
            (decoded, ignored, quarantined) = (decoded + d, ignored + i, quarantined + q);
        }

        return new SourceTotals(decoded + ignored + quarantined, decoded, ignored, quarantined);
    }
}
