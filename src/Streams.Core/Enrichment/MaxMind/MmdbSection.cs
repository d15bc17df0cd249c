using System.Buffers.Binary;
using System.Globalization;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>
/// A run of encoded values in a file: the data section, or the metadata. Every position is checked before it is read
/// and every
/// walk has a budget, so that a corrupt file costs an error and never a crash or a hang.
/// </summary>
internal sealed class MmdbSection(string file, byte[] bytes, int start, int end)
{
    /// <summary>Far above what any real record needs (a City record has about 200 values).</summary>
    public const int ValuesMax = 65_536, PointerHopsMax = 8;

    public byte[] Bytes { get; } = bytes;

    public int Start { get; } = start;

    public int End { get; } = end;

    public MmdbException Error(int at, string found, string expected) => new(file, at, found, expected);

    public MmdbItem Header(int at)
    {
        var control = Byte(at++);
        var type = (MmdbType)(control >> 5);
        if (type == MmdbType.Pointer) return Pointer(control, at);
        if (type == 0)
        {
            var extended = Byte(at++);
            type = (MmdbType)Math.Min(extended + 7, 255);
            if (type is < MmdbType.Int32 or > MmdbType.Float or MmdbType.Container or MmdbType.End)
                throw Error(at - 1, $"extended type {extended}", "a type from 1 (int32) to 8 (float)");
        }

        var size = control & 31;
        if (size >= 29)
        {
            var length = size - 28;
            size = (size switch { 29 => 29, 30 => 285, _ => 65_821 }) + (int)Unsigned(at, length);
            at += length;
        }

        CheckSize(type, size, at);
        return new MmdbItem(type, size, at);
    }

    /// <summary>
    /// The value at a position with pointers followed; <paramref name="next"/> is behind the pointer, not its target.
    /// </summary>
    public MmdbItem Value(int at, out int next)
    {
        var item = Header(at);
        next = item.IsContainer ? -1 : item.End;
        for (var hops = 0; item.Type == MmdbType.Pointer; hops++)
        {
            if (hops == PointerHopsMax) throw Error(at, "a chain of pointers", $"at most {PointerHopsMax} in a row");
            item = Header(item.Size);
        }

        return item;
    }

    /// <summary>Position behind the value, whatever is in it; pointers are not followed.</summary>
    public int Skip(int at)
    {
        var from = at;
        long pending = 1;
        for (var seen = 0; pending > 0; pending--)
        {
            if (++seen > ValuesMax) throw Error(from, $"more than {ValuesMax} nested values", "a record of fewer");
            var item = Header(at);
            if (item.Type == MmdbType.Map) pending += 2L * item.Size;
            else if (item.Type == MmdbType.Array) pending += item.Size;
            at = item.IsContainer ? item.Payload : item.End;
        }

        return at;
    }

    /// <summary>A map's key; moves behind it.</summary>
    public ReadOnlySpan<byte> Key(ref int at)
    {
        var item = Value(at, out var next);
        if (item.Type != MmdbType.Text) throw Error(at, $"a {item.Type} as a map's key", "a text");
        at = next;
        return Span(item);
    }

    public ReadOnlySpan<byte> Span(MmdbItem item) => Bytes.AsSpan(item.Payload, item.Size);

    public ulong Integer(MmdbItem item) => Unsigned(item.Payload, item.Size);

    /// <summary>A signed one shorter than four bytes is positive: only the full width has room for the sign.</summary>
    public int Signed(MmdbItem item) => unchecked((int)Unsigned(item.Payload, item.Size));

    public double Real(MmdbItem item) => item.Type == MmdbType.Double
        ? BinaryPrimitives.ReadDoubleBigEndian(Span(item))
        : BinaryPrimitives.ReadSingleBigEndian(Span(item));

    private MmdbItem Pointer(byte control, int at)
    {
        var length = ((control >> 3) & 3) + 1;
        var high = length == 4 ? 0u : (uint)(control & 7) << (8 * length);
        // Each width starts where the one below ends, so that no offset has two spellings.
        var bias = length switch { 2 => 2048L, 3 => 526_336L, _ => 0L };
        var target = Start + (long)(high + Unsigned(at, length)) + bias;
        if (target >= End)
        {
            throw Error(at - 1, string.Create(CultureInfo.InvariantCulture, $"a pointer to byte {target}"),
                string.Create(CultureInfo.InvariantCulture, $"one between {Start} and {End - 1}"));
        }

        return new MmdbItem(MmdbType.Pointer, (int)target, at + length);
    }

    private void CheckSize(MmdbType type, int size, int at)
    {
        var (low, high) = type switch
        {
            MmdbType.Double => (8, 8),
            MmdbType.Float => (4, 4),
            MmdbType.UInt16 => (0, 2),
            MmdbType.UInt32 or MmdbType.Int32 => (0, 4),
            MmdbType.UInt64 => (0, 8),
            MmdbType.UInt128 => (0, 16),
            MmdbType.Boolean => (0, 1),
            _ => (0, int.MaxValue),
        };
        if (size < low || size > high)
            throw Error(at, $"a {type} of size {size}", low == high ? $"size {high}" : $"size {low} to {high}");

        // An entry of a map takes two bytes at least, one of an array one: a false count is seen before anything is
        // walked.
        var needed = type switch { MmdbType.Boolean => 0L, MmdbType.Map => 2L * size, _ => size };
        if (needed > End - at)
            throw Error(at, $"a {type} of size {size} with {End - at} bytes left", "a size that fits into its section");
    }

    private byte Byte(int at)
    {
        if (at < Start || at >= End) throw Error(at, "the end of the section", "a value");
        return Bytes[at];
    }

    private ulong Unsigned(int at, int length)
    {
        if (at < Start || length > End - at) throw Error(at, "the end of the section", $"{length} more bytes");
        ulong value = 0;
        for (var i = 0; i < length; i++) value = unchecked((value << 8) | Bytes[at + i]);
        return value;
    }
}
