using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>
/// An event id in 24 bytes: a text of up to 23 bytes as it is, a UUID as its 16 bytes, digits with separators or
/// lower-case hex (a SHA)
/// of up to 46 characters packed two a byte, else the event's key. All but the last give their text back exactly.
/// </summary>
[InlineArray(24)]
public struct EventIdText : IEquatable<EventIdText>
{
    public const int TextMax = 23, PackedMax = 46;

    // The first byte: 0 none, 1…23 the length of a text; 24…46 with a bit on top: the length of what is packed.
    private const byte LowerUuid = 0x60, UpperUuid = 0x61, EventKey = 0x62, Digits = 0x80, Hex = 0xC0;

    private const byte LengthMask = 0x3F;

    private byte _tag;

    private static ReadOnlySpan<byte> DigitAlphabet => "0123456789-:._/|"u8;

    private static ReadOnlySpan<byte> HexAlphabet => "0123456789abcdef"u8;

    /// <summary>False where the id did not fit and the event's key stands for it.</summary>
    public readonly bool IsExact => this[0] != EventKey;

    public static EventIdText Of(ReadOnlySpan<byte> id, Key128 eventKey)
    {
        var result = default(EventIdText);
        Span<byte> all = result;
        if (id.Length is > 0 and <= TextMax)
        {
            id.CopyTo(all[1..]);
            all[0] = (byte)id.Length;
        }
        else if (!TryUuid(id, all) && !TryPack(id, DigitAlphabet, Digits, all) && !TryPack(id, HexAlphabet, Hex, all))
        {
            all.Clear();
            all[0] = EventKey;
            BinaryPrimitives.WriteUInt64BigEndian(all[1..], eventKey.Hi);
            BinaryPrimitives.WriteUInt64BigEndian(all[9..], eventKey.Lo);
        }

        return result;
    }

    public readonly bool Equals(EventIdText other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public readonly override bool Equals(object? obj) => obj is EventIdText other && Equals(other);

    public readonly override int GetHashCode() => MemoryMarshal.Read<int>(((ReadOnlySpan<byte>)this)[1..]);

    public readonly override string ToString()
    {
        ReadOnlySpan<byte> all = this;
        return all[0] switch
        {
            <= TextMax => Encoding.UTF8.GetString(all.Slice(1, all[0])),
            LowerUuid => UuidText(all[1..17]),
            UpperUuid => UuidText(all[1..17]).ToUpperInvariant(),
            EventKey => Convert.ToHexStringLower(all[1..17]),
            var tag => Unpack(all[1..], tag & LengthMask, (tag & Hex) == Hex ? HexAlphabet : DigitAlphabet),
        };
    }

    private static string UuidText(ReadOnlySpan<byte> bytes) => new Guid(bytes, bigEndian: true).ToString("D");

    /// <summary>One letter case throughout, or the text would not come back as it was.</summary>
    private static bool TryUuid(ReadOnlySpan<byte> id, Span<byte> into)
    {
        if (id.Length != 36) return false;
        if (id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-') return false;
        int marks = 0, at = 1;
        for (var i = 0; i < 36; i += 2)
        {
            if (i is 8 or 13 or 18 or 23) i++;
            int high = HexDigits[id[i]], low = HexDigits[id[i + 1]];
            marks |= high | low;
            into[at++] = (byte)((high << 4 | low & 15) & 255);
        }

        if ((marks & NoDigit) != 0) return false;
        var (lower, upper) = ((marks & LowerDigit) != 0, (marks & UpperDigit) != 0);
        if (lower && upper) return false;
        into[0] = upper ? UpperUuid : LowerUuid;
        return true;
    }

    // What a byte is as a hexadecimal digit, with marks for its letter case and for none.
    private const int LowerDigit = 16, UpperDigit = 32, NoDigit = 64;

    private static readonly byte[] HexDigits =
    [
        .. Enumerable.Range(0, 256).Select(c => (byte)((char)c switch
        {
            >= '0' and <= '9' => c - '0',
            >= 'a' and <= 'f' => (c - 'a' + 10) | LowerDigit,
            >= 'A' and <= 'F' => (c - 'A' + 10) | UpperDigit,
            _ => NoDigit,
        })),
    ];

    private static bool TryPack(ReadOnlySpan<byte> id, ReadOnlySpan<byte> alphabet, byte tag, Span<byte> into)
    {
        if (id.Length is <= TextMax or > PackedMax) return false;
        into.Clear();
        for (var i = 0; i < id.Length; i++)
        {
            var code = alphabet.IndexOf(id[i]);
            if (code < 0) return false;
            into[1 + i / 2] |= (byte)(i % 2 == 0 ? code << 4 : code);
        }

        into[0] = (byte)(tag | id.Length);
        return true;
    }

    private static string Unpack(ReadOnlySpan<byte> packed, int length, ReadOnlySpan<byte> alphabet)
    {
        Span<char> text = stackalloc char[PackedMax];
        length = Math.Min(length, PackedMax);
        for (var i = 0; i < length; i++)
            text[i] = (char)alphabet[i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15];
        return new string(text[..length]);
    }
}
