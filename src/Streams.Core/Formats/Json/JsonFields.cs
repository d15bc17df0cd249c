using System.Buffers.Text;
using System.Text.Json;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// What one pass found: typed reads of the slots. Nothing throws; what is missing or of another type reads as empty or
/// null.
/// </summary>
public readonly struct JsonFields
{
    private readonly byte[] _buffer;
    private readonly int _start;
    private readonly JsonSlot[] _slots;
    private readonly int _at;
    private readonly int _firstRow;
    private readonly int _endRow;

    internal JsonFields(
        byte[] buffer, int start, JsonSlot[] slots, int at, DecodeScratch scratch, int firstRow, int endRow)
    {
        _buffer = buffer;
        _start = start;
        _slots = slots;
        _at = at;
        Scratch = scratch;
        _firstRow = firstRow;
        _endRow = endRow;
    }

    public DecodeScratch Scratch { get; }

    /// <summary>Some field may be there under a name that the bytes do not show.</summary>
    internal bool HasEscapedName { get; init; }

    /// <summary>The field's name stands in the bytes, for certain; where this is false it may all the same.</summary>
    public bool Shows(JsonField field) => !HasEscapedName && Kind(field) != JsonKind.None;

    public JsonKind Kind(JsonField field) => _slots[_at + field.Index].Kind;

    internal JsonSlot Slot(JsonField field) => _slots[_at + field.Index];

    /// <summary>Present and not null.</summary>
    public bool Has(JsonField field) => Kind(field) > JsonKind.Null;

    /// <summary>Elements of an array; 0 for anything else.</summary>
    public int Count(JsonField field) => _slots[_at + field.Index].Count;

    /// <summary>A string without its escapes, or a number or boolean as written; empty for all else.</summary>
    public Utf8Text Text(JsonField field)
    {
        ref var slot = ref _slots[_at + field.Index];
        if (slot.Kind is not (JsonKind.String or JsonKind.Number or JsonKind.True or JsonKind.False)) return default;
        if (!slot.Escaped) return new Utf8Text(_buffer, _start + slot.Start, slot.Length);
        var raw = _buffer.AsSpan(_start + slot.Start, slot.Length);
        return Scratch.Commit(JsonText.Unescape(raw, Scratch.Reserve(raw.Length)));
    }

    /// <summary>The first of these that is not empty.</summary>
    public Utf8Text Text(JsonField first, JsonField second)
    {
        var text = Text(first);
        return text.IsEmpty ? Text(second) : text;
    }

    /// <summary>The value's JSON as it stands, with brackets but without quotes.</summary>
    public Utf8Text Raw(JsonField field)
    {
        ref var slot = ref _slots[_at + field.Index];
        return slot.Kind <= JsonKind.Null ? default : new Utf8Text(_buffer, _start + slot.Start, slot.Length);
    }

    public bool Is(JsonField field, ReadOnlySpan<byte> value)
    {
        ref var slot = ref _slots[_at + field.Index];
        if (slot.Escaped) return Text(field).Is(value);
        return slot.Kind is JsonKind.String or JsonKind.Number && _buffer.AsSpan(_start + slot.Start, slot.Length).SequenceEqual(value);
    }

    /// <summary>true, false, or those words in a string of any case.</summary>
    public bool? Bool(JsonField field)
    {
        switch (Kind(field))
        {
            case JsonKind.True: return true;
            case JsonKind.False: return false;
            case JsonKind.String:
                var text = Text(field).Span;
                if (System.Text.Ascii.EqualsIgnoreCase(text, "true"u8)) return true;
                return System.Text.Ascii.EqualsIgnoreCase(text, "false"u8) ? false : null;
            default: return null;
        }
    }

    /// <summary>A whole number, also from a string or with a fraction of zero.</summary>
    public long? Integer(JsonField field)
    {
        var text = Text(field).Span;
        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length) return whole;
        return Number(field) is { } number && number == Math.Floor(number) && Math.Abs(number) < 9e15 ? (long)number : null;
    }

    /// <summary>A finite number, also from a string; 1e999 is none.</summary>
    public double? Number(JsonField field)
    {
        var text = Text(field).Span;
        if (DecimalText.TryParse(text, out var simple)) return simple;
        return text.Length is > 0 and <= 64 && Utf8Parser.TryParse(text, out double number, out var used)
            && used == text.Length && double.IsFinite(number) ? number : null;
    }

    public IpAddress Ip(JsonField field) => IpText.Parse(Text(field).Span);

    public bool TryTime(JsonField field, out TimeValue time) => TimeText.TryParse(Text(field).Span, out time);

    /// <summary>The text, or the first element of an array of texts: ECS writes some fields either way.</summary>
    public Utf8Text FirstText(JsonField field)
    {
        if (Kind(field) != JsonKind.Array) return Text(field);
        var reader = new Utf8JsonReader(Raw(field).Span);
        reader.Read();
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) return default;
        return Scratch.Commit(JsonText.Unescape(reader.ValueSpan, Scratch.Reserve(reader.ValueSpan.Length)));
    }

    /// <summary>The field is this text, or an array that holds it.</summary>
    public bool Contains(JsonField field, ReadOnlySpan<byte> value)
    {
        if (Kind(field) != JsonKind.Array) return Is(field, value);
        var reader = new Utf8JsonReader(Raw(field).Span, new JsonReaderOptions { MaxDepth = JsonTable.DepthMax });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 1 && reader.ValueTextEquals(value)) return true;
        }

        return false;
    }

    /// <summary>Elements of an array of the table, in order.</summary>
    public RowList Rows(JsonRows rows) => new(this, rows.Id);

    public readonly struct RowList(JsonFields owner, int id)
    {
        private readonly JsonFields _owner = owner;

        public RowEnumerator GetEnumerator() => new(_owner, id);
    }

    public struct RowEnumerator(JsonFields owner, int id)
    {
        private readonly JsonFields _owner = owner;
        private int _row = owner._firstRow - 1;

        public readonly JsonFields Current => new(
            _owner._buffer, _owner._start, _owner.Scratch.RowSlots, _owner.Scratch.Row(_row).Start, _owner.Scratch, 0, 0);

        public bool MoveNext()
        {
            while (++_row < _owner._endRow)
            {
                if (_owner.Scratch.Row(_row).Rows == id) return true;
            }

            return false;
        }
    }
}
