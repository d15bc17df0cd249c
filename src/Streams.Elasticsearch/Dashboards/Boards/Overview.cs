namespace Streams.Elasticsearch.Dashboards.Boards;

/// <summary>What is open, what came when, where, and whether the logs arrive.</summary>
internal static class Overview
{
    public static Dashboard Create() => new(
        Common.Overview, "Streams: overview", "Open accounts, findings over time, places, sources and lag.", "now-30d",
        Common.Controls(),
        [
            Common.Head("A score is a priority, not proof. Click an account to open it; no automatic action follows from anything here."),
            LensPanel.Metric("open-accounts", "Open accounts from medium", DataView.Accounts,
                $"{Common.Open} and ({Common.Level}: medium or {Common.Level}: high or {Common.Level}: critical)", Column.Count("Accounts"))
                .At(0, 4, 8, 6),
            LensPanel.Metric("open-alerts", "Open alerts", DataView.Alerts, "streams.alert.status: open", Column.Count("Alerts"))
                .At(0, 10, 8, 6),
            ByLevel().At(8, 4, 14, 12),
            FindingsOverTime().At(22, 4, 26, 12),
            TopAccounts().At(0, 16, 48, 14).To(Common.ToAccount, Common.Account).To(Common.ToRing, Common.Rings),
            NeverAtHome().At(0, 30, 24, 14).To(Common.ToAccount, Common.Account),
            new MapPanel("places", "Places of suspicious accounts", DataView.Evidence, Common.NotWithdrawn, "source.geo.location", "event.id").At(24, 30, 24, 14),
            Sources().At(0, 44, 48, 12),
        ]);

    private static LensPanel ByLevel()
    {
        var count = Column.Count("Accounts");
        return LensPanel.Donut("levels", "Open accounts by level", DataView.Accounts, Common.Open, Column.Top("Level", Common.Level, 5, count), count);
    }

    private static LensPanel FindingsOverTime()
    {
        var count = Column.Count("Findings");
        return LensPanel.Xy("findings-over-time", "Findings over time by rule", "bar_stacked", DataView.Findings, Common.NotWithdrawn,
            Column.Over("Time"), Column.Top("Rule", "rule.name", 12, count, other: true), count);
    }

    private static LensPanel TopAccounts()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("top-accounts", "Top accounts, and why", DataView.Accounts, Common.Open,
            Column.Top("Account", Common.User, 25, score), score, Column.Last("Level", Common.Level), Column.Last("Reasons", "streams.reasons"),
            Column.Last("Ring", Common.Ring), Column.Last("Vendor", Common.Vendor), Column.Last("Team", Common.Team),
            Column.Newest("Last seen", "streams.account.last_seen"));
    }

    private static LensPanel NeverAtHome()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("never-at-home", "Never at the declared home", DataView.Accounts, $"{Common.Open} and streams.account.never_at_home: true",
            Column.Top("Account", Common.User, 25, score), score, Column.Max("Nearest, km", "streams.account.nearest_home_km", 0),
            Column.Last("Declared", "streams.declared.country"), Column.Last("Seen in", "streams.account.countries"));
    }

    private static LensPanel Sources()
    {
        var lag = Column.Max("Lag, ms", "streams.source.lag_ms", 0);
        return LensPanel.Table("sources", "Sources and lag", DataView.Sources, "",
            Column.Top("Source", "streams.source.name", 100, lag), lag,
            Column.Newest("Watermark", "streams.source.watermark"), Column.Last("Format", "streams.source.format"),
            Column.Sum("Read", "streams.source.read"), Column.Sum("Ignored", "streams.source.ignored"),
            Column.Sum("Quarantined", "streams.source.quarantined"),
            Column.Last("Idle", "streams.source.idle", "boolean"));
    }
}
