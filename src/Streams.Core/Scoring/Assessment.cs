using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>An account at one time: a pure function of its findings, its ring's score and the time.</summary>
public sealed record Assessment
{
    public required long Time { get; init; }

    /// <summary>By group, in order of <see cref="RuleGroup"/>.</summary>
    public required double[] Uncapped { get; init; }

    public required double[] Capped { get; init; }

    public required double Inherited { get; init; }

    /// <summary>Without inheritance and context: what the paging rule reads, 0…100.</summary>
    public required double OwnScore { get; init; }

    public required double Score { get; init; }

    /// <summary>The level to which a rule lifts, or null.</summary>
    public required string? Floor { get; init; }

    public required bool Pages { get; init; }

    public string Level =>
        Floor is not null && Odds.Rank(Floor) > Odds.Rank(Odds.Level(Score)) ? Floor : Odds.Level(Score);

    public bool IsLiftedByFloor => Level != Odds.Level(Score);

    /// <summary>At level high, however it came there.</summary>
    public bool IsTicket => Odds.Rank(Level) >= Odds.Rank("high");

    /// <param name="findings">Those that count: not suppressed.</param>
    /// <param name="prior">Probability before anything was seen.</param>
    /// <param name="ringScore">The ring's score at that time, 0 where there is none.</param>
    /// <param name="time">Event time, Unix ms.</param>
    /// <param name="settings">Caps and thresholds.</param>
    public static Assessment At(
        IReadOnlyList<Finding> findings, double prior, double ringScore, long time, ScoreSettings settings)
    {
        var uncapped = new double[Points.Groups];
        Points.ByGroup(findings, time, uncapped);
        var capped = new double[Points.Groups];
        for (var i = 0; i < capped.Length; i++) capped[i] = Points.Capped((RuleGroup)i, uncapped[i], settings);
        var inherited = ringScore > 0 ? Odds.Inherited(ringScore, settings) : 0;
        var own = Odds.Logit(prior) + capped.Sum();
        var ownScore = Odds.Score(own);
        return new Assessment
        {
            Time = time,
            Uncapped = uncapped,
            Capped = capped,
            Inherited = inherited,
            OwnScore = ownScore,
            Score = Odds.Score(own + inherited),
            Floor = FloorAt(findings, time, settings),
            Pages = PagesAt(findings, ownScore, capped, time, settings),
        };
    }

    private static string? FloorAt(IReadOnlyList<Finding> findings, long time, ScoreSettings settings)
    {
        string? floor = null;
        foreach (var finding in findings)
        {
            if (finding.LevelFloor is not { } level || (floor is not null && Odds.Rank(level) <= Odds.Rank(floor)))
                continue;
            var holdsMs = finding.Rule.HalfLife.TotalMilliseconds * settings.FloorHalfLives;
            if (finding.Claims.Any(claim => claim.Time <= time && time - claim.Time <= holdsMs)) floor = level;
        }

        return floor;
    }

    /// <summary>
    /// One cause lights several rules of a group, or *when* and *who* together: neither may page by itself.
    /// </summary>
    private static bool PagesAt(IReadOnlyList<Finding> findings, double ownScore, double[] capped, long time,
        ScoreSettings settings)
    {
        foreach (var finding in findings)
            if (finding.PagesAlone && finding.Claims.Any(claim => claim.Time <= time)) return true;
        if (ownScore < settings.PageScore) return false;
        var groups = 0;
        var isAnchored = false;
        for (var i = 0; i < capped.Length; i++)
        {
            if (capped[i] < settings.PageGroupPoints) continue;
            groups++;
            isAnchored |= (RuleGroup)i is RuleGroup.Where or RuleGroup.Credentials or RuleGroup.Lifecycle;
        }

        return groups >= 2 && isAnchored;
    }
}
