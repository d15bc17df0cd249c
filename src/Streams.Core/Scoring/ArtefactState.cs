using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Detections.LaptopFarm;
using Streams.Core.Detections.SharedDevice;
using Streams.Core.Enrichment;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// One artefact: the newest sighting of each account seen there. What it says is a pure function of that set. Where
/// more accounts come than it keeps, the smallest keys stay, which is again a function of the set and not of the
/// order.
/// </summary>
public sealed class ArtefactState(Key128 artefact)
{
    public const int Capacity = 32;

    private readonly SortedDictionary<Key128, Sighting> _sightings = [];

    public Key128 Artefact { get; } = artefact;

    /// <summary>More accounts were seen than are kept.</summary>
    public bool IsCapped { get; private set; }

    public IReadOnlyCollection<Sighting> Sightings => _sightings.Values;

    /// <summary>When anybody was seen there last, Unix ms.</summary>
    public long Last => _sightings.Values.Max(sighting => sighting.Last);

    /// <summary>The account's newest sighting, or null.</summary>
    public Sighting? Of(Key128 account) => _sightings.GetValueOrDefault(account);

    public static ArtefactState From(Key128 artefact, bool isCapped, IEnumerable<Sighting> sightings)
    {
        var state = new ArtefactState(artefact) { IsCapped = isCapped };
        foreach (var sighting in sightings) state.Apply(sighting);
        return state;
    }

    /// <summary>True where the fact changed what is known.</summary>
    public bool Apply(Sighting sighting) => Apply(sighting, out _);

    /// <param name="sighting">The fact; the artefact's from here on.</param>
    /// <param name="spare">The fact that nobody holds any more, this one or the one before it; null where there is none.</param>
    public bool Apply(Sighting sighting, out Sighting? spare)
    {
        if (_sightings.TryGetValue(sighting.Account, out var known))
        {
            var joined = SightingOrder.Join(known, sighting);
            spare = sighting;
            if (ReferenceEquals(joined, known) || joined == known) return false;
            if (ReferenceEquals(joined, sighting)) spare = known;
            _sightings[sighting.Account] = joined;
            return true;
        }

        spare = null;
        _sightings.Add(sighting.Account, SightingOrder.Join(sighting, sighting));
        if (_sightings.Count <= Capacity) return true;
        _sightings.Remove(_sightings.Keys.Last());
        IsCapped = true;
        return true;
    }

    public ArtefactVerdict Evaluate(Func<Key128, DirectoryRow?> directory, SharingSettings settings)
    {
        var view = View(directory, settings);
        var isPlace = view.Type == ArtefactType.Ip;
        var findings = ImmutableSortedDictionary.CreateBuilder<Key128, ImmutableArray<Finding>>();
        foreach (var (account, finding) in isPlace ? LaptopFarmDetector.Find(view) : SharedDeviceDetector.Find(view))
            findings[account] = [finding];
        return new ArtefactVerdict(findings.ToImmutable(), isPlace ? LaptopFarmDetector.Edge(view)
            : SharedDeviceDetector.Edge(view));
    }

    private ArtefactView View(Func<Key128, DirectoryRow?> directory, SharingSettings settings)
    {
        var members = ImmutableArray.CreateBuilder<ArtefactMember>(_sightings.Count);
        foreach (var sighting in _sightings.Values)
        {
            if (sighting.Withdrawn) continue;
            var facts = directory(sighting.Account);
            if (facts is null or { IsPerson: true }) members.Add(new ArtefactMember(sighting, facts));
        }

        var value = members.Select(member => member.Seen.Value).Where(text => text.Length > 0)
            .Min(StringComparer.Ordinal) ?? "";
        var type = members.Count > 0 ? members[0].Seen.Type : ArtefactType.Device;
        return new ArtefactView(Artefact, type, value, members.ToImmutable(), IsCapped, settings);
    }
}
