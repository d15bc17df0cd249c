using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// Bytes that a decoder makes itself (unescaped text, joined names). Reset before each record; never shrinks below what
/// it needed.
/// </summary>
public sealed class DecodeScratch
{
    /// <summary>
    /// More elements than any vendor sends in one record; the limit keeps a hostile one from filling memory.
    /// </summary>
    private const int RowsMax = 1 << 18;

    private byte[] _bytes = new byte[4096];
    private int _used;
    private JsonSlot[] _slots = new JsonSlot[512];
    private int _slotsUsed;
    private (int Rows, int Start)[] _rows = new (int, int)[64];
    private JsonSlot[] _rowSlots = new JsonSlot[256];
    private int _rowSlotsUsed;

    private readonly Dictionary<JsonTable, KeyTrail?[]> _trails = [];
    private JsonTable? _table;
    private KeyTrail?[] _trail = [];

    internal int RowCount { get; private set; }

    /// <summary>The table whose records are read next.</summary>
    internal void Follow(JsonTable table)
    {
        if (table == _table) return;
        // One more than slots: the root has none.
        if (!_trails.TryGetValue(table, out var trail)) _trails.Add(table, trail = new KeyTrail?[table.SlotCount + 1]);
        (_table, _trail) = (table, trail);
    }

    /// <summary>The keys that stood at this place of the table so far.</summary>
    internal KeyTrail TrailOf(JsonEntry node)
    {
        ref var trail = ref _trail[node.Slot + 1];
        if (trail is null || trail.Node != node) trail = new KeyTrail(node);
        return trail;
    }

    public void Reset()
    {
        _used = 0;
        _slotsUsed = 0;
        _rowSlotsUsed = 0;
        RowCount = 0;
    }

    /// <summary>
    /// Room for at least <paramref name="length"/> bytes; tell what was used with <see cref="Commit"/>.
    /// </summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _used < length)
        {
            // Older slices keep the old array alive, so they stay valid until the record is done.
            _bytes = new byte[Math.Max(_bytes.Length * 2, length + 1024)];
            _used = 0;
        }

        return _bytes.AsSpan(_used);
    }

    public Utf8Text Commit(int length)
    {
        var text = new Utf8Text(_bytes, _used, length);
        _used += length;
        return text;
    }

    public Utf8Text Copy(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        return Commit(text.Length);
    }

    /// <summary>
    /// Cleared slots for one pass; valid until <see cref="Reset"/>, also when later passes outgrow the array.
    /// </summary>
    internal int RentSlots(int count, out JsonSlot[] slots)
    {
        if (_slots.Length - _slotsUsed < count)
        {
            _slots = new JsonSlot[Math.Max(_slots.Length * 2, count)];
            _slotsUsed = 0;
        }

        slots = _slots;
        var at = _slotsUsed;
        Array.Clear(slots, at, count);
        _slotsUsed += count;
        return at;
    }

    internal void AddRow(JsonRows rows, ReadOnlySpan<JsonSlot> slots)
    {
        if (RowCount == RowsMax) throw new RecordException($"more than {RowsMax} elements in one record");
        if (RowCount == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
        if (_rowSlots.Length - _rowSlotsUsed < rows.Slots.Count)
        {
            Array.Resize(ref _rowSlots, _rowSlots.Length * 2 + rows.Slots.Count);
        }

        _rows[RowCount++] = (rows.Id, _rowSlotsUsed);
        var into = _rowSlots.AsSpan(_rowSlotsUsed);
        var from = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows.Slots);
        for (var i = 0; i < from.Length; i++) into[i] = slots[from[i]];
        _rowSlotsUsed += from.Length;
    }

    internal (int Rows, int Start) Row(int index) => _rows[index];

    internal JsonSlot[] RowSlots => _rowSlots;
}
