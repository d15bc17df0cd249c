using Streams.Core.Detections;
using Streams.Core.Detections.WatchlistMatch;
using Streams.Core.Enrichment;
using Streams.Core.Activities;

namespace Streams.Core.Tests.Detections;

/// <summary>The list's own matching is the table's business; these are the rules of what a match means.</summary>
public class WatchlistMatchTests
{
    [Theory]
    [InlineData(WatchType.Email, 8.0, true, null)]
    [InlineData(WatchType.Wallet, 8.0, true, null)]
    [InlineData(WatchType.Key, 8.0, true, null)]
    [InlineData(WatchType.Ip, 5.0, false, "high")]
    [InlineData(WatchType.Cidr, 3.0, false, null)]
    [InlineData(WatchType.Domain, 3.0, false, null)]
    [InlineData(WatchType.Name, 0.0, false, null)]
    public void A_match_weighs_by_what_it_is(WatchType type, double weight, bool pages, string? floor)
    {
        var (finding, reports) = Match(type);
        finding.Claims[0].Weight.ShouldBe(weight);
        finding.PagesAlone.ShouldBe(pages);
        finding.LevelFloor.ShouldBe(floor);
        finding.ReviewOnly.ShouldBe(type == WatchType.Name);
        finding.Rule.Group.ShouldBe(RuleGroup.Watchlist);
        finding.Summary.ShouldContain("listed by feed on 2026-01-02: why.");
        reports.Single().Subject.ShouldBe(finding.Subject);
    }

    [Fact]
    public void An_entry_claims_once_a_day()
    {
        var desk = new Desk();
        var detection = new WatchlistMatchDetection(new WatchlistMatchSettings());
        var state = new byte[detection.StateSize];
        foreach (var time in new[] { "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-03 10:00" })
        {
            desk.See(Acts.Login(time));
            detection.Matched(state, desk.Step, Entry(WatchType.Ip));
        }

        desk.One("D22").Count.ShouldBe(2);
        desk.Step.Reports.Count.ShouldBe(2);
    }

    [Fact]
    public void Without_a_list_nothing_matches() =>
        new Desk().See(Acts.Login("2026-03-02 09:00").With(TextField.Email, "x@y.example")).Of("D22").ShouldBeEmpty();

    private static WatchEntry Entry(WatchType type) =>
        new(type, "value", "feed", "why", new DateOnly(2026, 1, 2), Key128.Of(type + ":value"));

    private static (Finding Finding, IReadOnlyList<TenantReport> Reports) Match(WatchType type)
    {
        var desk = new Desk().See(Acts.Login("2026-03-02 09:00"));
        var detection = new WatchlistMatchDetection(new WatchlistMatchSettings());
        detection.Matched(new byte[detection.StateSize], desk.Step, Entry(type));
        return (desk.One("D22"), desk.Step.Reports);
    }
}
