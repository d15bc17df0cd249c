namespace Streams.Elasticsearch.Dashboards.Boards;

/// <summary>Whose people they are: a vendor that sends several is a finding about the vendor.</summary>
internal static class Vendors
{
    public static Dashboard Create() => new(
        Common.Vendors, "Streams: vendors", "Accounts, findings and rings by vendor and team.", "now-90d", Common.Controls(),
        [
            Common.Head("Counts are of accounts that have findings. Small vendors look extreme by chance: read the number beside the rate."),
            Table().At(0, 4, 28, 13).To("Open the overview", Common.Overview),
            Levels().At(28, 4, 20, 13),
            Rules().At(0, 17, 28, 14),
            RingsOver().At(28, 17, 20, 14).To(Common.ToRing, Common.Rings),
            OverTime().At(0, 31, 28, 12),
            Teams().At(28, 31, 20, 12),
        ]);

    private static LensPanel Table()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("vendors", "Vendors", DataView.Accounts, Common.Open,
            Column.Top("Vendor", Common.Vendor, 50, score), score, Column.Count("Accounts"),
            Column.Count("From medium", $"{Common.Level}: medium or {Common.Level}: high or {Common.Level}: critical"),
            Column.Average("Share that paged", "streams.account.paged", percent: true), Column.Average("Mean score", Common.Score),
            Column.Distinct("Rings", Common.Ring));
    }

    private static LensPanel Levels()
    {
        var count = Column.Count("Accounts");
        return LensPanel.Xy("levels", "Accounts by vendor and level", "bar_stacked", DataView.Accounts, Common.Open,
            Column.Top("Vendor", Common.Vendor, 20, count), Column.Top("Level", Common.Level, 5, count), count);
    }

    private static LensPanel Rules()
    {
        var count = Column.Count("Findings");
        return LensPanel.Heat("rules", "Findings by vendor and rule", DataView.Findings, Common.NotWithdrawn,
            Column.Values("Rule", Common.Rule, 30), Column.Top("Vendor", Common.Vendor, 20, count), count);
    }

    private static LensPanel RingsOver()
    {
        var vendors = Column.Distinct("Vendors", Common.Vendor);
        return LensPanel.Table("rings", "Rings over several vendors", DataView.Accounts, $"{Common.Ring}: *",
            Column.Top("Ring", Common.Ring, 25, vendors), vendors, Column.Distinct("Accounts", Common.User), Common.MaxScore());
    }

    private static LensPanel OverTime()
    {
        var count = Column.Count("Findings");
        return LensPanel.Xy("over-time", "Findings over time by vendor", "bar_stacked", DataView.Findings, Common.NotWithdrawn,
            Column.Over("Time"), Column.Top("Vendor", Common.Vendor, 10, count, other: true), count);
    }

    private static LensPanel Teams()
    {
        var count = Column.Count("Accounts");
        return LensPanel.Table("teams", "Teams", DataView.Accounts, Common.Open,
            Column.Top("Team", Common.Team, 50, count), count, Common.MaxScore(), Column.Distinct("Rings", Common.Ring));
    }
}
