using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>How far a shard is with one source partition, and what became of the records.</summary>
public sealed class SourceMark
{
    public Position Mark { get; set; } = Position.Start;

    public long Watermark { get; set; } = Coverage.NoWatermark;

    public bool Idle { get; set; }

    /// <summary>Whether the shard's watermark waits for it.</summary>
    public bool IsExpected { get; set; } = true;

    /// <summary>Counted by ingest; they ride in the frames to shard 0.</summary>
    public SourceTotals Ingested { get; set; }

    /// <summary>Events of this shard that were applied, among them the late ones.</summary>
    public long Applied { get; set; }

    public long Late { get; set; }

    /// <summary>Events of this shard that it had seen before.</summary>
    public long Duplicates { get; set; }

    /// <summary>Events whose step throws.</summary>
    public long Skipped { get; set; }

    public void Save(ByteWriter to)
    {
        to.Int64(Mark.Offset);
        to.Int32(Mark.Part);
        to.Int64(Watermark);
        to.Byte((byte)((Idle ? 1 : 0) | (IsExpected ? 2 : 0)));
        to.Struct(Ingested);
        to.Int64(Applied);
        to.Int64(Late);
        to.Int64(Duplicates);
        to.Int64(Skipped);
    }

    public void Load(ref ByteReader from)
    {
        Mark = new Position(from.Int64(), from.Int32());
        Watermark = from.Int64();
        var flags = from.Byte();
        (Idle, IsExpected) = ((flags & 1) != 0, (flags & 2) != 0);
        Ingested = from.Struct<SourceTotals>();
        Applied = from.Int64();
        Late = from.Int64();
        Duplicates = from.Int64();
        Skipped = from.Int64();
    }
}

/// <summary>What ingest made of a source partition's records so far.</summary>
public readonly record struct SourceTotals(long Read, long Decoded, long Ignored, long Quarantined)
{
    public SourceTotals Plus(in SourceTotals other) =>
        new(Read + other.Read, Decoded + other.Decoded, Ignored + other.Ignored, Quarantined + other.Quarantined);
}
