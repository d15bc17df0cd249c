using System.Runtime.InteropServices;
using System.Text.Json;

namespace Streams.Core.Formats;

/// <summary>
/// One pass over one record. Recursion follows the table's tree, which is a few levels deep, never the record's
/// nesting.
/// </summary>
internal ref struct JsonPass
{
    private readonly Span<JsonSlot> _slots;
    private readonly DecodeScratch _scratch;
    private JsonCursor _cursor;

    /// <summary>A name was written with escapes: what it says does not stand in the bytes.</summary>
    public bool HasEscapedName { get; private set; }

    public JsonPass(ReadOnlySpan<byte> json, Span<JsonSlot> slots, DecodeScratch scratch)
    {
        _slots = slots;
        _scratch = scratch;
        _cursor = new JsonCursor(json);
    }

    public void Run(JsonEntry root)
    {
        _cursor.SkipBlank();
        if (_cursor.Next == '{' && ReadObject(root) && _cursor.IsAtEnd()) return;
        throw Refusal(_cursor.Json);
    }

    internal static RecordException Explain(JsonException error, long consumed)
    {
        var at = error.LineNumber is 0 && error.BytePositionInLine is { } position ? position : consumed;
        var message = error.Message;
        var tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new RecordException($"invalid JSON at byte {at}: {(tail > 0 ? message[..tail] : message)}");
    }

    // The platform's reader is slower, and says what is wrong and where.
    private static RecordException Refusal(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonTable.DepthMax });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return new RecordException("a JSON object was expected");
            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            return Explain(error, reader.BytesConsumed);
        }

        return new RecordException("invalid JSON");
    }

    private bool ReadObject(JsonEntry node)
    {
        if (!_cursor.Enter()) return false;
        var trail = _scratch.TrailOf(node);
        KnownKey? before = null;
        while (_cursor.NextMember(before is null ? trail.First : before.Next, out var key))
        {
            JsonEntry? entry;
            if (key is not null)
            {
                entry = key.Entry;
                before = key;
            }
            else if (!ReadName(trail, ref before, out entry))
            {
                return false;
            }

            if (!(entry is null ? _cursor.SkipValue() : ReadValue(entry))) return false;
        }

        return _cursor.Leave((byte)'}');
    }

    private bool ReadName(KeyTrail trail, ref KnownKey? before, out JsonEntry? entry)
    {
        entry = null;
        if (!_cursor.Name(out var name, out var escaped)) return false;
        HasEscapedName |= escaped;
        if (escaped || trail.Of(name) is not { } key)
        {
            entry = escaped ? FindEscaped(trail.Node, name) : trail.Node.Find(name);
            return true;
        }

        if (before is null) trail.First = key;
        else before.Next = key;
        before = key;
        entry = key.Entry;
        return true;
    }

    private bool ReadValue(JsonEntry entry)
    {
        ref var slot = ref _slots[entry.Slot];
        if (slot.Kind != JsonKind.None)
        {
            foreach (var below in CollectionsMarshal.AsSpan(entry.Below)) _slots[below] = default;
            slot = default;
        }

        return _cursor.Next switch
        {
            (byte)'{' => ReadNested(entry, ref slot),
            (byte)'[' => ReadArray(entry, ref slot),
            _ => _cursor.Scalar(ref slot),
        };
    }

    private bool ReadNested(JsonEntry entry, ref JsonSlot slot)
    {
        var start = _cursor.At;
        var isRead = entry.Elements is { } elements ? ReadElement(elements, 0)
            : entry.HasChildren ? ReadObject(entry)
            : _cursor.SkipValue();
        slot = new JsonSlot { Start = start, Length = _cursor.At - start, Kind = JsonKind.Object };
        return isRead;
    }

    private bool ReadArray(JsonEntry entry, ref JsonSlot slot)
    {
        var start = _cursor.At;
        var count = 0;
        if (!_cursor.Enter()) return false;
        while (_cursor.NextElement())
        {
            if (!(entry.Elements is { } elements ? ReadElement(elements, count) : _cursor.SkipValue())) return false;
            count++;
        }

        if (!_cursor.Leave((byte)']')) return false;
        slot = new JsonSlot
        {
            Start = start,
            Length = _cursor.At - start,
            Kind = JsonKind.Array,
            Count = (ushort)Math.Min(count, ushort.MaxValue),
        };
        return true;
    }

    private bool ReadElement(JsonElements elements, int index)
    {
        var element = elements.Element;
        foreach (var below in CollectionsMarshal.AsSpan(element.Below)) _slots[below] = default;
        ref var self = ref _slots[element.Slot];
        self = default;
        var first = _cursor.Next;
        if (first is (byte)'{' or (byte)'[')
        {
            var start = _cursor.At;
            if (!(first == '{' && element.HasChildren ? ReadObject(element) : _cursor.SkipValue())) return false;
            self = new JsonSlot { Start = start, Length = _cursor.At - start, Kind = first == '{' ? JsonKind.Object : JsonKind.Array };
        }
        else if (!_cursor.Scalar(ref self))
        {
            return false;
        }

        if (elements.Rows is { } rows) _scratch.AddRow(rows, _slots);
        foreach (var filter in elements.Filters)
        {
            if (!Picks(filter, index)) continue;
            foreach (var (source, target) in filter.Copies)
            {
                if (_slots[target].Kind == JsonKind.None) _slots[target] = _slots[source];
            }
        }

        return true;
    }

    private readonly bool Picks(JsonFilter filter, int index)
    {
        if (filter.KeySlot < 0) return filter.Index == index;
        ref var key = ref _slots[filter.KeySlot];
        return key.Kind is JsonKind.String or JsonKind.Number && _cursor.Json.Slice(key.Start, key.Length).SequenceEqual(filter.Value);
    }

    private static JsonEntry? FindEscaped(JsonEntry node, ReadOnlySpan<byte> raw)
    {
        // No key that we look for is longer; one that is cannot match.
        Span<byte> name = stackalloc byte[256];
        return raw.Length > name.Length ? null : node.Find(name[..JsonText.Unescape(raw, name)]);
    }
}
