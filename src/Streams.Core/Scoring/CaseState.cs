using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// One account's case: the newest facts from its account, its artefacts and its ring. The document is a pure function
/// of them, of the tables and of the time as of which it is asked for.
/// </summary>
public sealed class CaseState(Key128 account, string name)
{
    private readonly SortedDictionary<Key128, ArtefactFindings> _artefacts = [];

    public Key128 Account { get; } = account;

    public string Name { get; } = name;

    public ImmutableArray<Finding> Own { get; private set; } = [];

    public long OwnVersion { get; private set; } = long.MinValue;

    public IReadOnlyDictionary<Key128, ArtefactFindings> Artefacts => _artefacts;

    public RingFact? Ring { get; private set; }

    public long RingVersion { get; private set; } = long.MinValue;

    public AccountProfileFact? Profile { get; private set; }

    /// <summary>The account's own findings, whole; true where accepted.</summary>
    public bool SetOwn(ImmutableArray<Finding> findings, long version = 0)
    {
        if (version < OwnVersion) return false;
        (Own, OwnVersion) = (findings, version);
        return true;
    }

    /// <summary>What one artefact says of the account; empty where it takes that back.</summary>
    public bool SetArtefact(Key128 artefact, ImmutableArray<Finding> findings, long version = 0)
    {
        if (_artefacts.TryGetValue(artefact, out var known) && version < known.Version) return false;
        _artefacts[artefact] = new ArtefactFindings(findings, version);
        return true;
    }

    /// <summary>Null: the account belongs to no ring.</summary>
    public bool SetRing(RingFact? ring, long version = 0)
    {
        if (version < RingVersion) return false;
        (Ring, RingVersion) = (ring, version);
        return true;
    }

    public bool SetProfile(AccountProfileFact profile)
    {
        if (Profile is not null && profile.Version < Profile.Version) return false;
        Profile = profile;
        return true;
    }

    /// <summary>Everything said of the account, in order of time, rule and id.</summary>
    public ImmutableArray<Finding> Findings =>
    [
        .. Own.Concat(_artefacts.Values.SelectMany(artefact => artefact.Findings))
            .OrderBy(finding => finding.Time).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal),
    ];

    /// <summary>What the rings read of this case: never anything that they say themselves.</summary>
    public OwnFact ToOwnFact(Tables tables, long version = 0)
    {
        var names = NamesOf(tables.Directory?.Find(Account));
        return OwnFact.From(Account, Own.Where(finding => Suppression.Of(finding, names, tables) is null), version);
    }

    public AccountDocument Evaluate(CaseContext context) => new CaseEvaluation(this, context).ToDocument();

    /// <summary>The account first, then every other name once.</summary>
    public IReadOnlyList<string> NamesOf(DirectoryRow? facts)
    {
        // Case never matters in names; of two spellings the ordinally first stays, whatever the order in which they
        // were seen.
        var others = (facts?.Names ?? []).Concat(Profile?.Names ?? [])
            .Where(other => other.Length > 0 && !string.Equals(other, Name, StringComparison.OrdinalIgnoreCase));
        return [Name, .. others.Order(StringComparer.Ordinal).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}

public readonly record struct ArtefactFindings(ImmutableArray<Finding> Findings, long Version);
