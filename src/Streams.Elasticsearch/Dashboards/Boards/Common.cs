namespace Streams.Elasticsearch.Dashboards.Boards;

/// <summary>What the dashboards share: their ids, their controls, the way between them.</summary>
internal static class Common
{
    public const string Overview = "streams-overview", Account = "streams-account", Rings = "streams-rings-board",
        Vendors = "streams-vendors", Quality = "streams-quality";

    public const string Open = "streams.status: open", NotWithdrawn = "not streams.status: withdrawn",
        Score = "user.risk.calculated_score_norm", Level = "user.risk.calculated_level",
        User = "user.name", Ring = "streams.ring.id", Rule = "rule.id", Vendor = "streams.vendor", Team = "streams.team";

    public const string ToAccount = "Open the account", ToRing = "Open the ring";

    private const string Links =
        "[Overview](#/view/streams-overview) · [Account](#/view/streams-account) · [Rings](#/view/streams-rings-board) · "
        + "[Vendors](#/view/streams-vendors) · [Detection quality](#/view/streams-quality)";

    /// <summary>Level, rule, vendor, team: fields that every document has where they are known.</summary>
    public static IReadOnlyList<Control> Controls(params Control[] first) =>
    [
        .. first,
        new Control("level", "Level", DataView.Accounts, Level),
        new Control("rule", "Rule", DataView.Findings, Rule),
        new Control("vendor", "Vendor", DataView.Accounts, Vendor),
        new Control("team", "Team", DataView.Accounts, Team),
    ];

    public static Panel Head(string text) => new MarkdownPanel("head", $"{Links}\n\n{text}").At(0, 0, 48, 4);

    /// <summary>An event may be cited by several findings and stand as itself: distinct ids are counted.</summary>
    public static Column Events() => Column.Distinct("Events", "event.id");

    public static Column MaxScore() => Column.Max("Score", Score);
}
