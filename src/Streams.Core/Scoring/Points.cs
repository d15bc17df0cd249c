using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>
/// Nats of findings at a time: claims decay by half-lives, repeats of a rule are one fact, groups are capped.
/// </summary>
public static class Points
{
    public const int Groups = (int)RuleGroup.Watchlist + 1;

    /// <summary>The claim that counts at that time, and its nats; zero before the first claim.</summary>
    public static (Claim Claim, double Nats) Of(Finding finding, long time)
    {
        var best = finding.Claims.IsDefaultOrEmpty ? default : finding.Claims[0];
        double nats = 0;
        if (finding.ReviewOnly) return (best, 0);
        var full = 0.0;
        for (var i = finding.Claims.Length - 1; i >= 0; i--)
        {
            var claim = finding.Claims[i];
            var plain = claim.Weight * claim.Strength;

            // An earlier claim that was no stronger has decayed more: most repeats cost nothing here.
            if (claim.Time > time || plain == 0 || (full > 0 && claim.Time <= best.Time && plain <= full)) continue;
            var decayed = plain * Decay(finding.Rule.HalfLife, time - claim.Time);
            if (decayed > nats) (best, nats, full) = (claim, decayed, plain);
        }

        return (best, nats);
    }

    public static double Decay(TimeSpan halfLife, long ageMs) => Math.Pow(2, -ageMs / halfLife.TotalMilliseconds);

    /// <summary>Caps each group's nats where they stand; what is left in all.</summary>
    public static double Cap(Span<double> byGroup, ScoreSettings settings)
    {
        double sum = 0;
        for (var i = 0; i < byGroup.Length; i++) sum += byGroup[i] = Capped((RuleGroup)i, byGroup[i], settings);
        return sum;
    }

    public static double Capped(RuleGroup group, double nats, ScoreSettings settings) =>
        group == RuleGroup.Watchlist ? nats : Math.Min(settings.GroupCap, nats);
}
