using System.Buffers.Binary;
using Streams.Core.Activities;

namespace Streams.Files.Sorting;

/// <summary>The header before each payload, in memory and on disk alike: time, key, sequence, length.</summary>
internal static class SortRecord
{
    public const int HeaderBytes = 8 + 16 + 8 + 4;

    public static void WriteHeader(Span<byte> into, long time, Key128 key, ulong sequence, int length)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, time);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], key.Hi);
        BinaryPrimitives.WriteUInt64LittleEndian(into[16..], key.Lo);
        BinaryPrimitives.WriteUInt64LittleEndian(into[24..], sequence);
        BinaryPrimitives.WriteInt32LittleEndian(into[32..], length);
    }

    public static long Time(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record);

    public static Key128 Key(ReadOnlySpan<byte> record) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[16..]));

    public static ulong Sequence(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[24..]);

    public static int Length(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[32..]);

    /// <summary>Order of two records of the same time.</summary>
    public static int CompareTail(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var byKey = Key(a).CompareTo(Key(b));
        return byKey != 0 ? byKey : Sequence(a).CompareTo(Sequence(b));
    }
}
