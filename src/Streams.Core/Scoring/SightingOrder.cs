using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>
/// Which of two facts of one account about one artefact is newer, and what the newer one keeps of the older. Joining
/// is commutative and idempotent, so the order and the number of arrivals do not matter.
/// </summary>
public static class SightingOrder
{
    public static Sighting Join(Sighting a, Sighting b)
    {
        var (newer, older) = Compare(a, b) >= 0 ? (a, b) : (b, a);
        var began = Began(newer.Type, newer.StickyFrom, newer.First);
        var first = Earlier(At(newer.FirstEvidence, began), At(older.FirstEvidence, began));
        var value = newer.Value.Length > 0 ? newer.Value : older.Value;
        var uses = newer.Uses.Union(older.Uses);
        // Mostly the newer one knows all that the older one did.
        return first.Equals(newer.FirstEvidence) && value == newer.Value && uses.Equals(newer.Uses)
            ? newer
            : newer with { FirstEvidence = first, Value = value, Uses = uses };
    }

    public static int Compare(Sighting a, Sighting b)
    {
        var order = a.Version.CompareTo(b.Version);
        if (order == 0) order = a.AsOf.CompareTo(b.AsOf);
        if (order == 0) order = a.Last.CompareTo(b.Last);
        if (order == 0) order = a.StickyFrom.CompareTo(b.StickyFrom);
        if (order == 0) order = a.Days.CompareTo(b.Days);
        if (order == 0) order = Flags(a).CompareTo(Flags(b));
        if (order == 0) order = a.OwnDevice.CompareTo(b.OwnDevice);
        return order != 0 ? order : CompareIds(a.LastEvidence, b.LastEvidence);
    }

    /// <summary>By time, then by event id: the order in which evidence is shown.</summary>
    public static int CompareEvidence(EvidenceRef a, EvidenceRef b) =>
        a.Time != b.Time ? a.Time.CompareTo(b.Time) : CompareIds(a, b);

    private static int CompareIds(EvidenceRef a, EvidenceRef b) =>
        ((ReadOnlySpan<byte>)a.EventId).SequenceCompareTo(b.EventId);

    private static int Flags(Sighting s) =>
        (s.Withdrawn ? 1 : 0) + (s.Managed ? 2 : 0) + (s.SharedHost ? 4
            : 0) + (s.NeverAtHome switch { true => 16, false => 8, _ => 0 });

    /// <summary>When the sighting began that a fact tells of: for an address, when the account became sticky there.</summary>
    internal static long Began(ArtefactType type, long stickyFrom, long first) => type == ArtefactType.Ip ? stickyFrom : first;

    /// <summary>The evidence where it is of that time, else none.</summary>
    internal static EvidenceRef At(EvidenceRef evidence, long time) => evidence.Time == time ? evidence : default;

    private static EvidenceRef Earlier(EvidenceRef a, EvidenceRef b)
    {
        if (a.IsNone || b.IsNone) return a.IsNone ? b : a;
        return CompareIds(a, b) <= 0 ? a : b;
    }
}
