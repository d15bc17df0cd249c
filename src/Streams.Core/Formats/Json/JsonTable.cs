using System.Text;
using System.Text.Json;

namespace Streams.Core.Formats;

/// <summary>
/// The fields that a format reads, compiled once into a tree. One pass of the reader over a record fills a slot for
/// each field with
/// the position of its value; what the tree does not name is skipped. Declare fields in static initialisers only: it is
/// shared afterwards.
/// </summary>
public sealed class JsonTable
{
    /// <summary>Deeper than any vendor writes; a deeper record is hostile.</summary>
    public const int DepthMax = 64;

    private readonly JsonEntry _root = new([]);
    private readonly bool _dotted;
    private int _slots;
    private int _rows;

    /// <param name="dotted">Keys may also be written flat: <c>{"source.ip": …}</c> for <c>{"source": {"ip": …}}</c>, as
    /// ECS allows.</param>
    public JsonTable(bool dotted = false)
    {
        _dotted = dotted;
        // First in every table, so that each pass also tells whether the record is a wrapper.
        Envelope = new JsonEnvelope(this);
    }

    internal JsonEnvelope Envelope { get; }

    internal int SlotCount => _slots;

    /// <summary>
    /// A field by path: <c>actor.alternateId</c>, <c>'log.logger'</c>, <c>target[type=User].alternateId</c>,
    /// <c>ipChain[0].ip</c>.
    /// A filter takes the first element that matches; an object where an array is expected counts as its only element.
    /// </summary>
    public JsonField Field(string path)
    {
        var slot = Resolve(_root, path, []);
        if (_dotted && path.Contains('.') && !path.Contains('[') && !path.Contains('\''))
        {
            var flat = _root.Child(Encoding.UTF8.GetBytes(path));
            flat.Slot = slot;
        }

        return new JsonField(slot);
    }

    /// <summary>Every element of the array at the path.</summary>
    public JsonRows Rows(string path)
    {
        List<JsonEntry> ancestors = [];
        var entry = _root;
        while (path.Length > 0)
        {
            entry = Step(entry, JsonSegment.Next(ref path), ancestors);
        }

        var elements = ElementsOf(entry);
        return elements.Rows ??= new JsonRows(this, entry, elements.Element, _rows++);
    }

    /// <summary>Reads one record. Throws <see cref="RecordException"/> for what is not JSON within limits.</summary>
    public JsonFields Read(byte[] buffer, int start, int length, DecodeScratch scratch)
    {
        scratch.Follow(this);
        var at = scratch.RentSlots(_slots, out var slots);
        var pass = new JsonPass(buffer.AsSpan(start, length), slots.AsSpan(at, _slots), scratch);
        var firstRow = scratch.RowCount;
        pass.Run(_root);
        return new JsonFields(buffer, start, slots, at, scratch, firstRow, scratch.RowCount) { HasEscapedName = pass.HasEscapedName };
    }

    /// <summary>Reads JSON that stands in a string of another record.</summary>
    public JsonFields Read(Activities.Utf8Text text, DecodeScratch scratch) =>
        Read(text.Buffer, text.Start, text.Length, scratch);

    internal int Resolve(JsonEntry entry, string path, List<JsonEntry> ancestors)
    {
        while (true)
        {
            var segment = JsonSegment.Next(ref path);
            entry = Step(entry, segment, ancestors);
            if (segment.PicksElement) return Picked(entry, segment, path, ancestors);
            if (path.Length == 0) return entry.Slot;
        }
    }

    private JsonEntry Step(JsonEntry parent, JsonSegment segment, List<JsonEntry> ancestors)
    {
        var entry = parent.Child(segment.NameBytes);
        if (entry.Slot < 0) entry.Slot = NewSlot(ancestors);
        ancestors.Add(entry);
        return entry;
    }

    private int NewSlot(List<JsonEntry> ancestors)
    {
        foreach (var ancestor in ancestors) ancestor.Below.Add(_slots);
        return _slots++;
    }

    private JsonElements ElementsOf(JsonEntry array) =>
        array.Elements ??= new JsonElements { Element = new JsonEntry([]) { Slot = NewSlot([]) } };

    private int Picked(JsonEntry array, JsonSegment segment, string rest, List<JsonEntry> ancestors)
    {
        var elements = ElementsOf(array);
        var element = elements.Element;
        var key = segment.FilterKey is null ? -1 : Resolve(element, segment.FilterKey, [element]);
        var value = Encoding.UTF8.GetBytes(segment.FilterValue ?? "");
        var filter = elements.Filters.Find(f => f.KeySlot == key && f.Index == segment.Index && f.Value.AsSpan().SequenceEqual(value));
        if (filter is null)
        {
            filter = new JsonFilter { KeySlot = key, Value = value, Index = segment.Index };
            elements.Filters.Add(filter);
        }

        var from = rest.Length == 0 ? element.Slot : Resolve(element, rest, [element]);
        foreach (var (known, target) in filter.Copies)
        {
            if (known == from) return target;
        }

        var to = NewSlot(ancestors);
        filter.Copies.Add((from, to));
        return to;
    }
}

/// <summary>Why a record cannot be read: becomes the reason of its quarantine.</summary>
public sealed class RecordException(string reason) : Exception(reason);
