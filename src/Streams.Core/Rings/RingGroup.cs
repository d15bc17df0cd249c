using System.Collections.Immutable;
using System.Numerics;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>
/// People who were ever linked, directly or through others, with their links. What it scores at a time is the best of
/// the parts that are connected by edges living then.
/// </summary>
internal sealed class RingGroup
{
    /// <summary>
    /// More of members' own claims than this are looked at once a day: a ring's minutes do not hang on them.
    /// </summary>
    private const int OwnTimesMax = 500;

    private const int Types = (int)ArtefactType.Ip + 1;

    private readonly IReadOnlyList<EdgeFact> _edges;
    private readonly RingSettings _settings;
    private readonly ScoreSettings _score;
    private readonly double[] _scaled;

    /// <summary>Term h of each link, NaN until asked for.</summary>
    private readonly double[] _homes;
    private Era? _era;

    /// <summary>Parts that are connected from a time on and until another, without what members' own findings add.</summary>
    private sealed record Era(long From, long Until, List<(RingNode[] Members, RingTerms Terms)> Parts);

    public RingGroup(
        ImmutableArray<RingNode> nodes, IEnumerable<RingLink> links, IReadOnlyList<EdgeFact> edges,
        RingSettings settings, ScoreSettings score, int accounts)
    {
        Nodes = nodes;
        Links = [.. links.OrderBy(link => link.A).ThenBy(link => link.B).ThenBy(link => link.Edge)];
        _edges = edges;
        _settings = settings;
        _score = score;
        _scaled = [.. edges.Select(edge => settings.Scaled(edge.Type, edge.Degree, accounts))];
        _homes = new double[Links.Length];
        Array.Fill(_homes, double.NaN);
    }

    public ImmutableArray<RingNode> Nodes { get; }

    /// <summary>In order of pair.</summary>
    public ImmutableArray<RingLink> Links { get; }

    /// <summary>Times at which something began to hold or ceased to.</summary>
    public IEnumerable<long> Times()
    {
        var first = Links.Min(link => link.From);
        var own = Nodes.SelectMany(node => node.Accounts).SelectMany(account => account.Own?.Rules ?? [])
            .SelectMany(rule => rule.Claims).Select(claim => claim.Time).Where(time => time > first).Distinct()
                .ToList();
        if (own.Count > OwnTimesMax) own = [.. own.GroupBy(EpochDay.Of).Select(day => day.Max())];
        return Links.Select(link => link.From).Concat(Links.Select(link => link.Until)).Concat(own).Distinct().Order();
    }

    public RingTerms At(long time)
    {
        if (_era is null || time < _era.From || time >= _era.Until) _era = EraOf(time);
        RingTerms best = default;
        foreach (var (members, without) in _era.Parts)
        {
            var terms = without with { Own = OwnOf(members, time) };
            if (best.Members == 0 || terms.Sum > best.Sum) best = terms;
        }

        return best;
    }

    /// <summary>Links of pairs that ever shared one strong artefact, or enough of weaker types.</summary>
    public List<RingLink> Qualified() => [.. Qualified([.. Enumerable.Range(0, Links.Length)]).Select(i => Links[i])];

    /// <summary>Of some links, in order of pair, those of pairs that share enough.</summary>
    private List<int> Qualified(List<int> live)
    {
        var linked = new List<int>(live.Count);
        Span<double> scaled = stackalloc double[Types];
        for (int start = 0, end; start < live.Count; start = end)
        {
            scaled.Clear();
            var (isStrong, types) = (false, 0u);
            for (end = start; end < live.Count && IsOnePair(Links[live[start]], Links[live[end]]); end++)
            {
                var edge = Links[live[end]].Edge;
                var type = _edges[edge].Type;
                isStrong |= RingSettings.TypeWeight(type) >= _settings.StrongWeight;
                types |= 1u << (int)type;
                scaled[(int)type] = Math.Max(scaled[(int)type], _scaled[edge]);
            }

            var isEnough = isStrong;
            if (!isStrong && BitOperations.PopCount(types) >= 2)
            {
                double total = 0;
                foreach (var weight in scaled) total += weight;
                isEnough = total >= _settings.WeakTotal;
            }

            for (var i = start; isEnough && i < end; i++) linked.Add(live[i]);
        }

        return linked;
    }

