using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streams.Runtime.Frames;

/// <summary>
/// A growing little-endian buffer that is reset and used again: frames and snapshots are written without allocation.
/// </summary>
public sealed class ByteWriter(int capacity = 4096)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Reset() => Length = 0;

    public Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Byte(byte value) => Take(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Struct<T>(in T value) where T : unmanaged => MemoryMarshal.Write(Take(Unsafe.SizeOf<T>()), in value);

    /// <summary>Length as two bytes, then the bytes.</summary>
    public void Counted(ReadOnlySpan<byte> bytes)
    {
        var span = Take(sizeof(ushort) + bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)bytes.Length);
        bytes.CopyTo(span[sizeof(ushort)..]);
    }

    /// <summary>Length as four bytes, then the bytes.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Int32(bytes.Length);
        Bytes(bytes);
    }

    public void PatchInt32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    public void Patch(int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(at));

    public byte[] ToArray() => Written.ToArray();
}

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote. Running past the end is a corrupt record: it throws
/// <see cref="InvalidDataException"/>.
/// </summary>
public ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Remaining)
            throw new InvalidDataException($"record ends at byte {_bytes.Length}, {count} more expected at {Position}");
        var span = _bytes.Slice(Position, count);
        Position += count;
        return span;
    }

    /// <summary>Bytes behind their length of two bytes.</summary>
    public ReadOnlySpan<byte> Counted()
    {
        if (Remaining < sizeof(ushort)) return Take(sizeof(ushort));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[Position..]);
        return Take(sizeof(ushort) + length)[sizeof(ushort)..];
    }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public T Struct<T>() where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    /// <summary>The value where it stands: for large ones that are read once.</summary>
    public ref readonly T View<T>() where T : unmanaged => ref MemoryMarshal.AsRef<T>(Take(Unsafe.SizeOf<T>()));

    public ReadOnlySpan<byte> Block() => Take(Int32());
}
