using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streams.Core.Activities;

/// <summary>
/// The identity of anything that state is kept for: a 128-bit hash of its normalised UTF-8 text. 64 bits would merge
/// two
/// accounts by accident once in a few billion pairs; 128 never will. Snapshots and finding ids rest on it: the function
/// is frozen.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly record struct Key128(ulong Hi, ulong Lo) : IComparable<Key128>
{
    private const ulong K0 = 0x9E3779B97F4A7C15, K1 = 0xC2B2AE3D27D4EB4F, K2 = 0x165667B19E3779F9, K3 = 0xD6E8FEB86659FD93;

    public bool IsNone => Hi == 0 && Lo == 0;

    /// <summary>Hash of the bytes as they are.</summary>
    public static Key128 Of(ReadOnlySpan<byte> text, ulong seed = 0) => Hash(text, seed, isFolded: false);

    /// <summary>
    /// Hash of the text with ASCII letters folded to lower case: names are compared without case everywhere.
    /// </summary>
    public static Key128 OfFolded(ReadOnlySpan<byte> text, ulong seed = 0) => Hash(text, seed, isFolded: true);

    public static Key128 Of(string text, ulong seed = 0) => Of(System.Text.Encoding.UTF8.GetBytes(text), seed);

    /// <summary>A key made of two: order matters.</summary>
    public Key128 With(Key128 other)
    {
        unchecked
        {
            ulong a = Hi ^ K2, b = Lo ^ K3;
            Mix(ref a, ref b, other.Hi, other.Lo);
            return Finish(a, b, 32);
        }
    }

    public int CompareTo(Key128 other) => Hi != other.Hi ? Hi.CompareTo(other.Hi) : Lo.CompareTo(other.Lo);

    public override int GetHashCode() => unchecked((int)Lo ^ (int)(Lo >> 32));

    public override string ToString() => Hi.ToString("x16", System.Globalization.CultureInfo.InvariantCulture)
        + Lo.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Key128 Hash(ReadOnlySpan<byte> text, ulong seed, bool isFolded)
    {
        unchecked
        {
            ulong a = seed ^ K0, b = seed ^ K1, x, y;
            var rest = text;
            for (; rest.Length >= 16; rest = rest[16..])
            {
                x = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                y = BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]);
                if (isFolded) Fold(ref x, ref y);
                Mix(ref a, ref b, x, y);
            }

            ReadEnd(rest, out x, out y);
            if (isFolded) Fold(ref x, ref y);
            Mix(ref a, ref b, x, y);
            return Finish(a, b, (ulong)text.Length);
        }
    }

    /// <summary>Up to fifteen bytes as two words with zeros behind: reads that overlap, no copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadEnd(ReadOnlySpan<byte> rest, out ulong x, out ulong y)
    {
        var length = rest.Length;
        x = y = 0;
        if (length >= 8)
        {
            x = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            if (length > 8) y = BinaryPrimitives.ReadUInt64LittleEndian(rest[(length - 8)..]) >> (8 * (16 - length));
        }
        else if (length >= 4)
        {
            x = BinaryPrimitives.ReadUInt32LittleEndian(rest)
                | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[(length - 4)..]) << (8 * (length - 4));
        }
        else if (length > 0)
        {
            x = rest[0] | (ulong)rest[length / 2] << (8 * (length / 2)) | (ulong)rest[length - 1] << (8 * (length - 1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(ref ulong x, ref ulong y)
    {
        var bytes = Vector128.Create(x, y).AsByte();
        var letters = Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)'A'), Vector128.Create((byte)('Z' - 'A')));
        var folded = (bytes | (letters & Vector128.Create((byte)0x20))).AsUInt64();
        x = folded.GetElement(0);
        y = folded.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ulong x, ulong y)
    {
        unchecked
        {
            var high = Math.BigMul(x ^ a ^ K2, y ^ K1, out var low);
            a = (a ^ low) * K0 + high;
            high = Math.BigMul(y ^ b ^ K3, x ^ K0, out low);
            b = (b ^ high) * K1 + low;
        }
    }

    private static Key128 Finish(ulong a, ulong b, ulong length)
    {
        unchecked
        {
            Mix(ref a, ref b, length ^ b, length ^ a);
            var hi = Avalanche(a ^ (b >> 29));
            var lo = Avalanche(b ^ (a << 17) ^ length);
            return hi == 0 && lo == 0 ? new Key128(1, 1) : new Key128(hi, lo);
        }
    }

    private static ulong Avalanche(ulong x)
    {
        unchecked
        {
            x ^= x >> 33;
            x *= 0xFF51AFD7ED558CCD;
            x ^= x >> 33;
            x *= 0xC4CEB9FE1A85EC53;
            return x ^ (x >> 33);
        }
    }
}
