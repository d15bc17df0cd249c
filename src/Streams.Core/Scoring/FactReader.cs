using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>
/// Reads what <see cref="FactWriter"/> wrote; bytes that end early or say too much are a <see
/// cref="FormatException"/>.
/// </summary>
internal ref struct FactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() != 0;

    public bool? MaybeFlag() => Byte() switch { 2 => true, 1 => false, _ => null };

    /// <summary>
    /// A count of items of at least <paramref name="itemBytes"/>: never more than the bytes that are left could hold.
    /// </summary>
    public int Count(int itemBytes = 1)
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (shift > 28) throw new FormatException("a count in a fact is too large");
            var next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) break;
        }

        if (value * (long)itemBytes > _rest.Length) throw new FormatException("a fact counts more than it holds");
        return (int)value;
    }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong ULong() => unchecked((ulong)Long());

    public long? MaybeLong() => Flag() ? Long() : null;

    public double Double() => BitConverter.Int64BitsToDouble(Long());

    /// <summary>A view of the bytes: valid as long as they are.</summary>
    public ref readonly T Struct<T>() where T : unmanaged => ref MemoryMarshal.AsRef<T>(Take(Unsafe.SizeOf<T>()));

    public float Float() => BitConverter.Int32BitsToSingle(Int());

    public string Text() => Encoding.UTF8.GetString(TextBytes());

    public ReadOnlySpan<byte> TextBytes() => Take(Count());

    /// <summary>The text of the bytes, which mostly is one that is known.</summary>
    public static string TextOf(ReadOnlySpan<byte> bytes, string? known) =>
        known is not null && Ascii.Equals(bytes, known) ? known : Encoding.UTF8.GetString(bytes);

    public string? MaybeText() => Flag() ? Text() : null;

    public ImmutableArray<string> Texts()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        for (var left = Count(); left > 0; left--) texts.Add(Text());
        return texts.ToImmutable();
    }

    public Key128 Key() => new(ULong(), ULong());

    public IpAddress Ip() => new(ULong(), ULong());

    public EvidenceRef Evidence()
    {
        var time = Long();
        if (time == 0) return default;
        var evidence = new EvidenceRef
        {
            Time = time,
            Source = Int(),
            Record = unchecked((uint)Int()),
            Part = unchecked((ushort)Int()),
            Kind = (ActivityKind)Byte(),
            Format = Byte(),
            Country = new CountryCode(unchecked((ushort)Int())),
            Class = (NetworkClass)Byte(),
            Hinted = Byte(),
            Latitude = Float(),
            Longitude = Float(),
            Ip = Ip(),
        };
        Take(24).CopyTo(evidence.EventId);
        return evidence;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length) throw new FormatException("a fact ends early");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
