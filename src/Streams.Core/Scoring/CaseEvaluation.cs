using System.Collections.Immutable;
using System.Globalization;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// One evaluation of a case: follows the score through every time at which something began to hold, then fills the
/// document.
/// </summary>
internal sealed class CaseEvaluation
{
    private readonly CaseState _case;
    private readonly CaseContext _context;
    private readonly DirectoryRow? _facts;
    private readonly IReadOnlyList<string> _names;
    private readonly ImmutableArray<(Finding Finding, AllowRow? Allowed)> _findings;
    private readonly ImmutableArray<Finding> _counting;
    private readonly PriorDocument _prior;
    private readonly ScoreCurve _curve;
    private readonly Lazy<ScoreCurve> _withoutRing;

    public CaseEvaluation(CaseState state, CaseContext context)
    {
        _case = state;
        _context = context;
        _facts = context.Tables.Directory?.Find(state.Account);
        _names = state.NamesOf(_facts);
        _findings = [.. state.Findings.Select(finding => (finding, Suppression.Of(finding, _names, context.Tables)))];
        _counting =
            [.. _findings.Where(pair => pair.Allowed is null && !pair.Finding.ReviewOnly).Select(pair => pair.Finding)];
        _prior = Prior.Of(_facts, context.Settings);
        _curve = new ScoreCurve(_counting, _prior.Probability, state.Ring, context.Settings);
        _withoutRing = new Lazy<ScoreCurve>(() => new ScoreCurve(
            [.. _counting.Where(finding => !OwnFact.RingRules.Contains(finding.Rule.Id))], _prior.Probability, null, context.Settings));
    }

    public AccountDocument ToDocument()
    {
        var now = _curve.At(_context.AsOf);
        var history = Times().Select(_curve.At).Append(now).ToList();
        var peak = history[0];
        foreach (var then in history)
            if (then.Score > peak.Score) peak = then;
        var peakLevel = history.MaxBy(then => Odds.Rank(then.Level)).Level;
        var rules = RulesByPoints();
        var ring = _case.Ring;
        var ringPeak = ring?.PeakUntil(_context.AsOf).Score ?? 0;
        var profile = _case.Profile;
        return new AccountDocument
        {
            Account = _case.Name,
            Names = _names,
            Score = now.Score,
            Level = now.Level,
            LevelOrigin = now.IsLiftedByFloor ? "floor" : "score",
            ScoreAsOf = _context.AsOf,
            PeakScore = peak.Score,
            PeakLevel = peakLevel,
            PeakTime = _counting.IsEmpty && ring is null ? null : peak.Time,
            PageTime = Earlier(First(history, then => then.Pages), UntilNow(ring?.PageTime)),
            TicketTime = Earlier(First(history, then => then.IsTicket), UntilNow(ring?.TicketTime)),
            Priority = Math.Max(peak.Score, ringPeak),
            Ring = ring?.Id,
            Events = profile?.Events ?? 0,
            Sources = [.. (profile?.Sources ?? []).Order(StringComparer.Ordinal)],
            FirstSeen = profile?.FirstSeen,
            LastSeen = profile?.LastSeen,
            ScoreWithoutTopReason = rules.Count == 0 ? now.Score : _curve.ScoreWithout(rules[0], _context.AsOf),
            OwnScore = now.OwnScore,
            Prior = _prior,
            PointsByGroup = GroupsNow(),
            InheritedFromRing = Odds.Round(now.Inherited, 2),
            Missing = Missing(),
            Floor = now.Floor,
            Declared = DeclaredOf(_facts),
            NearestHomeKm = profile?.NearestHomeKm is { } km && double.IsFinite(km) ? Odds.Round(km, 1) : null,
            NeverAtHome = profile?.NeverAtHome,
            Presence = profile?.Presence ?? [],
            BenignExplanations = _findings.IsEmpty && ring is null ? [] : Advice.Benign(rules),
            Runbook = _findings.IsEmpty && ring is null ? [] : Advice.Runbook,
            Findings = [.. _findings.Select(pair => FindingDocuments.Of(pair.Finding, pair.Allowed, _context))
                .OrderByDescending(finding => finding.Points).ThenBy(finding => finding.Time)
                    .ThenBy(finding => finding.Id, StringComparer.Ordinal)],
            HasManagedDevice = profile?.HasManagedDevice,
            Standing = StandingOf(history),
        };
    }

