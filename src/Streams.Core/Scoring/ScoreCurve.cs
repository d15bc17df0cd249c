using System.Collections.Immutable;
using Streams.Core.Detections;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// An account's score at any time: a pure function of the findings that count, its prior and its ring. Made once for
/// an evaluation, which asks it for every moment at which something began to hold.
/// </summary>
internal sealed class ScoreCurve
{
    private readonly ScoreSettings _settings;
    private readonly RingFact? _ring;
    private readonly double _priorNats;
    private readonly (string Id, RuleGroup Group, ClaimCurve Nats)[] _rules;
    private readonly (string Level, double HoldsMs, long[] Times)[] _floors;
    private readonly long _pagesAloneFrom;

    /// <param name="findings">Those that count: neither suppressed nor for review only.</param>
    /// <param name="prior">Probability before anything was seen.</param>
    /// <param name="ring">What the account's ring scores over time, or null.</param>
    /// <param name="settings">Caps and thresholds.</param>
    public ScoreCurve(ImmutableArray<Finding> findings, double prior, RingFact? ring, ScoreSettings settings)
    {
        _settings = settings;
        _ring = ring;
        _priorNats = Odds.Logit(prior);
        // Summed in order of rule, so that the last bit does not hang on the order of findings.
        _rules =
        [
            .. findings.GroupBy(finding => finding.Rule.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal)
                .Select(rule => (rule.Key, rule.First().Rule.Group, CurveOf(rule))),
        ];
        _floors =
        [
            .. findings.Where(finding => finding.LevelFloor is not null).Select(finding => (finding.LevelFloor!,
                finding.Rule.HalfLife.TotalMilliseconds * settings.FloorHalfLives,
                finding.Claims.Select(claim => claim.Time).Order().ToArray())),
        ];
        _pagesAloneFrom = findings.Where(finding => finding.PagesAlone).SelectMany(finding => finding.Claims)
            .Select(claim => claim.Time).DefaultIfEmpty(long.MaxValue).Min();
    }

    public Assessment At(long time)
    {
        Span<double> groups = stackalloc double[Points.Groups];
        GroupsAt(time, groups);
        var own = _priorNats + Points.Cap(groups, _settings);
        var ownScore = Odds.Score(own);
        var inherited = InheritedAt(time);
        return new Assessment(
            time, inherited, ownScore, inherited > 0 ? Odds.Score(own + inherited) : ownScore, FloorAt(time),
            time >= _pagesAloneFrom || Pages(ownScore, groups));
    }

    /// <summary>Uncapped nats of each group: the strongest claim of each rule, never a sum of repeats.</summary>
    public void GroupsAt(long time, Span<double> groups, string? withoutRule = null)
    {
        groups.Clear();
        foreach (var (id, group, nats) in _rules)
            if (id != withoutRule) groups[(int)group] += nats.At(time);
    }

    public double ScoreWithout(string rule, long time)
    {
        Span<double> groups = stackalloc double[Points.Groups];
        GroupsAt(time, groups, rule);
        return Odds.Score(_priorNats + Points.Cap(groups, _settings) + InheritedAt(time));
    }

    private double InheritedAt(long time) => _ring?.At(time) is > 0 and var score ? Odds.Inherited(score, _settings) : 0;

    private string? FloorAt(long time)
    {
        string? floor = null;
        foreach (var (level, holdsMs, times) in _floors)
        {
            if (floor is not null && Odds.Rank(level) <= Odds.Rank(floor)) continue;
            var i = Moments.LastUpTo(times, time);
            if (i >= 0 && time - times[i] <= holdsMs) floor = level;
        }

        return floor;
    }

    /// <summary>
    /// One cause lights several rules of a group, or *when* and *who* together: neither may page by itself.
    /// </summary>
    private bool Pages(double ownScore, ReadOnlySpan<double> capped)
    {
        if (ownScore < _settings.PageScore) return false;
        var groups = 0;
        var isAnchored = false;
        for (var i = 0; i < capped.Length; i++)
        {
            if (capped[i] < _settings.PageGroupPoints) continue;
            groups++;
            isAnchored |= (RuleGroup)i is RuleGroup.Where or RuleGroup.Credentials or RuleGroup.Lifecycle;
        }

        return groups >= 2 && isAnchored;
    }

    private static ClaimCurve CurveOf(IGrouping<string, Finding> rule)
    {
        var claims = new List<(long Time, double Nats)>();
        foreach (var finding in rule)
            foreach (var claim in finding.Claims) claims.Add((claim.Time, claim.Weight * claim.Strength));
        return new ClaimCurve(rule.First().Rule.HalfLife, claims);
    }
}
