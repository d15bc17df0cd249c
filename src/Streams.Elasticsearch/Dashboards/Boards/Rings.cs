using Streams.Elasticsearch.Documents;

namespace Streams.Elasticsearch.Dashboards.Boards;

/// <summary>Accounts that one crew may run: who, through what, and whether they share a clock.</summary>
internal static class Rings
{
    public static Dashboard Create() => new(
        Common.Rings, "Streams: rings", "Members, shared artefacts, round the clock and hand-off.", "now-90d",
        [
            new Control("ring", "Ring", DataView.Rings, Common.Ring),
            new Control("member", "Member", DataView.Rings, Common.User),
            new Control("level", "Level", DataView.Rings, Common.Level),
            new Control("rule", "Rule", DataView.Rings, Common.Rule),
            new Control("vendor", "Vendor", DataView.Rings, Common.Vendor),
            new Control("team", "Team", DataView.Rings, Common.Team),
            new Control("artefact", "Shared", DataView.Rings, "streams.ring.artefact_types"),
        ],
        [
            Common.Head("A ring is a hypothesis of its own: accounts that share a device, phone, key or line that honest people do not share."),
            Levels().At(0, 4, 12, 13),
            Table().At(12, 4, 36, 13).To(Common.ToAccount, Common.Account),
            Members().At(0, 17, 24, 14).To(Common.ToAccount, Common.Account),
            Artefacts().At(24, 17, 24, 14),
            Points().At(0, 31, 24, 14),
            HandOff().At(24, 31, 24, 14),
            Clock().At(0, 45, 48, 16),
        ]);

    private static LensPanel Levels()
    {
        var count = Column.Count("Rings");
        return LensPanel.Donut("levels", "Rings by level", DataView.Rings, Common.Open, Column.Top("Level", Common.Level, 5, count), count);
    }

    private static LensPanel Table()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("rings", "Rings, and why", DataView.Rings, Common.Open,
            Column.Top("Ring", Common.Ring, 25, score), score, Column.Max("Members", "streams.ring.members", 0), Column.Last("Level", Common.Level),
            Column.Last("Reasons", "streams.reasons"), Column.Last("Shared", "streams.ring.artefact_types"),
            Column.Oldest("First seen", "streams.ring.first_seen"), Column.Newest("Last seen", "streams.ring.last_seen"));
    }

    private static LensPanel Members()
    {
        var score = Common.MaxScore();
        return LensPanel.Table("members", "Members", DataView.Accounts, $"{Common.Ring}: *",
            Column.Top("Ring", Common.Ring, 25, score), Column.Top("Account", Common.User, 50, score), score, Column.Last("Level", Common.Level),
            Column.Last("Vendor", Common.Vendor), Column.Last("Declared", "streams.declared.country"),
            Column.Last("Never at home", "streams.account.never_at_home", "boolean"));
    }

    private static LensPanel Artefacts()
    {
        var members = Column.Max("Members", "streams.ring.members", 0);
        return LensPanel.Table("artefacts", "Shared artefacts", DataView.Rings, Common.Open,
            Column.Top("Artefact", "streams.ring.artefact_values", 50, members), members, Column.Last("Types in the ring", "streams.ring.artefact_types"),
            Column.Last("Ring", Common.Ring));
    }

    private static LensPanel Points()
    {
        return LensPanel.Xy("points", "What makes the score", "bar_horizontal_stacked", DataView.Rings, Common.Open,
            Column.TopBy("Ring", Common.Ring, 15, Common.MaxScore()), null,
            [.. RingEcs.Terms.Select(term => Column.Max(term, "streams.ring.points." + term, 2))]);
    }

    private static LensPanel HandOff()
    {
        var clock = Column.Max("Clock points", "streams.ring.points.clock", 2);
        return LensPanel.Table("hand-off", "Round the clock and hand-off", DataView.Rings, Common.Open,
            Column.Top("Ring", Common.Ring, 25, clock), clock, Column.Max("Quiet hours together", "streams.ring.quiet_arc_hours"),
            Column.Max("z", "streams.ring.z", 2), Column.Max("Hand-off share", "streams.ring.hand_off_share", 2));
    }

    private static LensPanel Clock()
    {
        var events = Common.Events();
        return LensPanel.Heat("clock", "Members by hour of the day (UTC): one row taking over from another is a hand-off", DataView.Evidence,
            $"{Common.Ring}: * and streams.evidence.role: event and {Common.NotWithdrawn}",
            Column.Hours("Hour, UTC", "streams.local.hour_utc"), Column.Top("Account", Common.User, 30, events), events);
    }
}
