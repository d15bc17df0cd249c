namespace Streams.Elasticsearch.Dashboards.Boards;

/// <summary>How the rules fare before people, and whom they hit.</summary>
internal static class Quality
{
    public static Dashboard Create() => new(
        Common.Quality, "Streams: detection quality", "Findings, triage and precision by rule, what was suppressed, alert rate by country.", "now-90d",
        Common.Controls(),
        [
            Common.Head("Precision is the share of judged alerts that were right; duplicates judge nothing. A rate that differs between countries "
                + "needs an explanation in the evidence, never in the country."),
            ByRule().At(0, 4, 28, 13),
            Withdrawn().At(28, 4, 20, 13),
            Outcome().At(0, 17, 24, 13),
            Precision().At(24, 17, 24, 13),
            Suppressed().At(0, 30, 24, 13),
            Country().At(24, 30, 24, 13),
            Alerts().At(0, 43, 28, 12),
            Closing().At(28, 43, 20, 12),
        ]);

    private static LensPanel ByRule()
    {
        var count = Column.Count("Findings");
        return LensPanel.Xy("by-rule", "Findings by rule and status", "bar_stacked", DataView.Findings, "",
            Column.Top("Rule", Common.Rule, 30, count), Column.Values("Status", "streams.status", 3), count);
    }

    private static LensPanel Withdrawn()
    {
        var count = Column.Count("Findings");
        return LensPanel.Table("rules", "Rules", DataView.Findings, "",
            Column.Top("Rule", "rule.name", 30, count), count, Column.Distinct("Accounts", Common.User),
            Column.Count("Withdrawn", "streams.status: withdrawn"), Column.Count("Suppressed", "streams.status: suppressed"),
            Column.Average("Mean points", "streams.finding.points"));
    }

    private static LensPanel Outcome()
    {
        var count = Column.Count("Alerts");
        return LensPanel.Xy("outcome", "Triage outcome by rule", "bar_stacked", DataView.Triage, "streams.triage.status: closed",
            Column.Top("Rule", Common.Rule, 30, count), Column.Values("Reason", "streams.triage.reason", 5), count);
    }

    private static LensPanel Precision()
    {
        var precision = Column.Average("Precision", "streams.triage.true_positive", percent: true);
        return LensPanel.Table("precision", "Precision by rule", DataView.Triage, "streams.triage.true_positive: *",
            Column.Top("Rule", Common.Rule, 30, precision), precision, Column.Count("Judged"));
    }

    private static LensPanel Suppressed()
    {
        var count = Column.Count("Findings");
        return LensPanel.Table("suppressed", "Suppressed by the allow table", DataView.Findings, "streams.status: suppressed",
            Column.Top("Rule", Common.Rule, 30, count), Column.Top("Owner", "streams.finding.suppressed.owner", 20, count),
            Column.Top("Reason", "streams.finding.suppressed.reason", 20, count), count, Column.Newest("Until", "streams.finding.suppressed.until"));
    }

    private static LensPanel Country()
    {
        var count = Column.Count("Accounts with findings");
        return LensPanel.Table("country", "Alert rate by declared country", DataView.Accounts, "",
            Column.Top("Country", "streams.declared.country", 50, count), count,
            Column.Average("Share that paged", "streams.account.paged", percent: true), Column.Average("Mean score", Common.Score));
    }

    private static LensPanel Alerts()
    {
        var count = Column.Count("Alerts");
        return LensPanel.Xy("alerts", "Alerts opened", "bar_stacked", DataView.Alerts, "",
            Column.Over("Time"), Column.Top("Disposition", "streams.alert.disposition", 3, count), count);
    }

    private static LensPanel Closing()
    {
        var count = Column.Count("Alerts");
        return LensPanel.Table("closing", "How alerts ended", DataView.Alerts, "streams.alert.status: closed",
            Column.Top("Reason", "streams.alert.close_reason", 10, count), count, Column.Median("Hours open", "streams.alert.hours_open"));
    }
}
