using Streams.Core.Activities;

namespace Streams.Runtime.Frames;

/// <summary>What one stage tells another. The order is part of the format: append, never insert.</summary>
public enum FactType : byte
{
    /// <summary>account → artefact: seen there.</summary>
    Sighting = 1,
    /// <summary>artefact → account's case: what sharing says of it.</summary>
    ArtefactFindings = 2,
    /// <summary>artefact → ring: its edges.</summary>
    Edges = 3,
    /// <summary>case → ring: the account's own points and home.</summary>
    Member = 4,
    /// <summary>ring → account's case: membership.</summary>
    Membership = 5,
    /// <summary>account → tenant: what daily aggregates are made of.</summary>
    TenantReport = 6,
    /// <summary>tenant → every shard: an aggregate that holds from the next day.</summary>
    TenantAggregate = 7,
    /// <summary>ingest → account: a raw name that a record used for it.</summary>
    Name = 8,
    /// <summary>shard → ring: event time has come so far.</summary>
    Time = 9,
}

/// <summary>
/// A replaceable fact: the receiver keeps the highest version of each (type, sender, subject). The version is the flow
/// offset of the frame
/// that caused it, so duplicates, order and replays do not matter. An empty body takes it back.
/// </summary>
public readonly ref struct FactView(FactType type, Key128 sender, Key128 subject, long version, ReadOnlySpan<byte> body)
{
    public FactType Type { get; } = type;

    public Key128 Sender { get; } = sender;

    public Key128 Subject { get; } = subject;

    public long Version { get; } = version;

    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>
/// Payload of a fact frame, version 1: number i32 · then for each: type u8 · sender · subject (16 bytes each) · version
/// i64 · body.
/// </summary>
public sealed class FactFrameWriter
{
    private readonly ByteWriter _bytes = new(8 * 1024);
    private int _facts;

    public FactFrameWriter() => Reset();

    public int Count => _facts;

    public int Length => _bytes.Length;

    public void Reset()
    {
        FrameHeader.Begin(_bytes);
        _bytes.Int32(0);
        _facts = 0;
    }

    public void Add(FactType type, Key128 sender, Key128 subject, long version, ReadOnlySpan<byte> body)
    {
        _bytes.Byte((byte)type);
        _bytes.Struct(sender);
        _bytes.Struct(subject);
        _bytes.Int64(version);
        _bytes.Block(body);
        _facts++;
    }

    public ReadOnlySpan<byte> Finish()
    {
        _bytes.PatchInt32(FrameHeader.Size, _facts);
        FrameHeader.End(_bytes, FrameKind.Facts);
        return _bytes.Written;
    }
}

public ref struct FactFrameReader
{
    private readonly int _part;
    private ByteReader _reader;
    private int _at;

    /// <summary>All of its facts, or the part that is asked for.</summary>
    public FactFrameReader(ReadOnlySpan<byte> frame, int part = 0)
    {
        _part = part;
        _reader = new ByteReader(frame[FrameHeader.Size..]);
        Count = _reader.Int32();
    }

    public int Count { get; }

    public bool Next(out FactView fact)
    {
        while (Step(out fact))
            if (_part == 0 || _at == _part) return true;
        return false;
    }

    private bool Step(out FactView fact)
    {
        fact = default;
        if (_at == Count) return false;
        _at++;
        fact = new FactView((FactType)_reader.Byte(), _reader.Struct<Key128>(), _reader.Struct<Key128>(), _reader.Int64(), _reader.Block());
        return true;
    }
}
