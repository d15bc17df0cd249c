using System.Globalization;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Thresholds of one rule that must stand in an order.</summary>
internal static class DetectionRules
{
    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var (rules, score) = (configuration.Detections.Rules, configuration.Detections.Score);
        Ordered("rules.endless_run.long_hours", rules.EndlessRun.LongHours, "full_hours", rules.EndlessRun.FullHours,
            problems);
        Ordered("rules.endless_run.gap_hours", rules.EndlessRun.GapHours, "long_hours", rules.EndlessRun.LongHours,
            problems);
        Ordered("rules.no_sleep_gap.full_hours", rules.NoSleepGap.FullHours, "weak_hours", rules.NoSleepGap.WeakHours,
            problems);
        Ordered("rules.no_sleep_gap.days", rules.NoSleepGap.Days, "window_days", rules.NoSleepGap.WindowDays, problems);
        Ordered("score.prior_other", score.PriorOther, "prior_exposed", score.PriorExposed, problems);
        Ordered("score.ticket_score", score.TicketScore, "page_score", score.PageScore, problems);
        Ordered("rings.ticket_score", configuration.Detections.Rings.TicketScore, "page_score",
            configuration.Detections.Rings.PageScore, problems);
    }

    private static void Ordered(string path, double lesser, string greaterKey, double greater,
        ICollection<ConfigurationProblem> problems)
    {
        if (lesser <= greater) return;
        problems.Add(new ConfigurationProblem(
            $"detections.{path}", lesser.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"at most {greaterKey}, {greater}")));
    }
}
