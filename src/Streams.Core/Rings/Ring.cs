using System.Collections.Immutable;
using System.Globalization;
using Streams.Core.Activities;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>A ring: who, through what, and its score over time.</summary>
public sealed class Ring
{
    private readonly RingGroup _group;
    private readonly RingSettings _settings;
    private readonly ImmutableArray<RingArtefactDocument> _artefacts;

    internal Ring(string id, RingGroup group, IReadOnlyList<EdgeFact> edges, RingSettings settings)
    {
        Id = id;
        _group = group;
        _settings = settings;
        var accounts = group.Nodes.SelectMany(node => node.Accounts).ToList();
        Accounts = [.. accounts.Select(account => account.Key).Order()];
        Names = [.. accounts.Select(account => account.Name).Distinct().Order(StringComparer.Ordinal)];
        _artefacts = ArtefactsOf(group, edges);
        FirstSeen = group.Links.Min(link => link.From);
        LastSeen = group.Links.Max(link => link.LastSeen);
        Fact = Follow(settings);
    }

    public string Id { get; }

    /// <summary>Members in order of key: to each of these cases the fact goes.</summary>
    public ImmutableArray<Key128> Accounts { get; }

    public ImmutableArray<string> Names { get; }

    public long FirstSeen { get; }

    public long LastSeen { get; }

    public RingFact Fact { get; }

    public RingTerms TermsAt(long time) => _group.At(time);

    public RingDocument ToDocument(long asOf)
    {
        var now = TermsAt(asOf);
        var peak = Fact.PeakUntil(asOf);
        var then = peak.Time == 0 ? now : TermsAt(peak.Time);
        var shown = now.Members == 0 ? then : now;
        return new RingDocument
        {
            Id = Id,
            Score = now.Score,
            Level = Odds.Level(now.Score),
            ScoreAsOf = asOf,
            PeakScore = Math.Max(peak.Score, now.Score),
            PeakLevel = Odds.Level(Math.Max(peak.Score, now.Score)),
            PeakTime = peak.Time == 0 ? null : peak.Time,
            PageTime = Fact.PageTime,
            TicketTime = Fact.TicketTime,
            Accounts = Names,
            Artefacts = _artefacts,
            Vendors = Distinct(account => [account.Facts?.Vendor]),
            Teams = Distinct(account => [account.Facts?.Team]),
            Rules = Distinct(account => account.Own?.Rules.Select(rule => rule.Id) ?? []),
            FirstSeen = FirstSeen,
            LastSeen = LastSeen,
            Points = new Dictionary<string, double>
            {
                ["members"] = Odds.Round(shown.MemberPoints, 2),
                ["homes"] = Odds.Round(shown.Homes, 2),
                ["vendors"] = Odds.Round(shown.Vendors, 2),
                ["artefact"] = Odds.Round(shown.Artefact, 2),
                ["clock"] = Odds.Round(shown.Clock, 2),
                ["own"] = Odds.Round(shown.Own, 2),
            },
            Reasons = [.. Reasons(shown).Select(reason => reason.Text)],
            ReasonTerms = [.. Reasons(shown).Select(reason => reason.Term)],
            Standing = StandingAt(asOf),
        };
    }

    private List<string> Distinct(Func<RingAccount, IEnumerable<string?>> of) =>
    [
        .. _group.Nodes.SelectMany(node => node.Accounts).SelectMany(of).OfType<string>().Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private Standing StandingAt(long asOf)
    {
        var moments = Fact.Timeline.Select(moment => moment.Time).ToList();
        var page = LastAt(_settings.PageScore, asOf);
        var ticket = LastAt(_settings.TicketScore, asOf);
        return new Standing
        {
            AsOf = asOf,
            LastPage = page,
            LastTicket = ticket,
            LastOwnTicket = ticket,
            QuietFrom = ticket is null ? null : Quiet.From(time => Fact.At(time) < _settings.CloseScore, moments, asOf),
        };
    }

    /// <summary>The newest time up to <paramref name="asOf"/> at which the score was that high.</summary>
    private long? LastAt(double score, long asOf)
    {
        for (var i = Fact.Timeline.Length - 1; i >= 0; i--)
        {
            var moment = Fact.Timeline[i];
            if (moment.Time > asOf || moment.Score < score) continue;
            return i + 1 < Fact.Timeline.Length ? Math.Min(asOf, Fact.Timeline[i + 1].Time - 1) : asOf;
        }

        return null;
    }

    private RingFact Follow(RingSettings settings)
    {
        var timeline = ImmutableArray.CreateBuilder<RingMoment>();
        long? page = null, ticket = null;
        foreach (var time in _group.Times())
        {
            var score = _group.At(time).Score;
            if (score >= settings.PageScore) page ??= time;
            if (score >= settings.TicketScore) ticket ??= time;
            if (timeline.Count == 0 || timeline[^1].Score != score) timeline.Add(new RingMoment(time, score));
        }

        return new RingFact { Id = Id, Timeline = timeline.ToImmutable(), PageTime = page, TicketTime = ticket };
    }

    private static ImmutableArray<RingArtefactDocument> ArtefactsOf(RingGroup group, IReadOnlyList<EdgeFact> edges) =>
    [
        .. group.Links.GroupBy(link => link.Edge)
            .Select(links =>
            {
                var people = links.SelectMany(link => new[] { link.A, link.B }).Distinct()
                    .Select(i => group.Nodes[i].Person).ToHashSet();
                var edge = edges[links.Key];
                var names = edge.Members.Where(member => people.Contains(member.Person)).Select(member => member.Name)
                    .Distinct();
                return new RingArtefactDocument(
                    ArtefactNames.Document(edge.Type), edge.Value, [.. names.Order(StringComparer.Ordinal)]);
            })
            .OrderBy(artefact => artefact.Type, StringComparer.Ordinal)
                .ThenBy(artefact => artefact.Value, StringComparer.Ordinal),
    ];

    private ImmutableArray<(string Term, string Text)> Reasons(RingTerms terms)
    {
        var reasons = ImmutableArray.CreateBuilder<(string Term, string Text)>();
        foreach (var artefact in _artefacts)
            reasons.Add(("artefact", string.Create(CultureInfo.InvariantCulture,
                $"{artefact.Accounts.Count} accounts share {artefact.Type} {artefact.Value}")));
        if (terms.MemberPoints > 0)
            reasons.Add(("members", string.Create(CultureInfo.InvariantCulture, $"{terms.Members} people are linked")));
        if (terms.Homes >= 3)
            reasons.Add(("homes", "members who are never seen at home share a place far from their declared homes"));
        else if (terms.Homes >= 1) reasons.Add(("homes", "members declare homes more than 100 km apart"));
        else if (terms.Homes > 0) reasons.Add(("homes", "the members' homes are not known"));
        if (terms.Vendors > 0) reasons.Add(("vendors", "members come through two or more vendors"));
        if (terms.Own > 0) reasons.Add(("own", "at least two members have findings of their own"));
        return reasons.ToImmutable();
    }
}
