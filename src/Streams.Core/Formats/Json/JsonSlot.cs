namespace Streams.Core.Formats;

public enum JsonKind : byte { None = 0, Null, String, Number, True, False, Object, Array }

/// <summary>
/// Where a value stands in the record: strings without their quotes, objects and arrays with their brackets.
/// </summary>
public struct JsonSlot
{
    public int Start, Length;
    public JsonKind Kind;
    public bool Escaped;

    /// <summary>Elements of an array, saturating.</summary>
    public ushort Count;
}

/// <summary>Handle of one field of a <see cref="JsonTable"/> or of its rows.</summary>
public readonly record struct JsonField(int Index);
