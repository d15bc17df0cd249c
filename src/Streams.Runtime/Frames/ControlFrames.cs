using System.Buffers;
using Streams.Core.Activities;
using Streams.Core.Alerts;

namespace Streams.Runtime.Frames;

/// <summary>
/// A new owner of a flow partition says so. The record's offset is the owner's epoch. Payload version 1: nonce (16
/// bytes).
/// </summary>
public readonly record struct ClaimFrame(Key128 Nonce)
{
    public byte[] Encode() => ControlFrames.Encode(FrameKind.Claim, this, static (to, f) => to.Struct(f.Nonce));

    public static ClaimFrame Decode(ReadOnlySpan<byte> frame) => new(ControlFrames.Payload(frame).Struct<Key128>());
}

/// <summary>
/// A new steward says so in the control log. The record's offset is its epoch: what an earlier one said, and somebody
/// reads after a word of a later one, does not count. Payload version 1: nonce (16 bytes).
/// </summary>
public readonly record struct StewardFrame(Key128 Nonce)
{
    /// <summary>Its own for every steward: whoever reads the log later must meet them all where they stood.</summary>
    public byte[] Key => System.Text.Encoding.ASCII.GetBytes($"steward/{Nonce}");

    public byte[] Encode() => ControlFrames.Encode(FrameKind.Steward, this, static (to, f) => to.Struct(f.Nonce));

    public static StewardFrame Decode(ReadOnlySpan<byte> frame) => new(ControlFrames.Payload(frame).Struct<Key128>());
}

/// <summary>
/// From here on these tables and settings hold in the flow partition. Payload version 1: version (16 bytes) · steward
/// i64.
/// </summary>
public readonly record struct TablesFrame(Key128 Version, long Steward)
{
    public byte[] Encode() => ControlFrames.Encode(FrameKind.Tables, this, static (to, f) =>
    {
        to.Struct(f.Version);
        to.Int64(f.Steward);
    });

    public static TablesFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = ControlFrames.Payload(frame);
        return new TablesFrame(reader.Struct<Key128>(), ControlFrames.Steward(ref reader));
    }
}

/// <summary>
/// Their content is on the log and every flow partition has been told: ingest may grant the version. Payload version 1:
/// version (16 bytes) · steward i64.
/// </summary>
public readonly record struct PublishedFrame(Key128 Version, long Steward)
{
    /// <summary>One that does not count may not take the place of one that does.</summary>
    public byte[] Key => System.Text.Encoding.ASCII.GetBytes($"published/{Version}/{Steward}");

    public byte[] Encode() => ControlFrames.Encode(FrameKind.Published, this, static (to, f) =>
    {
        to.Struct(f.Version);
        to.Int64(f.Steward);
    });

    public static PublishedFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = ControlFrames.Payload(frame);
        return new PublishedFrame(reader.Struct<Key128>(), ControlFrames.Steward(ref reader));
    }
}

/// <summary>
/// The source partitions whose watermarks are to be waited for. Payload version 1: count i32 · source i32 each ·
/// steward i64.
/// </summary>
public sealed record SourcesFrame(IReadOnlyList<int> Sources, long Steward)
{
    public byte[] Encode() => ControlFrames.Encode(FrameKind.Sources, this, static (to, f) =>
    {
        to.Int32(f.Sources.Count);
        foreach (var source in f.Sources) to.Int32(source);
        to.Int64(f.Steward);
    });

    public static SourcesFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = ControlFrames.Payload(frame);
        var sources = new int[reader.Int32()];
        for (var i = 0; i < sources.Length; i++) sources[i] = reader.Int32();
        return new SourcesFrame(sources, ControlFrames.Steward(ref reader));
    }
}

/// <summary>
/// Which version decodes and routes the offsets [from, to) of a source partition. Of two for one offset the first in
/// the log holds. Payload version 1: source i32 · from i64 · to i64 · version (16 bytes) · nonce (16 bytes).
/// </summary>
public readonly record struct GrantFrame(int Source, long From, long To, Key128 Version, Key128 Nonce)
{
    /// <summary>Its own for every grant: compaction may not let a later one take an earlier one's place.</summary>
    public byte[] Key => System.Text.Encoding.ASCII.GetBytes($"grant/{Source}/{From}/{Nonce}");

    public byte[] Encode() => ControlFrames.Encode(FrameKind.Grant, this, static (to, f) =>
    {
        to.Int32(f.Source);
        to.Int64(f.From);
        to.Int64(f.To);
        to.Struct(f.Version);
        to.Struct(f.Nonce);
    });

    public static GrantFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = ControlFrames.Payload(frame);
        return new GrantFrame(reader.Int32(), reader.Int64(), reader.Int64(), reader.Struct<Key128>(), reader.Struct<Key128>());
    }
}

/// <summary>
/// A piece of a version's content. Payload version 1: version (16 bytes) · index i32 · count i32 · bytes.
/// </summary>
public sealed record ContentFrame(Key128 Version, int Index, int Count, byte[] Bytes)
{
    public const int PieceMax = 256 * 1024;

    public byte[] Key => System.Text.Encoding.ASCII.GetBytes($"content/{Version}/{Index}");

    public static IEnumerable<ContentFrame> Cut(Key128 version, byte[] content)
    {
        var pieces = content.Chunk(PieceMax).DefaultIfEmpty([]).ToList();
        return pieces.Select((piece, index) => new ContentFrame(version, index, pieces.Count, piece));
    }

    public byte[] Encode() => ControlFrames.Encode(FrameKind.Content, this, static (to, f) =>
    {
        to.Struct(f.Version);
        to.Int32(f.Index);
        to.Int32(f.Count);
        to.Block(f.Bytes);
    });

    public static ContentFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = ControlFrames.Payload(frame);
        return new ContentFrame(reader.Struct<Key128>(), reader.Int32(), reader.Int32(), reader.Block().ToArray());
    }
}

/// <summary>
/// What a person said of an alert, to every flow partition: only its ledger's owner knows it. Payload: the core's bytes.
/// </summary>
public static class TriageFrame
{
    public static byte[] Encode(AlertTriage triage) => ControlFrames.Encode(FrameKind.Triage, triage, static (to, said) =>
    {
        var bytes = new ArrayBufferWriter<byte>();
        said.Save(bytes);
        to.Bytes(bytes.WrittenSpan);
    });

    public static AlertTriage Decode(ReadOnlySpan<byte> frame)
    {
        var payload = frame[FrameHeader.Size..];
        return AlertTriage.Load(ref payload);
    }
}

internal static class ControlFrames
{
    public static byte[] Encode<T>(FrameKind kind, T frame, Action<ByteWriter, T> write)
    {
        var bytes = new ByteWriter(128);
        FrameHeader.Begin(bytes);
        write(bytes, frame);
        FrameHeader.End(bytes, kind);
        return bytes.ToArray();
    }

    public static ByteReader Payload(ReadOnlySpan<byte> frame) => new(frame[FrameHeader.Size..]);

    /// <summary>Frames of earlier builds do not say who wrote them.</summary>
    public static long Steward(ref ByteReader reader) => reader.Remaining >= sizeof(long) ? reader.Int64() : -1;
}
