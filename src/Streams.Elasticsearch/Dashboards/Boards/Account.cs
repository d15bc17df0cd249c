using Streams.Elasticsearch.Documents;

namespace Streams.Elasticsearch.Dashboards.Boards;

/// <summary>One account: choose it above, or come by a click.</summary>
internal static class Account
{
    private static readonly (string Label, string Query)[] Weekdays =
    [
        .. new[] { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" }
            .Select((day, i) => (day, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"streams.local.weekday: {i + 1}"))),
    ];

    public static Dashboard Create() => new(
        Common.Account, "Streams: account", "Score over time, reasons, evidence, places, hours, devices and the declared home.", "now-90d",
        Common.Controls(new Control("account", "Account", DataView.Accounts, Common.User)),
        [
            Common.Head("Test the benign explanations first. Do not warn the subject; preserve device and logs; involve HR and legal; check by video."),
            ScoreOverTime().At(0, 4, 28, 12),
            PointsByGroup().At(28, 4, 20, 12),
            Reasons().At(0, 16, 48, 14),
            Home().At(0, 30, 30, 9),
            RingLink().At(30, 30, 18, 9).To(Common.ToRing, Common.Rings),
            new MapPanel("places", "Where", DataView.Evidence, Common.NotWithdrawn, "source.geo.location", "event.id").At(0, 39, 24, 15),
            Hours().At(24, 39, 24, 15),
            Activity().At(0, 54, 48, 10),
            Timeline().At(0, 64, 48, 16),
            Devices().At(0, 80, 24, 13),
            Addresses().At(24, 80, 24, 13),
        ]);

    private static LensPanel ScoreOverTime()
    {
        var score = Common.MaxScore();
        return LensPanel.Xy("score-over-time", "Score over time", "line", DataView.Scores, "",
            Column.Over("Time"), Column.Top("Account", Common.User, 10, score), score);
    }

    private static LensPanel PointsByGroup()
    {
        return LensPanel.Xy("points", "Points by group", "bar_horizontal_stacked", DataView.Accounts, Common.Open,
            Column.TopBy("Account", Common.User, 10, Common.MaxScore()), null,
            [.. AccountEcs.Groups.Append("ring").Select(group => Column.Max(group, "streams.points." + group, 2))]);
    }

    private static LensPanel Reasons()
    {
        var points = Column.Max("Points", "streams.finding.points", 2);
        return LensPanel.Table("reasons", "Reasons", DataView.Findings, "",
            Column.Top("What", "event.reason", 50, points), points, Column.Last("Rule", Common.Rule), Column.Last("Name", "rule.name"),
            Column.Last("Status", "streams.status"), Column.Last("With", "streams.finding.counterparts"),
            Column.Oldest("First", "event.start"), Column.Newest("Last", "event.end"), Column.Last("Threshold", "streams.finding.threshold"));
    }

    private static LensPanel Home()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("home", "Declared home against observed", DataView.Accounts, "",
            Column.Top("Account", Common.User, 10, score), score, Column.Last("Declared", "streams.declared.country"),
            Column.Last("Zone", "streams.declared.time_zone"), Column.Last("Seen in", "streams.account.countries"),
            Column.Max("Nearest, km", "streams.account.nearest_home_km", 0),
            Column.Last("Never at home", "streams.account.never_at_home", "boolean"), Column.Last("Missing", "streams.account.missing"));
    }

    private static LensPanel RingLink()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("ring", "Ring", DataView.Accounts, $"{Common.Ring}: *",
            Column.Top("Ring", Common.Ring, 5, score), score, Column.Distinct("Members", Common.User),
            Column.Max("From ring", "streams.points.ring", 2));
    }

    private static LensPanel Hours() => LensPanel.Heat("hours", "24×7, in the declared zone", DataView.Evidence,
        $"streams.evidence.role: event and {Common.NotWithdrawn}",
        Column.Hours("Hour", "streams.local.hour"), Column.Filters("Weekday", Weekdays), Common.Events());

    private static LensPanel Activity()
    {
        var events = Common.Events();
        return LensPanel.Xy("activity", "Events over time", "bar_stacked", DataView.Evidence, Common.NotWithdrawn,
            Column.Over("Time"), Column.Top("Action", "event.action", 12, events, other: true), events);
    }

    private static LensPanel Timeline()
    {
        var when = Column.Newest("When", DataView.TimeField);
        return LensPanel.Table("timeline", "Evidence, newest first", DataView.Evidence, Common.NotWithdrawn,
            Column.Top("Event", "event.id", 100, when), when, Column.Last("Action", "event.action"), Column.Last("Source", "event.dataset"),
            Column.Last("Address", "source.ip", "ip"), Column.Last("Country", "source.geo.country_iso_code"),
            Column.Last("Line", "streams.evidence.network_class"), Column.Last("Rule", Common.Rule), Column.Last("Why", "streams.reasons"));
    }

    private static LensPanel Devices()
    {
        var events = Common.Events();
        return LensPanel.Table("devices", "Devices", DataView.Evidence, $"device.id: * and {Common.NotWithdrawn}",
            Column.Top("Device", "device.id", 25, events), events, Column.Distinct("Accounts", Common.User), Column.Last("Name", "host.name"),
            Column.Last("System", "host.os.name"), Column.Oldest("First", DataView.TimeField), Column.Newest("Last", DataView.TimeField));
    }

    private static LensPanel Addresses()
    {
        var events = Common.Events();
        return LensPanel.Table("addresses", "Addresses", DataView.Evidence, $"source.ip: * and {Common.NotWithdrawn}",
            Column.Top("Address", "source.ip", 25, events, "ip"), events, Column.Distinct("Accounts", Common.User),
            Column.Last("Country", "source.geo.country_iso_code"), Column.Last("Line", "streams.evidence.network_class"),
            Column.Oldest("First", DataView.TimeField), Column.Newest("Last", DataView.TimeField));
    }
}
