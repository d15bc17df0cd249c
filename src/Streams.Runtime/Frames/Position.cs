namespace Streams.Runtime.Frames;

/// <summary>
/// A place in a source partition: the record's offset, and the part of it where a record held several events.
/// </summary>
public readonly record struct Position(long Offset, int Part) : IComparable<Position>
{
    /// <summary>Before the first record.</summary>
    public static readonly Position Start = EndOf(-1);

    /// <summary>Behind every part of the record.</summary>
    public static Position EndOf(long offset) => new(offset, int.MaxValue);

    public int CompareTo(Position other) => Offset != other.Offset ? Offset.CompareTo(other.Offset) : Part.CompareTo(other.Part);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}
