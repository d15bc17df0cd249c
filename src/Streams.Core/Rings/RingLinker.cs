using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>From artefacts' facts to people and the links between them.</summary>
internal sealed class RingLinker(
    Func<Key128, DirectoryRow?> directory, AllowTable? allow, RingSettings settings,
    IReadOnlyDictionary<Key128, OwnFact> own)
{
    private readonly Dictionary<Key128, DirectoryRow?> _facts = [];

    public (ImmutableArray<RingNode> Nodes, List<RingLink> Links) Link(List<EdgeFact> edges)
    {
        var members = edges.Select(edge => edge.Members.Where(member => Counts(edge, member)).ToList()).ToList();
        var nodes = members.SelectMany(list => list).GroupBy(member => member.Person).OrderBy(person => person.Key)
            .Select(person => new RingNode(person.Key, AccountsOf(person))).ToImmutableArray();
        var number = nodes.Select((node, i) => (node.Person, i)).ToDictionary(pair => pair.Person, pair => pair.i);
        var links = new List<RingLink>();
        for (var e = 0; e < edges.Count; e++)
            for (var i = 0; i < members[e].Count; i++)
                for (var j = i + 1; j < members[e].Count; j++)
                    if (LinkOf(nodes, number, e, members[e][i], members[e][j]) is { } link) links.Add(link);
        return (nodes, links);
    }

    private RingLink? LinkOf(
        ImmutableArray<RingNode> nodes, Dictionary<Key128, int> number, int edge, EdgeMember a, EdgeMember b)
    {
        if (a.Person == b.Person) return null;
        if (a.Person.CompareTo(b.Person) > 0) (a, b) = (b, a);
        var (nodeA, nodeB) = (number[a.Person], number[b.Person]);
        if (nodes[nodeA].Household is { } household && household == nodes[nodeB].Household) return null;
        var lifetime = settings.ExpiryDays * EpochDay.Ms;
        var from = Math.Max(a.From, b.From);
        var until = Math.Min(a.Until, b.Until) + lifetime;

        // The first had been gone for longer than an edge lives when the second came.
        return from < until
            ? new RingLink(nodeA, nodeB, edge, from, Math.Max(from, Math.Max(a.Until, b.Until)), until) : null;
    }

    private bool Counts(EdgeFact edge, EdgeMember member)
    {
        var facts = FactsOf(member.Account);
        if (facts is { IsPerson: false }) return false;
        if (allow is null) return true;
        IEnumerable<string> names = facts is null ? [member.Name] : [member.Name, .. facts.Names];
        var artefact = new[] { (ArtefactNames.Allow(edge.Type), edge.Value) };
        return allow.Find(edge.Type == ArtefactType.Ip ? "D08" : "D07", names, artefact, member.Until) is null;
    }

    private ImmutableArray<RingAccount> AccountsOf(IEnumerable<EdgeMember> person) =>
    [
        .. person.GroupBy(member => member.Account).OrderBy(account => account.Key).Select(account =>
        {
            // The newest sighting knows best whether the account has been home.
            var newest = account.OrderBy(member => member.Until).ThenBy(member => member.From)
                .ThenBy(member => member.NeverAtHome).Last();
            return new RingAccount(
                account.Key, newest.Name, FactsOf(account.Key), newest.NeverAtHome, own.GetValueOrDefault(account.Key));
        }),
    ];

    private DirectoryRow? FactsOf(Key128 account)
    {
        if (!_facts.TryGetValue(account, out var facts)) _facts[account] = facts = directory(account);
        return facts;
    }
}
