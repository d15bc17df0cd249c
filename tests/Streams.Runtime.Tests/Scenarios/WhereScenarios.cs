using Streams.Core.Scoring;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Scenarios;

public class WhereScenarios
{
    private static readonly string AnaRow = Row(Ana, names: "ana;github:ana-gh");

    private static AccountDocument Hunt(Scenario scenario) => scenario.Hunt().Accounts.Single(account => account.Account == Ana);

    private static IReadOnlyList<string> Rules(AccountDocument account) => [.. account.Findings.Select(finding => finding.Rule)];

    [Theory]
    [InlineData("US-NY:2026-03-01/2026-03-05", 0)]
    [InlineData("US-CO:2026-03-01/2026-03-05", 1)]
    [InlineData("new york:2026-03-01/2026-03-05", 0)]
    [InlineData("denver:2026-03-01/2026-03-05", 1)]
    [InlineData("US:2026-03-01/2026-03-02", 1)]
    public void Travel_covers_its_region_network_and_dates(string travel, int findings) =>
        Hunt(new Scenario().Directory(Row(Ana, country: "CA", latitude: "43.65", longitude: "-79.38", travel: travel))
            .Logs(Okta(At(3, 9), Ana, Places.NewYork))).Findings.Count.ShouldBe(findings);

    [Fact]
    public void Travel_to_a_region_covers_an_address_whose_region_nobody_knows() =>
        Hunt(new Scenario().Directory(Row(Ana, travel: "CN-21:2026-03-01/2026-03-05"))
            .Logs(Okta(At(3, 9), Ana, Places.Shenyang))).Findings.ShouldBeEmpty();

    [Fact]
    public void A_cloud_desktop_abroad_tells_no_country() =>
        Hunt(new Scenario().Directory(Row(Ana, country: "CA", latitude: "43.65", longitude: "-79.38"))
            .Logs(Okta(At(2, 9), Ana, Places.Cloud), Okta(At(3, 9), Ana, Places.Cloud))).Findings.ShouldBeEmpty();

    [Fact]
    public void One_sight_of_an_embargoed_country_is_a_ticket_without_any_directory()
    {
        var ana = Hunt(new Scenario().Logs(Okta(At(2, 9), Ana, Places.Pyongyang)));
        (ana.Score, ana.Level, ana.Floor, ana.PageTime).ShouldBe((71.3, "high", "high", null));
        ana.TicketTime.ShouldBe(Ms(At(2, 9)));
    }

    [Fact]
    public void A_slip_weighs_as_the_catalogue_says()
    {
        var scenario = new Scenario().Directory(AnaRow).Logs(
            Okta(At(2, 9), Ana, Places.Denver, "x"), Okta(At(2, 10), Ana, Places.Berlin, "x"), Okta(At(2, 11), Ana, Places.Denver, "x"),
            Okta(At(2, 23.9), Ana, Places.Denver, "x"), Okta(At(3, 0.1), Ana, Places.Berlin, "y"));
        var ana = Hunt(scenario);
        ana.Findings.First(finding => finding.Rule == "D01").Weight.ShouldBe(3.0);
        ana.Findings.Single(finding => finding.Rule == "D03").ShouldSatisfyAllConditions(
            finding => finding.Strength.ShouldBe(1), finding => finding.Points.ShouldBe(2), finding => finding.Facts["days"].ShouldBe(2.0));
        ana.PageTime.ShouldBeNull();
        ana.PeakLevel.ShouldBe("high");
        ana.PeakScore.ShouldBe(71.3);
    }

    [Fact]
    public void Sign_ins_through_the_own_exit_happen_where_the_tunnel_comes_from()
    {
        var scenario = new Scenario().Directory(AnaRow).Logs(
            GlobalProtect(At(2, 9), "CORP\\ana", Places.Denver),
            Okta(At(2, 9.2), Ana, Places.Egress),
            Audit(At(2, 9.5), "ana-gh", Places.Egress));
        Hunt(scenario).Findings.ShouldBeEmpty();
        var abroad = new Scenario().Directory(AnaRow).Logs(
            GlobalProtect(At(2, 9), "CORP\\ana", Places.Berlin), Okta(At(3, 9), Ana, Places.Egress),
            GlobalProtect(At(4, 9), "CORP\\ana", Places.Berlin), Okta(At(4, 9.2), Ana, Places.Egress));
        Hunt(abroad).Findings.Single().Facts["days"].ShouldBe(2.0);
    }

    [Fact]
    public void The_own_exit_without_a_tunnel_is_no_place() =>
        Hunt(new Scenario().Directory(AnaRow)
            .Logs(Okta(At(2, 9), Ana, Places.Denver), Okta(At(2, 9.3), Ana, Places.Egress))).Findings.ShouldBeEmpty();

