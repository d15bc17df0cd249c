using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>
/// Nats of findings at a time: claims decay by half-lives, repeats of a rule are one fact, groups are capped.
/// </summary>
public static class Points
{
    public const int Groups = (int)RuleGroup.Watchlist + 1;

    private const int MaxRules = 64;

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

    /// <summary>
    /// Uncapped nats of each group at a time into <paramref name="byGroup"/>: the strongest claim of each rule, never
    /// a sum of repeats.
    /// </summary>
    public static void ByGroup(IReadOnlyList<Finding> findings, long time, Span<double> byGroup)
    {
        byGroup.Clear();
        Span<double> best = stackalloc double[MaxRules];
        var rules = new Rule?[MaxRules];
        var count = 0;
        foreach (var finding in findings)
        {
            var nats = Of(finding, time).Nats;
            var i = 0;
            while (i < count && rules[i]!.Id != finding.Rule.Id) i++;
            if (i == MaxRules) continue;
            if (i == count)
            {
                rules[count++] = finding.Rule;
                best[i] = 0;
            }

            best[i] = Math.Max(best[i], nats);
        }

        // Summed in order of rule, so that the last bit does not hang on the order of findings.
        var order = Enumerable.Range(0, count).OrderBy(i => rules[i]!.Id, StringComparer.Ordinal);
        foreach (var i in order) byGroup[(int)rules[i]!.Group] += best[i];
    }

    public static double Capped(RuleGroup group, double nats, ScoreSettings settings) =>
        group == RuleGroup.Watchlist ? nats : Math.Min(settings.GroupCap, nats);
}
