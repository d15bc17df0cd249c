using Streams.Core.Activities;

namespace Streams.Core.Detections.NoSleepGap;

/// <summary>
/// What a tenant's accounts say together of one night: in a fasting month a country sleeps less, and nobody of it is
/// two people.
/// Pure: a day's reports in any order give the same.
/// </summary>
public static class NightCohort
{
    private const double LossHours = 2, Share = 0.10, Quantile = 0.003;

    /// <summary>Of 614 honest windows none was below (detections.md §2): nothing makes this a night's sleep.</summary>
    private const double FloorHours = 4;

    /// <summary>How many of its upper quartiles a bell curve's 0.3 % quantile lies below the median.</summary>
    private const double QuartilesToTail = 4.07;

    /// <summary>Fewer accounts are no cohort: a tenth of them would be one person.</summary>
    public const int CohortMin = 20;

    /// <summary>
    /// Hours of quiet arc that each country lost in a fortnight: the median of those who lost more than two hours,
    /// where they are at least
    /// a tenth of the country's accounts. Countries without such a loss are absent.
    /// </summary>
    public static IReadOnlyDictionary<CountryCode, double> Losses(IEnumerable<TenantReport> reports)
    {
        var losses = new SortedDictionary<ushort, List<double>>();
        foreach (var report in reports)
        {
            if (report.Kind != TenantReportKind.QuietArc || report.Country.IsNone || double.IsNaN(report.Earlier))
                continue;
            if (!losses.TryGetValue(report.Country.Value, out var country)) losses[report.Country.Value] = country = [];
            country.Add(report.Earlier - report.Value);
        }

        var result = new Dictionary<CountryCode, double>();
        foreach (var (country, all) in losses)
        {
            var lost = all.Where(loss => loss > LossHours).Order().ToList();
            if (all.Count >= CohortMin && lost.Count >= Share * all.Count)
                result[new CountryCode(country)] = Median(lost);
        }

        return result;
    }

    /// <summary>
    /// The tenant's own full threshold: the 0.3 % quantile of its quiet arcs, where the tenant has enough accounts to
    /// know it and it is stricter than the setting; denser logs shorten everybody's arc. A company of many crews has a
    /// short tail too, and must not learn from it: the threshold falls no lower than the half that sleeps longest lets
    /// expect of an honest tail.
    /// </summary>
    public static double FullHours(IEnumerable<TenantReport> reports, NoSleepGapSettings settings)
    {
        var arcs = reports.Where(report => report.Kind == TenantReportKind.QuietArc).Select(report => report.Value)
            .Order().ToList();
        if (arcs.Count < 1 / Quantile) return settings.FullHours;
        var (median, upper) = (arcs[arcs.Count / 2], arcs[arcs.Count * 3 / 4]);
        var own = Math.Max(arcs[(int)(Quantile * arcs.Count)], median - QuartilesToTail * (upper - median));
        return Math.Min(settings.FullHours, Math.Max(FloorHours, own));
    }

    /// <summary>
    /// A claim of D11 with the country's loss given back to its quiet arc, judged by the tenant's threshold; null where
    /// nothing of it remains.
    /// </summary>
    public static Claim? Corrected(Claim claim, double lossHours, double fullHours, NoSleepGapSettings settings)
    {
        if (double.IsNaN(claim.Measure)) return claim;
        var hours = claim.Measure + Math.Max(0, lossHours);
        var strength = Math.Min(claim.Strength, NoSleepGapDetection.StrengthOf(hours, fullHours, settings));
        return strength > 0 ? claim with { Strength = strength, Measure = hours } : null;
    }

    private static double Median(List<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2]
            : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
}
