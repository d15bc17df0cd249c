namespace Streams.Core.Formats;

/// <summary>All elements of one array (<c>commits[]</c>), each with the same fields.</summary>
public sealed class JsonRows
{
    private readonly JsonTable _table;
    private readonly JsonEntry _element;

    internal JsonRows(JsonTable table, JsonEntry array, JsonEntry element, int id)
    {
        _table = table;
        _element = element;
        Id = id;
        Array = new JsonField(array.Slot);
        Self = Add(element.Slot);
    }

    /// <summary>The whole element.</summary>
    public JsonField Self { get; }

    /// <summary>The array as a field of its table.</summary>
    public JsonField Array { get; }

    internal int Id { get; }

    /// <summary>Slots of the table that make a row, in the order of their handles.</summary>
    internal List<int> Slots { get; } = [];

    public JsonField Field(string path) => Add(_table.Resolve(_element, path, [_element]));

    private JsonField Add(int slot)
    {
        Slots.Add(slot);
        return new JsonField(Slots.Count - 1);
    }
}
