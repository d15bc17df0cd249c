namespace Streams.Runtime.Control;

/// <summary>
/// Of two stewards the later one's word counts, also where the earlier one's arrives after it: a process that was
/// suspended, or is dead, may still have said something that is on its way.
/// </summary>
internal struct StewardOrder
{
    public StewardOrder()
    {
    }

    /// <summary>The latest that was heard of; -1: nobody yet.</summary>
    public long Newest { get; set; } = -1;

    public bool Accepts(long steward)
    {
        if (steward < Newest) return false;
        Newest = steward;
        return true;
    }
}