    private static bool IsOnePair(in RingLink a, in RingLink b) => a.A == b.A && a.B == b.B;

    private Era EraOf(long time)
    {
        var (from, until) = (long.MinValue, long.MaxValue);
        var live = new List<int>();
        for (var i = 0; i < Links.Length; i++)
        {
            var link = Links[i];
            if (link.LivesAt(time)) live.Add(i);
            Bound(link.From);
            Bound(link.Until);
        }

        var linked = Qualified(live);
        var components = new UnionFind(Nodes.Length);
        foreach (var i in linked) components.Union(Links[i].A, Links[i].B);
        var parts = new SortedDictionary<int, List<int>>();
        foreach (var i in linked)
        {
            var part = components.Find(Links[i].A);
            if (!parts.TryGetValue(part, out var of)) parts.Add(part, of = []);
            of.Add(i);
        }

        return new Era(from, until, [.. parts.Values.Select(PartOf)]);

        void Bound(long at)
        {
            if (at <= time) from = Math.Max(from, at);
            else until = Math.Min(until, at);
        }
    }

    private (RingNode[] Members, RingTerms Terms) PartOf(List<int> links)
    {
        var isMember = new bool[Nodes.Length];
        var types = 0u;
        double homes = 0;
        foreach (var i in links)
        {
            var link = Links[i];
            isMember[link.A] = isMember[link.B] = true;
            types |= 1u << (int)_edges[link.Edge].Type;
            if (double.IsNaN(_homes[i])) _homes[i] = HomesOf(link);
            homes = Math.Max(homes, _homes[i]);
        }

        var members = Nodes.Where((_, i) => isMember[i]).ToArray();
        var counted = types == 1u << (int)ArtefactType.Ip
            ? members.Sum(member => member.NeverAtHome switch { true => 1.0, null => 0.5, _ => 0 })
            : members.Length;
        double points = 0;
        for (var type = 0; type < Types; type++)
            if ((types >> type & 1) != 0) points = Math.Max(points, RingSettings.ArtefactPoints((ArtefactType)type));

        // The browser comes with the device: together they are one thing shared, not two.
        const uint Browser = 1u << (int)ArtefactType.BrowserHash;
        if ((types & Browser) != 0) types = (types & ~Browser) | 1u << (int)ArtefactType.Device;
        var vendors = members.SelectMany(member => member.Vendors).Distinct(StringComparer.OrdinalIgnoreCase).Take(2);
        return (members, new RingTerms(
            members.Length,
            RingTerms.OfMembers(counted, _settings),
            homes,
            vendors.Count() == 2 ? _settings.Vendors : 0,
            points + (BitOperations.PopCount(types) >= 2 ? _settings.SecondType : 0),
            0,
            0));
    }

    /// <summary>Half of what the second strongest member's own findings say.</summary>
    private double OwnOf(RingNode[] members, long time)
    {
        double first = 0, second = 0;
        foreach (var member in members)
        {
            double own = 0;
            foreach (var account in member.Accounts) own = Math.Max(own, account.Own?.At(time, _score) ?? 0);
            if (own > first) (first, second) = (own, first);
            else second = Math.Max(second, own);
        }

        return second / 2;
    }

    /// <summary>Term h of one pair: do people who live far apart, and not here, share this?</summary>
    private double HomesOf(RingLink link)
    {
        var (a, b, edge) = (Nodes[link.A], Nodes[link.B], _edges[link.Edge]);
        var apart = a.KmTo(b);
        if (double.IsNaN(apart)) return _settings.HomesUnknown;
        if (edge.Type != ArtefactType.Ip) return apart > _settings.FarKm ? _settings.HomesFar : 0;
        if (a.NeverAtHome == false || b.NeverAtHome == false) return 0;
        if (a.NeverAtHome is null || b.NeverAtHome is null || double.IsNaN(a.KmTo(edge))) return _settings.HomesUnknown;
        return apart > _settings.FarKm && a.KmTo(edge) > _settings.FarKm && b.KmTo(edge) > _settings.FarKm
            ? _settings.HomesFarm : 0;
    }
}
