using Streams.Core.Activities;
using Streams.Core.Detections;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class ImpossibleTravelTests
{
    private static readonly Activity Home = Login("2026-03-02 09:00", Places.Berlin, "laptop");

    [Fact]
    public void Berlin_to_Austin_in_an_hour_is_impossible()
    {
        var desk = new Desk().See(Login("2026-03-02 09:00", Places.Berlin),
            Login("2026-03-02 10:00", Places.Austin, ip: "198.51.100.9"));
        var finding = desk.One("D01");
        finding.Claims[0].Strength.ShouldBe(1);
        finding.Claims[0].Weight.ShouldBe(1.5);
        finding.Rule.Group.ShouldBe(RuleGroup.Where);
        finding.Evidence.Length.ShouldBe(2);
        var distance = desk.Fact("D01", "distance_km");
        distance.ShouldBe(8652.7, 0.5);
        desk.Fact("D01", "distance_km_min").ShouldBe(distance - 2 * Math.Sqrt(50 * 50 + 50 * 50), 0.2);
        desk.Fact("D01", "hours").ShouldBe(1);
        finding.Summary.ShouldContain("DE (52.5, 13.4) at 2026-03-02 09:00 UTC");
        finding.Prevention.ShouldContain("198.51.100.9");
    }

    [Fact]
    public void Strength_grows_from_three_tenths_with_the_speed()
    {
        // About 8,510 km in 9 h is a little above 900 km/h.
        new Desk().See(Home, Login("2026-03-02 18:00", Places.Austin)).One("D01").Claims[0].Strength.ShouldBe(0.3);
        var half = new Desk().See(Home, Login("2026-03-02 15:00", Places.Austin)).One("D01").Claims[0].Strength;
        half.ShouldBeInRange(0.5, 0.6);
    }

    [Fact]
    public void A_flight_is_possible() =>
        new Desk().See(Home, Login("2026-03-02 19:00", Places.Austin)).Of("D01").ShouldBeEmpty();

    [Fact]
    public void Munich_is_too_near_after_both_radii()
    {
        new Desk().See(Home, Login("2026-03-02 09:01", Places.Munich, "phone")).Of("D01").ShouldBeEmpty();
        new Desk().See(Home, Login("2026-03-02 09:02", Places.Make("FR", 48.9f, 2.4f))).One("D01");
    }

    [Theory]
    [InlineData(20f, NetworkClass.Fixed, 141.4)]
    [InlineData(20f, NetworkClass.Mobile, 509.9)]
    [InlineData(0f, NetworkClass.Fixed, 2002.5)]
    [InlineData(400f, NetworkClass.Fixed, 806.2)]
    public void Radii_have_floors(float radius, NetworkClass line, double lost)
    {
        var desk = new Desk().See(Home, Login("2026-03-02 09:30", Places.Austin.On(line).Radius(radius)));
        (desk.Fact("D01", "distance_km") - desk.Fact("D01", "distance_km_min")).ShouldBe(lost, 0.2);
    }

    [Theory]
    [InlineData(NetworkClass.Anonymiser)]
    [InlineData(NetworkClass.Satellite)]
    [InlineData(NetworkClass.Hosting)]
    public void Relays_satellites_and_data_centres_are_no_anchors(NetworkClass line)
    {
        var desk = new Desk()
            .See(Home, Login("2026-03-02 09:30", Places.Austin.On(line)), Login("2026-03-02 10:30", Places.Berlin));
        desk.Of("D01").ShouldBeEmpty();
    }

    [Fact]
    public void A_privacy_relay_a_named_relay_an_exit_and_the_inside_are_no_anchors()
    {
        foreach (var flag in new[] { PlaceFlags.AllowedRelay, PlaceFlags.Egress, PlaceFlags.Inside })
        {
            var there = Places.Austin with { Flags = PlaceFlags.Located | flag };
            new Desk().See(Home, Login("2026-03-02 09:30", there)).Of("D01").ShouldBeEmpty();
        }

        new Desk().See(Home, Login("2026-03-02 09:30", Places.Austin).With(TextField.RelayProvider, "NordVPN"))
            .Of("D01").ShouldBeEmpty();
    }

    [Fact]
    public void One_end_must_be_a_fixed_line()
    {
        var mobile = Login("2026-03-02 09:00", Places.Berlin.On(NetworkClass.Mobile));
        new Desk().See(mobile, Login("2026-03-02 10:00", Places.Austin.On(NetworkClass.Mobile))).Of("D01")
            .ShouldBeEmpty();
        new Desk().See(mobile, Login("2026-03-02 10:00", Places.Austin.On(NetworkClass.Unknown))).Of("D01")
            .ShouldBeEmpty();
        new Desk().See(mobile, Login("2026-03-02 10:00", Places.Austin)).One("D01");
    }

    [Fact]
    public void Without_any_class_the_claim_is_weaker()
    {
        var desk = new Desk().See(
            Login("2026-03-02 09:00", Places.Berlin.On(NetworkClass.Unknown)),
            Login("2026-03-02 10:00", Places.Austin.On(NetworkClass.Unknown)));
        desk.One("D01").Claims[0].Strength.ShouldBe(0.5);
    }

    [Fact]
    public void One_device_within_a_minute_is_one_place()
    {
        var desk = new Desk().See(Home, Login("2026-03-02 09:00:50", Places.Austin, "laptop", ip: "2001:4860::1"));
        desk.Of("D01").ShouldBeEmpty();

        // The two address families of one device keep disagreeing.
        desk.See(Login("2026-03-02 09:20", Places.Austin, "laptop", ip: "2001:4860::1")).Of("D01").ShouldBeEmpty();
        new Desk().See(Home, Login("2026-03-02 09:00:50", Places.Austin, "another")).One("D01");
    }

    [Fact]
    public void A_pair_of_three_earlier_days_is_known()
    {
        var desk = new Desk();
        for (var day = 2; day <= 5; day++)
            desk.See(Login($"2026-03-0{day} 09:00", Places.Berlin), Login($"2026-03-0{day} 10:00", Places.Austin));
        var claims = desk.Of("D01").SelectMany(finding => finding.Claims).OrderBy(claim => claim.Time).ToList();
        claims[0].Strength.ShouldBe(1);
        claims[^1].Time.ShouldBe(At("2026-03-05 10:00"));
        claims[^1].Strength.ShouldBe(0.2, 1e-9);
    }

    [Fact]
    public void A_mobile_end_in_the_same_country_counts_a_fifth()
    {
        var desk = new Desk().See(
            Login("2026-03-02 09:00", Places.Austin), Login("2026-03-02 09:10",
                Places.Make("US", 47.6f, -122.3f, NetworkClass.Mobile)));
        desk.One("D01").Claims[0].Strength.ShouldBe(0.2, 1e-9);
    }

    [Fact]
    public void Home_and_away_and_home_on_one_device_doubles_the_weight()
    {
        var away = Login("2026-03-02 10:00", Places.Shenyang, "laptop");
        var stay = Login("2026-03-02 10:20", Places.Shenyang, "laptop");
        var back = Login("2026-03-02 11:00", Places.Berlin, "laptop");
        var desk = new Desk(People.Berliner()).See(Home, away, stay, back);
        var finding = desk.One("D01");
        finding.Claims.Select(claim => claim.Weight).ShouldBe([1.5, 3.0]);
        finding.Evidence.Length.ShouldBe(4);
        finding.Count.ShouldBe(2);
    }

    [Fact]
    public void Both_sides_need_one_device_fixed_lines_and_an_undeclared_country()
    {
        Weights(People.Berliner(), Login("2026-03-02 10:00", Places.Shenyang, "other"))
            .ShouldAllBe(weight => weight == 1.5);
        Weights(People.Berliner(), Login("2026-03-02 10:00", Places.Shenyang.On(NetworkClass.Mobile), "laptop"))
            .ShouldAllBe(w => w == 1.5);
        Weights(null, Login("2026-03-02 10:00", Places.Shenyang, "laptop")).ShouldAllBe(weight => weight == 1.5);
        var travelling = People.Berliner(row => row with { Travel = [People.To("CN", "2026-03-01", "2026-03-05")] });
        Weights(travelling, Login("2026-03-02 10:00", Places.Shenyang, "laptop")).ShouldAllBe(weight => weight == 1.5);
        Weights(People.Berliner(), Login("2026-03-02 10:00", Places.Shenyang, "laptop")).ShouldContain(3.0);
    }

    [Fact]
    public void Failures_tokens_and_machines_leave_no_anchor()
    {
        new Desk().See(Home, Login("2026-03-02 10:00", Places.Austin, outcome: Outcome.Failure)).Of("D01")
            .ShouldBeEmpty();
        new Desk().See(Home, Of(ActivityKind.SsoToken, "2026-03-02 10:00", Places.Austin)).Of("D01").ShouldBeEmpty();
        new Desk().See(Home, Of(ActivityKind.CodeFetch, "2026-03-02 10:00", Places.Austin)).Of("D01").ShouldBeEmpty();
        new Desk().See(Home, Login("2026-03-02 10:00", Places.Austin).Change(a => a.Interactive = false)).Of("D01")
            .ShouldBeEmpty();
        new Desk().See(Home, Login("2026-03-02 10:00", Places.Austin).Change(a => a.AccountType = AccountType.Service))
            .Of("D01")
            .ShouldBeEmpty();
        new Desk().See(Home, Of(ActivityKind.VpnStart, "2026-03-02 10:00", Places.Austin)).One("D01");
    }

    [Fact]
    public void A_late_anchor_is_compared_with_its_neighbours()
    {
        var desk = new Desk().See(Login("2026-03-02 09:00", Places.Berlin), Login("2026-03-02 12:00", Places.Berlin));
        desk.Late(Login("2026-03-02 10:30", Places.Austin));
        desk.One("D01").Evidence.Select(evidence => evidence.Time).ShouldContain(At("2026-03-02 10:30"));
    }

    private static IEnumerable<double> Weights(Core.Enrichment.DirectoryRow? facts, Activity away) =>
        new Desk(facts).See(Home, away, Login("2026-03-02 11:00", Places.Berlin, "laptop"))
            .Of("D01").SelectMany(finding => finding.Claims).Select(claim => claim.Weight);
}