    [Theory]
    [InlineData("D04,,ip,203.0.113.129,ok,sec,2026-12-31", true)]
    [InlineData("D04,,cidr,203.0.113.128/28,ok,sec,2026-12-31", true)]
    [InlineData("D04,,asn,AS64508,ok,sec,2026-12-31", true)]
    [InlineData("*,ANA,,,ok,sec,2026-12-31", true)]
    [InlineData("D04,bob@corp.example,,,ok,sec,2026-12-31", false)]
    [InlineData("D04,,ip,203.0.113.129,ok,sec,2026-03-01", false)]
    public void An_allowed_relay_stays_as_a_finding_that_counts_for_nothing(string row, bool suppressed)
    {
        var ana = Hunt(new Scenario().Directory(AnaRow).Allow(row).Logs(Okta(At(2, 9), Ana, Places.Astrill)));
        var finding = ana.Findings.Single();
        finding.Rule.ShouldBe("D04");
        finding.Points.ShouldBe(suppressed ? 0 : 2);
        (finding.Suppressed is not null).ShouldBe(suppressed);
        ana.Score.ShouldBe(suppressed ? 2 : 13.1);
    }

    [Fact]
    public void What_is_allowed_has_no_part_in_the_share_of_what_is_not()
    {
        var desktops = Enumerable.Range(2, 8).Select(day => Okta(At(day, 9), Ana, Places.Cloud));
        var ana = Hunt(new Scenario().Directory(AnaRow).Allow("D04,,cidr,203.0.113.80/28,desktops,it,2026-12-31")
            .Logs(desktops).Logs(Okta(At(11, 9), Ana, Places.Astrill)));
        ana.Findings.Count.ShouldBe(2);
        ana.Findings.Single(finding => finding.Suppressed is null).Weight.ShouldBe(2.0);
    }

    [Fact]
    public void One_allowed_address_does_not_excuse_another_in_the_same_country()
    {
        var ana = Hunt(new Scenario().Directory(AnaRow).Allow("D03,,ip,203.0.113.33,ok,me,2026-12-31")
            .Logs(Okta(At(2, 9), Ana, "203.0.113.33"), Okta(At(3, 9), Ana, "203.0.113.34")));
        ana.Findings.Single().Suppressed.ShouldBeNull();
        var country = Hunt(new Scenario().Directory(AnaRow).Allow("D03,,country,DE,ok,me,2026-12-31")
            .Logs(Okta(At(2, 9), Ana, "203.0.113.33"), Okta(At(3, 9), Ana, "203.0.113.34")));
        country.Findings.Single().Suppressed.ShouldNotBeNull().Owner.ShouldBe("me");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData(Places.Denver, false)]
    public void A_vendors_place_is_compared_with_a_vendors_place_only(string first, bool travels)
    {
        var ana = Hunt(new Scenario().Directory(AnaRow).Logs(
            Okta(At(2, 9), Ana, first, "x", country: "United States", latitude: 39.7, longitude: -105),
            Okta(At(2, 9.1), Ana, "9.9.9.9", "y", country: "Germany", latitude: 52.5, longitude: 13.4)));
        Rules(ana).Order().ShouldBe(travels ? ["D01", "D02", "D03"] : ["D03"]);
    }

    [Fact]
    public void A_tunnel_resumed_from_abroad_and_back_breaks_on_both_sides()
    {
        static string Resumed(int hour, string was, string now) =>
            $"<166>Mar 02 2026 {hour}:00:02 fw1 : %ASA-6-716059: Group <GP> User <ana> IP <{was}> AnyConnect session resumed. Connection from <{now}>.";
        var ana = Hunt(new Scenario().Directory(AnaRow).Logs(
            $"<166>Mar 02 2026 09:00:02 fw1 : %ASA-6-113039: Group <GP> User <ana> IP <{Places.Denver}> AnyConnect parent session started.",
            Resumed(10, Places.Denver, Places.Berlin), Resumed(11, Places.Berlin, Places.Denver)));
        ana.Findings.Single(finding => finding.Rule == "D01").Weight.ShouldBe(3.0);
    }

    [Fact]
    public void Failed_sign_ins_are_nowhere()
    {
        var ana = Hunt(new Scenario().Directory(AnaRow)
            .Logs(Okta(At(2, 9), Ana, Places.Denver), Okta(At(2, 9.1), Ana, Places.Berlin, result: "FAILURE")));
        Rules(ana).ShouldBeEmpty();
    }
}
