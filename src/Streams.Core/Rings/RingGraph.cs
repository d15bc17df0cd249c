using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>
/// Accounts linked by what they share. Holds the newest fact of each artefact and each member's own points; the rings
/// are a pure function of these, so arrivals may come in any order and twice.
/// </summary>
public sealed class RingGraph(RingSettings settings, ScoreSettings score)
{
    private readonly SortedDictionary<Key128, EdgeFact> _edges = [];
    private readonly SortedDictionary<Key128, OwnFact> _own = [];

    /// <summary>
    /// Rings of the last evaluation: one whose inputs are the same objects is the same ring. A shortcut only, never
    /// state.
    /// </summary>
    private Dictionary<string, (RingInputs Inputs, Ring Ring)> _known = [];

    public RingGraph()
        : this(RingSettings.Default, ScoreSettings.Default)
    {
    }

    public IReadOnlyCollection<EdgeFact> Edges => _edges.Values;

    public IReadOnlyCollection<OwnFact> Own => _own.Values;

    /// <summary>True where the fact is newer than what was known and says something else.</summary>
    public bool Apply(EdgeFact fact)
    {
        if (_edges.TryGetValue(fact.Artefact, out var known))
        {
            if (known.Version > fact.Version) return false;
            if ((known with { Version = fact.Version }).Equals(fact))
            {
                _edges[fact.Artefact] = fact;
                return false;
            }
        }

        // A withdrawn fact stays for its version: an older one that comes late must not revive it.
        _edges[fact.Artefact] = fact;
        return true;
    }

    public bool Apply(OwnFact fact)
    {
        if (_own.TryGetValue(fact.Account, out var known) && (known.Version > fact.Version || known.Equals(fact)))
            return false;
        _own[fact.Account] = fact;
        return true;
    }

    /// <summary>Drops edges that expired before a time, so that a service's memory is bounded.</summary>
    public void Expire(long before)
    {
        var lifetime = settings.ExpiryDays * EpochDay.Ms;
        foreach (var edge in _edges.Values.Where(edge => edge.Members.All(member => member.Until + lifetime < before))
            .ToList())
            _edges.Remove(edge.Artefact);
        var members = _edges.Values.SelectMany(edge => edge.Members).Select(member => member.Account).ToHashSet();
        foreach (var account in _own.Keys.Where(account => !members.Contains(account)).ToList()) _own.Remove(account);
    }

    /// <param name="directory">Declared facts of an account.</param>
    /// <param name="allow">Artefacts that a person has allowed link nobody.</param>
    /// <param name="accounts">How many accounts there are: what an artefact's rarity is measured against.</param>
    public ImmutableArray<Ring> Evaluate(Func<Key128, DirectoryRow?> directory, AllowTable? allow, int accounts)
    {
        var edges = _edges.Values.Where(edge => edge.Members.Length >= 2 && RingSettings.Links(edge)).ToList();
        var (nodes, links) = new RingLinker(directory, allow, settings, _own).Link(edges);
        var rings = ImmutableArray.CreateBuilder<Ring>();
        var known = new Dictionary<string, (RingInputs Inputs, Ring Ring)>();
        var whole = new RingGroup(nodes, links, edges, settings, score, accounts);
        foreach (var part in Parts(nodes.Length, whole.Qualified()))
            foreach (var kept in Unchained(part, nodes.Length, edges))
                rings.Add(Build(nodes, kept, edges, accounts, known));
        _known = known;
        return [.. rings.OrderBy(ring => ring.Id, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Noisy edges collapse everything into one component: the weakest type goes until what is left is a crew's size.
    /// </summary>
    private IEnumerable<List<RingLink>> Unchained(List<RingLink> links, int nodes, List<EdgeFact> edges)
    {
        if (links.SelectMany(link => new[] { link.A, link.B }).Distinct().Count() <= settings.ChainMax) return [links];
        var weakest = links.Select(link => edges[link.Edge].Type)
            .Distinct().OrderBy(RingSettings.TypeWeight).ThenBy(RingSettings.ArtefactPoints).ThenBy(type => type)
                .First();
        var rest = links.Where(link => edges[link.Edge].Type != weakest).ToList();
        return Parts(nodes, rest).SelectMany(part => Unchained(part, nodes, edges));
    }

    private static IEnumerable<List<RingLink>> Parts(int nodes, List<RingLink> links)
    {
        var components = new UnionFind(nodes);
        foreach (var link in links) components.Union(link.A, link.B);
        return links.GroupBy(link => components.Find(link.A)).OrderBy(part => part.Key).Select(part => part.ToList())
            .ToList();
    }

    private Ring Build(
        ImmutableArray<RingNode> nodes, List<RingLink> links, List<EdgeFact> edges, int accounts,
        Dictionary<string, (RingInputs Inputs, Ring Ring)> known)
    {
        var usedNodes = links.SelectMany(link => new[] { link.A, link.B }).Distinct().Order().ToList();
        var usedEdges = links.Select(link => link.Edge).Distinct().Order().ToList();
        var nodeNumber = usedNodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        var edgeNumber = usedEdges.Select((edge, i) => (edge, i)).ToDictionary(pair => pair.edge, pair => pair.i);
        var members = usedNodes.Select(i => nodes[i]).ToImmutableArray();
        var own = usedEdges.Select(i => edges[i]).ToImmutableArray();
        var renumbered = links
            .Select(link => link with { A = nodeNumber[link.A], B = nodeNumber[link.B], Edge = edgeNumber[link.Edge] })
                .ToImmutableArray();
        var id = IdOf(members, renumbered);
        var inputs = new RingInputs(members, own, renumbered, accounts);
        var ring = _known.TryGetValue(id, out var last) && last.Inputs.IsSame(inputs)
            ? last.Ring
            : new Ring(id, new RingGroup(members, renumbered, own, settings, score, accounts), own, settings);
        known[id] = (inputs, ring);
        return ring;
    }

    /// <summary>
    /// The ring is named by the pair that was linked first: whoever joins later, and whatever falls off, the part
    /// that holds this pair keeps the id, and of two rings that merge the older one's stays.
    /// </summary>
    private static string IdOf(ImmutableArray<RingNode> members, ImmutableArray<RingLink> links)
    {
        var first = links.OrderBy(link => link.From)
            .ThenBy(link => members[link.A].Person).ThenBy(link => members[link.B].Person).First();
        var key = Key128.Of("ring").With(members[first.A].Person).With(members[first.B].Person);
        return "r-" + key.ToString()[..10];
    }
}
