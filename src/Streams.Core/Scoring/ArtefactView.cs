using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;

namespace Streams.Core.Scoring;

/// <summary>
/// The newest facts of an artefact in order of account, with what the directory declares: the input of D07 and D08.
/// </summary>
public sealed record ArtefactView(
    Key128 Artefact, ArtefactType Type, string Value, ImmutableArray<ArtefactMember> Members, bool IsCapped,
        SharingSettings Settings)
{
    public long WindowMs => Settings.WindowDays * EpochDay.Ms;

    /// <summary>People, not accounts; one more than is kept where the set is full.</summary>
    public int Degree => Members.Select(member => member.Seen.Person).Distinct().Count() + (IsCapped ? 1 : 0);

    /// <summary>The two were there inside one window.</summary>
    public bool IsTogether(Sighting a, Sighting b) => Math.Max(a.First, b.First) - Math.Min(a.Last, b.Last) <= WindowMs;

    /// <summary>
    /// Own records first (the finding's id rests on the first), then the counterparts' in order of time.
    /// </summary>
    public static ImmutableArray<EvidenceRef> Evidence(Sighting own, IEnumerable<Sighting> others)
    {
        var all = new List<EvidenceRef>();
        Add(all, own.FirstEvidence);
        Add(all, own.LastEvidence);
        var theirs = new List<EvidenceRef>();
        foreach (var other in others) theirs.Add(other.FirstEvidence.IsNone ? other.LastEvidence : other.FirstEvidence);
        foreach (var other in others) theirs.Add(other.LastEvidence);
        foreach (var evidence in theirs.Take(FindingLedger.EvidenceMax)
            .Order(Comparer<EvidenceRef>.Create(SightingOrder.CompareEvidence)))
            if (all.Count < FindingLedger.EvidenceMax) Add(all, evidence);
        return [.. all];
    }

    private static void Add(List<EvidenceRef> all, EvidenceRef evidence)
    {
        if (!evidence.IsNone && !all.Contains(evidence)) all.Add(evidence);
    }
}

public sealed record ArtefactMember(Sighting Seen, DirectoryRow? Facts)
{
    public Key128 Account => Seen.Account;

    /// <summary>A household counts once; where none is declared, the person.</summary>
    public Key128 Home => Facts is { HouseholdKey.IsNone: false } ? Facts.HouseholdKey : Seen.Person;

    public bool HasHome => Facts is { HasHome: true };

    public bool IsSamePerson(ArtefactMember other) => Seen.Person == other.Seen.Person;

    /// <summary>Km from the declared home to the artefact's place; NaN where either is unknown.</summary>
    public double HomeToPlaceKm { get; } = Facts is { HasHome: true }
        ? Geography.DistanceKm(Facts.Latitude!.Value, Facts.Longitude!.Value, Seen.Latitude, Seen.Longitude)
        : double.NaN;

    public double HomeToHomeKm(ArtefactMember other) => HasHome && other.HasHome
        ? Geography.DistanceKm(Facts!.Latitude!.Value, Facts.Longitude!.Value, other.Facts!.Latitude!.Value,
            other.Facts.Longitude!.Value)
        : double.NaN;
}
