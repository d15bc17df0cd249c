using System.Buffers.Binary;
using System.Numerics;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Frames;

public enum FrameKind : byte
{
    Events = 1, Facts = 2, Clock = 3, Skip = 4, Claim = 5, Tables = 6, Sources = 7, Grant = 8, Published = 9, Content = 10, Triage = 11,
    Steward = 12, Trial = 13
}

/// <summary>
/// The head of every record on the flow log, little-endian, 16 bytes:
/// <code>
///  0  u32  magic "STRF"
///  4  u8   version of the payload (1); a reader reads every version up to its own and refuses a later one
///  5  u8   kind: 1 events, 2 facts, 3 clock, 4 skip, 5 claim, 6 tables, 7 sources, 8 grant, 9 published, 10 content,
///          11 triage, 12 steward, 13 trial
///  6  u16  flags, 0 (a reader refuses flags that it does not know)
///  8  i32  length of the payload
/// 12  u32  checksum: CRC-32C of the first 12 bytes × 31 + CRC-32C of the payload
/// </code>
/// A frame is at most <see cref="FrameMax"/> bytes: half a broker's default message size, so that no setting has to fit
/// it.
/// </summary>
public static class FrameHeader
{
    public const int Size = 16, FrameMax = 512 * 1024;
    public const byte Version = 1;
    private const uint Magic = 0x46525453;

    public static void Begin(ByteWriter to)
    {
        to.Reset();
        to.Take(Size).Clear();
    }

    /// <summary>Fills the head once the payload is written.</summary>
    public static void End(ByteWriter to, FrameKind kind)
    {
        Span<byte> head = stackalloc byte[Size];
        head.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        head[4] = Version;
        head[5] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], to.Length - Size);
        BinaryPrimitives.WriteUInt32LittleEndian(head[12..], Checksum(head[..12], to.Written[Size..]));
        to.Patch(0, head);
    }

    /// <summary>
    /// As <see cref="Open(ReadOnlySpan{byte})"/>; no bit flips in a frame that never left this process's memory.
    /// </summary>
    public static FrameKind Open(in LogRecord record) => Open(record.Span, isSummed: !record.IsLent);

    /// <summary>
    /// The kind and payload of a frame. Anything off is an <see cref="InvalidDataException"/> that says what.
    /// </summary>
    public static FrameKind Open(ReadOnlySpan<byte> record) => Open(record, isSummed: true);

    private static FrameKind Open(ReadOnlySpan<byte> record, bool isSummed)
    {
        if (record.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(record) != Magic)
            throw new InvalidDataException("not a frame: the magic STRF is missing");
        if (record[4] is 0 or > Version)
            throw new InvalidDataException($"frame version {record[4]}; this program reads up to {Version}");
        if (BinaryPrimitives.ReadUInt16LittleEndian(record[6..]) != 0) throw new InvalidDataException("frame has unknown flags");
        if (BinaryPrimitives.ReadInt32LittleEndian(record[8..]) != record.Length - Size)
            throw new InvalidDataException("frame length does not match its head");
        if (isSummed && BinaryPrimitives.ReadUInt32LittleEndian(record[12..]) != Checksum(record[..12], record[Size..]))
            throw new InvalidDataException("frame checksum does not match");
        return (FrameKind)record[5];
    }

    /// <summary>Of head and payload: a flipped bit in either is noticed.</summary>
    public static uint Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload) =>
        unchecked(Checksum(head) * 31 + Checksum(payload));

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
