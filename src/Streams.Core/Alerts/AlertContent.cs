using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>Fills an alert's document from the account's or the ring's.</summary>
internal static class AlertContent
{
    /// <summary>More reasons than rules exist, or more hits of the allow table than this, are counted only.</summary>
    private const int ReasonsMax = 50, SuppressedMax = 20, CounterpartsMax = 50, ArtefactsMax = 50;

    /// <summary>The given document with everything that the subject's document says now.</summary>
    public static AlertDocument Fill(AlertDocument alert, AlertInput input) =>
        input.Account is { } account ? Fill(alert, account)
        : input.Ring is { } ring ? Fill(alert, ring, input)
        : alert;

    private static AlertDocument Fill(AlertDocument alert, AccountDocument account)
    {
        // A name on a watchlist is for the restricted queue alone: it neither shows in other alerts nor the others there.
        var isReview = alert.Disposition == Disposition.Review;
        var findings = account.Findings.Where(finding => finding.ReviewOnly == isReview).ToList();
        var counting = findings.Where(finding => finding.Suppressed is null).ToList();
        var allowed = findings.Where(finding => finding.Suppressed is not null).ToList();
        return alert with
        {
            Account = account.Account,
            Names = account.Names,
            Score = account.Score,
            Level = account.Level,
            LevelOrigin = account.LevelOrigin,
            ScoreWithoutContext = account.OwnScore,
            ScoreWithoutTopReason = account.ScoreWithoutTopReason,
            PeakScore = account.PeakScore,
            Ring = account.Ring,
            Prior = account.Prior,
            PointsByGroup = account.PointsByGroup,
            InheritedFromRing = account.InheritedFromRing,
            Floor = account.Floor,
            Reasons = [.. counting.Take(ReasonsMax).Select(ReasonOf)],
            ReasonCount = counting.Count,
            Suppressed = [.. allowed.Take(SuppressedMax).Select(finding => new AlertSuppression(
                finding.Id, finding.Rule, finding.Suppressed!.Reason, finding.Suppressed.Owner, finding.Suppressed.Until))],
            SuppressedCount = allowed.Count,
            Missing = account.Missing,
            Counterparts = [.. counting.SelectMany(finding => finding.Counterparts).Distinct()
                .Order(StringComparer.Ordinal).Take(CounterpartsMax)],
            Declared = account.Declared,
            NearestHomeKm = account.NearestHomeKm,
            NeverAtHome = account.NeverAtHome,
            ManagedDevice = account.HasManagedDevice,
            Vendors = Known([account.Declared?.Vendor]),
            Teams = Known([account.Declared?.Team]),
            FirstSeen = account.FirstSeen,
            LastSeen = account.LastSeen,
            BenignExplanations = account.BenignExplanations,
            Runbook = account.Runbook,
        };
    }

    private static AlertDocument Fill(AlertDocument alert, RingDocument ring, AlertInput input) => alert with
    {
        Members = ring.Accounts,
        Score = ring.Score,
        Level = ring.Level,
        ScoreWithoutContext = ring.Score,
        ScoreWithoutTopReason = WithoutTop(ring),
        PeakScore = ring.PeakScore,
        Ring = ring.Id,
        Prior = new PriorDocument(Odds.RingPrior, "one crew behind accounts that share something"),
        PointsByGroup = [.. ring.Points.Where(term => term.Value > 0)
            .Select(term => new GroupDocument(term.Key, term.Value, term.Value))],
        Reasons = [.. RingReasons(ring).Take(ReasonsMax)],
        ReasonCount = ring.Reasons.Count,
        Missing = input.Members.Count < ring.Accounts.Count ? ["directory rows of some members"] : [],
        Artefacts = [.. ring.Artefacts.Take(ArtefactsMax)],
        Vendors = Known(input.Members.Select(member => member.Vendor)),
        Teams = Known(input.Members.Select(member => member.Team)),
        FirstSeen = ring.FirstSeen,
        LastSeen = ring.LastSeen,
        BenignExplanations = Advice.Benign(ring.Artefacts.Any(artefact => artefact.Type == "ip") ? ["D08", "D07"] : ["D07"]),
        Runbook = Advice.Runbook,
    };

    private static double WithoutTop(RingDocument ring)
    {
        var terms = ring.Points.Values.Where(points => points > 0).DefaultIfEmpty(0).ToList();
        return Odds.Score(Odds.Logit(Odds.RingPrior) + terms.Sum() - terms.Max());
    }

    private static AlertReason ReasonOf(FindingDocument finding) => new()
    {
        Finding = finding.Id,
        Rule = finding.Rule,
        Name = finding.Name,
        Group = finding.Group,
        Points = finding.Points,
        Strength = finding.Strength,
        Weight = finding.Weight,
        Summary = finding.Summary,
        Time = finding.Time,
        LastTime = finding.LastTime,
        Count = finding.Count,
        Threshold = finding.Threshold,
        ThresholdOrigin = finding.ThresholdOrigin,
        Prevention = finding.Prevention,
        Attack = finding.Attack,
    };

    /// <summary>A term's points stand at the first of its sentences, so that the points of all sum to the score's.</summary>
    private static IEnumerable<AlertReason> RingReasons(RingDocument ring)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ring.Reasons.Count; i++)
        {
            var term = i < ring.ReasonTerms.Count ? ring.ReasonTerms[i] : "ring";
            var points = told.Add(term) ? ring.Points.GetValueOrDefault(term) : 0;
            yield return new AlertReason { Rule = "ring", Name = term, Group = term, Points = points, Summary = ring.Reasons[i] };
        }
    }

    private static IReadOnlyList<string> Known(IEnumerable<string?> texts) =>
        [.. texts.OfType<string>().Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}
