using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>
/// People who were ever linked, directly or through others, with their links. What it scores at a time is the best of
/// the parts that are connected by edges living then.
/// </summary>
internal sealed class RingGroup(
    ImmutableArray<RingNode> nodes, ImmutableArray<RingLink> links, IReadOnlyList<EdgeFact> edges,
        RingSettings settings, ScoreSettings score, int accounts)
{
    public ImmutableArray<RingNode> Nodes { get; } = nodes;

    public ImmutableArray<RingLink> Links { get; } = links;

    /// <summary>
    /// More of members' own claims than this are looked at once a day: a ring's minutes do not hang on them.
    /// </summary>
    private const int OwnTimesMax = 500;

    /// <summary>Times at which something began to hold or ceased to.</summary>
    public IEnumerable<long> Times()
    {
        var first = Links.Min(link => link.From);
        var own = Nodes.SelectMany(node => node.Accounts).SelectMany(account => account.Own?.Rules ?? [])
            .SelectMany(rule => rule.Claims).Select(claim => claim.Time).Where(time => time > first).Distinct()
                .ToList();
        if (own.Count > OwnTimesMax) own = [.. own.GroupBy(DayMask.DayOf).Select(day => day.Max())];
        return Links.Select(link => link.From).Concat(Links.Select(link => link.Until)).Concat(own).Distinct().Order();
    }

    public RingTerms At(long time)
    {
        var live = Links.Where(link => link.LivesAt(time)).ToList();
        var linked = Qualified(live);
        if (linked.Count == 0) return default;
        var parts = new UnionFind(Nodes.Length);
        foreach (var link in linked) parts.Union(link.A, link.B);
        RingTerms best = default;
        foreach (var part in linked.GroupBy(link => parts.Find(link.A)).OrderBy(part => part.Key))
        {
            var terms = TermsOf([.. part], time);
            if (best.Members == 0 || terms.Sum > best.Sum) best = terms;
        }

        return best;
    }

    /// <summary>Links of pairs that share one strong artefact, or enough of weaker types.</summary>
    public List<RingLink> Qualified(List<RingLink> live)
    {
        var linked = new List<RingLink>();
        foreach (var pair in live.GroupBy(link => (link.A, link.B)))
        {
            var byType = pair.GroupBy(link => edges[link.Edge].Type)
                .Select(type => (Plain: RingSettings.TypeWeight(type.Key), Scaled: type.Max(ScaledWeight))).ToList();
            var isStrong = byType.Any(type => type.Plain >= settings.StrongWeight);
            if (isStrong || (byType.Count >= 2 && byType.Sum(type => type.Scaled) >= settings.WeakTotal))
                linked.AddRange(pair);
        }

        return linked;
    }

    private double ScaledWeight(RingLink link) =>
        settings.Scaled(edges[link.Edge].Type, edges[link.Edge].Degree, accounts);

    private RingTerms TermsOf(List<RingLink> links, long time)
    {
        var members = links.SelectMany(link => new[] { link.A, link.B }).Distinct().Order().Select(i => Nodes[i])
            .ToList();
        var types = links.Select(link => edges[link.Edge].Type).Distinct().ToList();
        var isHeldByPlaces = types.TrueForAll(type => type == ArtefactType.Ip);
        var counted = isHeldByPlaces
            ? members.Sum(member => member.NeverAtHome switch { true => 1.0, null => 0.5, _ => 0 })
            : members.Count;

        // The browser comes with the device: together they are one thing shared, not two.
        var kinds = types.Select(type => type == ArtefactType.BrowserHash ? ArtefactType.Device : type).Distinct()
            .Count();
        var own = members.Select(OwnAt).OrderDescending().Take(2).ToList();
        return new RingTerms(
            members.Count,
            RingTerms.OfMembers(counted, settings),
            links.Max(HomesOf),
            members.SelectMany(member => member.Vendors).Distinct(StringComparer.OrdinalIgnoreCase).Count() >= 2
                ? settings.Vendors : 0,
            types.Max(RingSettings.ArtefactPoints) + (kinds >= 2 ? settings.SecondType : 0),
            0,
            own.Count == 2 ? own[1] / 2 : 0);

        double OwnAt(RingNode member) => member.Accounts.Max(account => account.Own?.At(time, score) ?? 0);
    }

    /// <summary>Term h of one pair: do people who live far apart, and not here, share this?</summary>
    private double HomesOf(RingLink link)
    {
        var (a, b, edge) = (Nodes[link.A], Nodes[link.B], edges[link.Edge]);
        var apart = a.KmTo(b);
        if (double.IsNaN(apart)) return settings.HomesUnknown;
        if (edge.Type != ArtefactType.Ip) return apart > settings.FarKm ? settings.HomesFar : 0;
        if (a.NeverAtHome == false || b.NeverAtHome == false) return 0;
        if (a.NeverAtHome is null || b.NeverAtHome is null || double.IsNaN(a.KmTo(edge))) return settings.HomesUnknown;
        return apart > settings.FarKm && a.KmTo(edge) > settings.FarKm && b.KmTo(edge) > settings.FarKm
            ? settings.HomesFarm : 0;
    }
}
