using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class AnonymiserNetworkTests
{
    private static Activity Relayed(int day, int hour = 9, string provider = "",
        NetworkClass line = NetworkClass.Anonymiser) =>
        Login($"2026-03-{day:00} {hour:00}:00", Places.Austin.On(line), ip: "203.0.113.5")
            .With(TextField.RelayProvider, provider);

    private static Desk Days(int days, int perDay, Func<int, int, Activity> act, DirectoryRow? facts = null)
    {
        var desk = new Desk(facts);
        for (var day = 1; day <= days; day++)
            for (var i = 0; i < perDay; i++) desk.See(act(day, 9 + i));
        return desk;
    }

    [Fact]
    public void Five_logins_on_three_days_through_a_consumer_VPN()
    {
        Days(2, 5, (day, hour) => Relayed(day, hour, "NordVPN")).Of("D04").ShouldBeEmpty();
        Days(3, 1, (day, hour) => Relayed(day, hour, "NordVPN")).Of("D04").ShouldBeEmpty();
        var finding = Days(3, 2, (day, hour) => Relayed(day, hour, "NordVPN")).One("D04");
        finding.Claims[0].Weight.ShouldBe(1.5);
        finding.Claims[0].Strength.ShouldBe(1);
        finding.Summary.ShouldContain("100%");
    }

    [Fact]
    public void A_VPN_without_a_name_counts_half() =>
        Days(3, 2, (day, hour) => Relayed(day, hour)).One("D04").Claims[0].Strength.ShouldBe(0.5);

    [Fact]
    public void Data_centres_weigh_less() =>
        Days(3, 2, (day, hour) => Relayed(day, hour, line: NetworkClass.Hosting))
            .One("D04").Claims[0].Weight.ShouldBe(0.8);

    [Fact]
    public void A_small_share_is_nothing()
    {
        var desk = new Desk();
        for (var day = 1; day <= 28; day++)
        {
            for (var hour = 8; hour < 18; hour++) desk.See(Login($"2026-03-{day:00} {hour:00}:30", Places.Austin));
            desk.See(Relayed(day, 19, "NordVPN"));
        }

        desk.Of("D04").ShouldBeEmpty();
    }

    [Fact]
    public void The_first_Astrill_login_is_enough()
    {
        var finding = new Desk().See(Relayed(2, provider: "ASTRILL_VPN")).One("D04");
        finding.Claims[0].Weight.ShouldBe(2.0);
        finding.Evidence.Length.ShouldBe(1);
    }

    [Fact]
    public void A_named_relay_most_of_the_time_on_ten_days()
    {
        var desk = Days(10, 1, (day, hour) => Relayed(day, hour, "NordVPN"), People.Berliner());
        desk.Of("D04").SelectMany(finding => finding.Claims).Max(claim => claim.Weight).ShouldBe(4.8);
        Days(9, 1, (day, hour) => Relayed(day, hour, "NordVPN")).Of("D04").SelectMany(f => f.Claims).Max(c => c.Weight)
            .ShouldBe(1.5);
    }

    [Fact]
    public void Where_relays_are_common_it_weighs_less()
    {
        var facts = People.Berliner(row => row with { Country = CountryCode.Parse("CN") });
        Days(12, 1, (day, hour) => Relayed(day, hour, "NordVPN"), facts)
            .Of("D04").SelectMany(finding => finding.Claims).ShouldAllBe(claim => claim.Weight == 1.5);
    }

    [Fact]
    public void Privacy_relays_own_exits_and_failures_do_not_count()
    {
        Days(12, 2, (day, hour) =>
            Relayed(day, hour, "iCloud Private Relay").Change(a => a.Place.Flags |= PlaceFlags.AllowedRelay))
            .Of("D04").ShouldBeEmpty();
        Days(12, 2, (day, hour) => Login($"2026-03-{day:00} {hour:00}:00", Places.Egress)).Of("D04").ShouldBeEmpty();
        Days(12, 2, (day, hour) => Relayed(day, hour, "Astrill").Change(a => a.Outcome = Outcome.Failure)).Of("D04")
            .ShouldBeEmpty();
        Days(12, 2, (day, hour) => Relayed(day, hour, "Astrill").Change(a => a.Kind = ActivityKind.SsoToken)).Of("D04")
            .ShouldBeEmpty();
    }

    [Fact]
    public void One_sign_in_of_many_events_counts_once()
    {
        var desk = new Desk();
        for (var day = 1; day <= 3; day++)
            for (var i = 0; i < 5; i++)
                desk.See(Login(At($"2026-03-0{day} 09:00") + i * 60_000L, Places.Austin.On(NetworkClass.Hosting)));
        desk.Of("D04").ShouldBeEmpty();
    }

    [Fact]
    public void A_day_makes_one_claim() =>
        Days(5, 6, (day, hour) => Relayed(day, hour, "NordVPN")).One("D04").Claims.Length.ShouldBe(3);
}
