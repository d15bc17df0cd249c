using Streams.Core.Activities;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Snapshots;

public enum EntityKind : byte
{
    Header = 1, Account = 2, Artefact = 3, Case = 4, Ring = 5, Tenant = 6, Names = 7, Ids = 8, Commits = 9, Matches = 10, Alerts = 11,
    Evidence = 12,
}

/// <summary>
/// A record on <c>streams.state</c>: one entity as of a flow offset. Value, little-endian:
/// <code>
///  0  u32  magic "STRS"
///  4  u8   version (1); a reader reads every version up to its own and refuses a later one
///  5  u8   kind: 1 header of a cycle, 2 account, 3 artefact, 4 case, 5 ring's fact, 6 tenant's reports, 7 names, 8 ids,
///          9 commits, 10 watchlist matches, 11 alerts, 12 evidence of an account under suspicion
///  6  u16  version of the payload's layout (the account block's; 0 elsewhere)
///  8  i64  flow offset applied to the entity
/// 16  u8×16 entity (zero for the header)
/// 32  i32  length of the payload
/// 36  u32  checksum: CRC-32C of the first 36 bytes × 31 + CRC-32C of the payload
/// 40  …    payload
/// </code>
/// Key: shard i32 · owner epoch i64 · kind u8 · entity u8×16 · slot u8. The epoch is part of the key, so a former owner
/// cannot overwrite;
/// two slots are written in turn, so that a torn or corrupt record leaves the one before it.
/// </summary>
public readonly record struct SnapshotRecord(EntityKind Kind, ushort Layout, long Applied, Key128 Entity, byte[] Payload)
{
    public const byte Version = 1;
    private const uint Magic = 0x53525453;
    private const int HeadSize = 40;
    public const int KeySize = 4 + 8 + 1 + 16 + 1;

    public static byte[] Key(int shard, long epoch, EntityKind kind, Key128 entity, byte slot)
    {
        var key = new ByteWriter(KeySize);
        WriteKey(key, shard, epoch, kind, entity, slot);
        return key.ToArray();
    }

    public static void WriteKey(ByteWriter to, int shard, long epoch, EntityKind kind, Key128 entity, byte slot)
    {
        to.Int32(shard);
        to.Int64(epoch);
        to.Byte((byte)kind);
        to.Struct(entity);
        to.Byte(slot);
    }

    public static long EpochOf(ReadOnlySpan<byte> key) => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(key[4..]);

    public static EntityKind KindOf(ReadOnlySpan<byte> key) => (EntityKind)key[12];

    public byte[] Encode()
    {
        var bytes = new ByteWriter(HeadSize + Payload.Length);
        Write(bytes);
        return bytes.ToArray();
    }

    /// <param name="bytes">Empty: the checksum is over what stands before it.</param>
    public void Write(ByteWriter bytes)
    {
        bytes.Int32(unchecked((int)Magic));
        bytes.Byte(Version);
        bytes.Byte((byte)Kind);
        bytes.UInt16(Layout);
        bytes.Int64(Applied);
        bytes.Struct(Entity);
        bytes.Int32(Payload.Length);
        bytes.Int32(unchecked((int)FrameHeader.Checksum(bytes.Written, Payload)));
        bytes.Bytes(Payload);
    }

    /// <summary>
    /// Reads a record; what is wrong with a bad one is the exception's message, and the other slot is the remedy.
    /// </summary>
    public static SnapshotRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new ByteReader(value);
        if (value.Length < HeadSize || unchecked((uint)reader.Int32()) != Magic)
            throw new InvalidDataException("not a snapshot record: the magic STRS is missing");
        var version = reader.Byte();
        if (version is 0 or > Version) throw new InvalidDataException($"snapshot version {version}; this program reads up to {Version}");
        var kind = (EntityKind)reader.Byte();
        var layout = reader.UInt16();
        var applied = reader.Int64();
        var entity = reader.Struct<Key128>();
        var length = reader.Int32();
        var checksum = unchecked((uint)reader.Int32());
        var payload = reader.Take(length);
        if (reader.Remaining != 0) throw new InvalidDataException($"snapshot record has {reader.Remaining} bytes too many");
        if (FrameHeader.Checksum(value[..(HeadSize - 4)], payload) != checksum) throw new InvalidDataException("snapshot checksum does not match");
        return new SnapshotRecord(kind, layout, applied, entity, payload.ToArray());
    }
}

/// <summary>What a record's key says beside its shard; two that are equal are one record to a compacting broker.</summary>
internal readonly record struct SnapshotKey(long Epoch, EntityKind Kind, Key128 Entity, byte Slot)
{
    public static SnapshotKey Read(ReadOnlySpan<byte> key)
    {
        var reader = new ByteReader(key[4..]);
        return new SnapshotKey(reader.Int64(), (EntityKind)reader.Byte(), reader.Struct<Key128>(), reader.Byte());
    }
}
