using System.Buffers.Binary;
using System.Text;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>
/// Any value as objects: maps as dictionaries, arrays as lists, numbers in their own width. For metadata and for
/// people; lookups
/// read records without it.
/// </summary>
internal ref struct MmdbDecoder(MmdbSection section)
{
    private const int DepthMax = 512;
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);
    private int _values;

    public object Decode(int at) => Decode(at, 0, out _);

    private object Decode(int at, int depth, out int next)
    {
        if (depth > DepthMax) throw section.Error(at, $"values nested deeper than {DepthMax}", "a shallower record");
        // Pointers let a small file describe an endless value: the count of values bounds it.
        if (++_values > MmdbSection.ValuesMax) throw section.Error(at, $"more than {MmdbSection.ValuesMax} values", "fewer");
        var item = section.Value(at, out next);
        if (!item.IsContainer) return Scalar(item);
        object value = item.Type == MmdbType.Map ? Map(item, depth, out var end) : Array(item, depth, out end);
        if (next < 0) next = end;
        return value;
    }

    private Dictionary<string, object> Map(MmdbItem item, int depth, out int end)
    {
        var map = new Dictionary<string, object>(StringComparer.Ordinal);
        end = item.Payload;
        for (var i = 0; i < item.Size; i++)
        {
            if (++_values > MmdbSection.ValuesMax) throw section.Error(end, $"more than {MmdbSection.ValuesMax} values", "fewer");
            var at = end;
            var key = Text(section.Key(ref end), at);
            map[key] = Decode(end, depth + 1, out end);
        }

        return map;
    }

    private List<object> Array(MmdbItem item, int depth, out int end)
    {
        var list = new List<object>();
        end = item.Payload;
        for (var i = 0; i < item.Size; i++) list.Add(Decode(end, depth + 1, out end));
        return list;
    }

    private readonly object Scalar(MmdbItem item) => item.Type switch
    {
        MmdbType.Text => Text(section.Span(item), item.Payload),
        MmdbType.Double => section.Real(item),
        MmdbType.Float => (float)section.Real(item),
        MmdbType.Bytes => section.Span(item).ToArray(),
        MmdbType.UInt16 => (ushort)section.Integer(item),
        MmdbType.UInt32 => (uint)section.Integer(item),
        MmdbType.UInt64 => section.Integer(item),
        MmdbType.Int32 => section.Signed(item),
        MmdbType.UInt128 => Wide(section.Span(item)),
        MmdbType.Boolean => item.Size == 1,
        _ => throw section.Error(item.Payload, $"type {item.Type}", "a value"),
    };

    private static UInt128 Wide(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        bytes.CopyTo(padded[(16 - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt128BigEndian(padded);
    }

    private readonly string Text(ReadOnlySpan<byte> bytes, int at)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw section.Error(at, "bytes that are no UTF-8", "a text");
        }
    }
}
