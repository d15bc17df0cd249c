namespace Streams.Core.Enrichment.MaxMind;

/// <summary>Types of the MaxMind DB format, version 2.</summary>
internal enum MmdbType : byte
{
    Pointer = 1,
    Text = 2,
    Double = 3,
    Bytes = 4,
    UInt16 = 5,
    UInt32 = 6,
    Map = 7,
    Int32 = 8,
    UInt64 = 9,
    UInt128 = 10,
    Array = 11,
    Container = 12,
    End = 13,
    Boolean = 14,
    Float = 15,
}

/// <summary>
/// The header of one value. <paramref name="Size"/> is payload bytes, entries of a map or array, a boolean's value, or
/// the
/// file position that a pointer points to; <paramref name="Payload"/> is where the payload starts.
/// </summary>
internal readonly record struct MmdbItem(MmdbType Type, int Size, int Payload)
{
    public bool IsContainer => Type is MmdbType.Map or MmdbType.Array;

    /// <summary>Where the next value starts, for a value that is no container.</summary>
    public int End => Type is MmdbType.Pointer or MmdbType.Boolean ? Payload : Payload + Size;
}