    private Standing StandingOf(List<Assessment> history)
    {
        var page = Last(history, then => then.Pages);
        var ticket = Last(history, then => then.IsTicket);
        return new Standing
        {
            AsOf = _context.AsOf,
            LastPage = page,
            LastTicket = ticket,
            LastOwnTicket = Last(history, then => then.IsTicket && !IsOfTheRing(then.Time)),
            LastReview = _findings
                .Where(pair => pair.Allowed is null && pair.Finding.ReviewOnly && pair.Finding.Time <= _context.AsOf)
                .Max(pair => (long?)pair.Finding.Time),
            QuietFrom = page is null && ticket is null ? null : QuietFrom(history),
        };
    }

    /// <summary>At level high only by what makes its ring, or by what it inherits from it, while the ring has its alert.</summary>
    private bool IsOfTheRing(long time) =>
        _case.Ring is { } ring && ring.At(time) >= _context.RingTicketScore && !_withoutRing.Value.At(time).IsTicket;

    private long? QuietFrom(List<Assessment> history)
    {
        // The ring's expiries ahead are known already.
        var ring = _case.Ring?.Timeline.Select(moment => moment.Time) ?? [];
        List<long> moments = [.. history.Select(then => then.Time).Concat(ring).Distinct().Order()];
        return Quiet.From(time => IsQuiet(_curve.At(time)), moments, _context.AsOf);
    }

    private bool IsQuiet(Assessment then) => then.Score < _context.Settings.CloseScore && !then.IsTicket;

    private static long? First(List<Assessment> history, Predicate<Assessment> holds) =>
        history.FindIndex(holds) is >= 0 and var i ? history[i].Time : null;

    private static long? Last(List<Assessment> history, Predicate<Assessment> holds) =>
        history.FindLastIndex(holds) is >= 0 and var i ? history[i].Time : null;

    private IEnumerable<long> Times()
    {
        var claims = _counting.SelectMany(finding => finding.Claims).Select(claim => claim.Time);
        var ring = _case.Ring?.Timeline.Select(moment => moment.Time) ?? [];
        return claims.Concat(ring).Where(time => time <= _context.AsOf).Distinct().Order();
    }

    private long? UntilNow(long? time) => time <= _context.AsOf ? time : null;

    private static long? Earlier(long? a, long? b) => a is null || b < a ? b : a;

    private List<string> RulesByPoints() =>
    [
        .. _counting.GroupBy(finding => finding.Rule.Id)
            .OrderByDescending(rule => rule.Max(finding => Points.Of(finding, _context.AsOf).Nats))
            .ThenBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => rule.Key),
    ];

    private List<GroupDocument> GroupsNow()
    {
        Span<double> uncapped = stackalloc double[Points.Groups];
        _curve.GroupsAt(_context.AsOf, uncapped);
        var groups = new List<GroupDocument>();
        for (var i = 0; i < uncapped.Length; i++)
        {
            if (uncapped[i] <= 0) continue;
            var capped = Points.Capped((RuleGroup)i, uncapped[i], _context.Settings);
            groups.Add(new GroupDocument(
                Rule.GroupName((RuleGroup)i), Odds.Round(capped, 2), Odds.Round(uncapped[i], 2)));
        }

        return groups;
    }

    private List<string> Missing()
    {
        var missing = new List<string>();
        if (_facts is null)
        {
            missing.Add("directory row");
        }
        else
        {
            if (_facts.Country.IsNone) missing.Add("declared country");
            if (!_facts.HasHome) missing.Add("declared home");
            if (_facts.Remote is null) missing.Add("remote or not");
            if (_facts.Zone is null) missing.Add("declared time zone");
            if (_facts.Hired is null) missing.Add("hire date");
        }

        if (_context.Tables.Geo is null && _context.Tables.Networks is null) missing.Add("address database");
        var sources = _case.Profile?.Sources ?? [];
        foreach (var source in (string[])["vpn", "sso", "code"])
            if (!sources.Contains(source)) missing.Add(source + " logs");
        return missing;
    }

    private static DeclaredDocument? DeclaredOf(DirectoryRow? facts) => facts is null
        ? null
        : new DeclaredDocument(
            facts.Country.ToStringOrNull(), facts.Zone?.Id, facts.Latitude, facts.Longitude,
            facts.Kind == AccountKind.Unknown ? null : facts.Kind.ToString().ToLowerInvariant(), facts.Remote,
                facts.Vendor, facts.Team,
            facts.Hired?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), facts.Exits?
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
