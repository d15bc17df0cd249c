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
    [SkipLocalsInit]
    public static Key128 Of(ReadOnlySpan<byte> text, ulong seed = 0)
    {
        unchecked
        {
            ulong a = seed ^ K0, b = seed ^ K1;
            var rest = text;
            while (rest.Length >= 16)
            {
                Mix(ref a, ref b, BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
                rest = rest[16..];
            }

            Span<byte> last = stackalloc byte[16];
            last.Clear();
            rest.CopyTo(last);
            Mix(ref a, ref b, BinaryPrimitives.ReadUInt64LittleEndian(last), BinaryPrimitives.ReadUInt64LittleEndian(last[8..]));
            return Finish(a, b, (ulong)text.Length);
        }
    }

    /// <summary>
    /// Hash of the text with ASCII letters folded to lower case: names are compared without case everywhere.
    /// </summary>
    [SkipLocalsInit]
    public static Key128 OfFolded(ReadOnlySpan<byte> text, ulong seed = 0)
    {
        if (text.Length > 256) return Of(Fold(text, new byte[text.Length]), seed);
        Span<byte> folded = stackalloc byte[256];
        return Of(Fold(text, folded), seed);
    }

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

    private static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var i = 0;
        for (; i <= text.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(text.Slice(i, Vector128<byte>.Count));
            var letters = Vector128.GreaterThanOrEqual(bytes,
                Vector128.Create((byte)'A')) & Vector128.LessThanOrEqual(bytes, Vector128.Create((byte)'Z'));
            (bytes | (letters & Vector128.Create((byte)0x20))).CopyTo(into[i..]);
        }

        for (; i < text.Length; i++)
        {
            var c = text[i];
            into[i] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
        }

        return into[..text.Length];
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
