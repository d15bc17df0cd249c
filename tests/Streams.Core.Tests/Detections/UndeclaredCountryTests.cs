using Streams.Core.Activities;
using Streams.Core.Enrichment;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class UndeclaredCountryTests
{
    [Fact]
    public void One_day_is_half_and_a_second_is_whole()
    {
        var desk = new Desk(People.Berliner())
            .See(Login("2026-03-02 09:00", Places.Shenyang), Login("2026-03-02 15:00", Places.Shenyang));
        desk.One("D03").Claims.Select(claim => claim.Strength).ShouldBe([0.5]);
        var finding = desk.See(Login("2026-03-09 09:00", Places.Shenyang)).One("D03");
        finding.Claims.Select(claim => claim.Strength).ShouldBe([0.5, 1.0]);
        finding.Evidence.Length.ShouldBe(2);
        finding.Claims[1].Weight.ShouldBe(2.0);
        finding.LevelFloor.ShouldBeNull();
        finding.Prevention.ShouldContain("approved travel row covering CN");
    }

    [Fact]
    public void Days_more_than_a_fortnight_apart_do_not_add_up() =>
        new Desk(People.Berliner())
            .See(Login("2026-03-02 09:00", Places.Shenyang), Login("2026-03-20 09:00", Places.Shenyang))
            .Of("D03").SelectMany(finding => finding.Claims).ShouldAllBe(claim => claim.Strength == 0.5);

    [Fact]
    public void Home_travel_and_the_undeclared_raise_nothing()
    {
        new Desk(People.Berliner()).See(Login("2026-03-02 09:00", Places.Munich)).Of("D03").ShouldBeEmpty();
        new Desk().See(Login("2026-03-02 09:00", Places.Shenyang)).Of("D03").ShouldBeEmpty();
        var travelling = People.Berliner(row => row with { Travel = [People.To("CN", "2026-03-01", "2026-03-05")] });
        new Desk(travelling).See(Login("2026-03-02 09:00", Places.Shenyang)).Of("D03").ShouldBeEmpty();
        new Desk(travelling).See(Login("2026-03-06 09:00", Places.Shenyang)).One("D03");
    }

    [Fact]
    public void Travel_to_a_network_covers_its_addresses_only()
    {
        var row = People.Berliner(row =>
            row with { Travel = [People.To("", "2026-03-01", "2026-03-05", network: "Shenyang office")] });
        var office = NetworkTable.Parse("networks.csv", "network,name\n203.0.113.1/32,shenyang office\n"u8, []);
        var desk = new Desk(row, Tables.Empty with { Networks = office });
        desk.See(Login("2026-03-02 09:00", Places.Shenyang, ip: "203.0.113.1")).Of("D03").ShouldBeEmpty();
        desk.See(Login("2026-03-02 10:00", Places.Shenyang, ip: "203.0.113.2")).One("D03");
    }

    [Fact]
    public void Relays_satellites_and_failures_tell_no_country()
    {
        foreach (var line in new[] { NetworkClass.Anonymiser, NetworkClass.Satellite })
            new Desk(People.Berliner()).See(Login("2026-03-02 09:00", Places.Shenyang.On(line))).Of("D03")
                .ShouldBeEmpty();
        new Desk(People.Berliner())
            .See(Login("2026-03-02 09:00", Places.Shenyang).With(TextField.RelayProvider, "NordVPN")).Of("D03")
            .ShouldBeEmpty();
        new Desk(People.Berliner()).See(Login("2026-03-02 09:00", Places.Shenyang, outcome: Outcome.Failure)).Of("D03")
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_cell_across_the_border_is_home()
    {
        var cell = Places.Make("PL", 53.4f, 14.6f, NetworkClass.Mobile, 100);
        new Desk(People.Berliner()).See(Login("2026-03-02 09:00", cell)).Of("D03").ShouldBeEmpty();
        new Desk(People.Berliner()).See(Login("2026-03-02 09:00", cell.On(NetworkClass.Fixed))).One("D03");
    }

    [Fact]
    public void An_embargoed_country_is_enough_at_once_and_needs_no_directory()
    {
        var finding = new Desk().See(Login("2026-03-02 09:00", Places.Pyongyang)).One("D03");
        finding.Claims[0].Strength.ShouldBe(1);
        finding.Claims[0].Weight.ShouldBe(4.8);
        finding.LevelFloor.ShouldBe("high");
    }

    [Fact]
    public void Egress_traffic_is_where_the_VPN_comes_from()
    {
        var desk = new Desk(People.Berliner()).See(
            Of(ActivityKind.VpnStart, "2026-03-02 08:00", Places.Berlin, "203.0.113.1"), Login("2026-03-02 09:00",
                Places.Egress));
        desk.Of("D03").ShouldBeEmpty();
        desk = new Desk(People.Berliner()).See(
            Of(ActivityKind.VpnResume, "2026-03-02 08:00", Places.Shenyang, "203.0.113.1"), Login("2026-03-03 09:00",
                Places.Egress));
        desk.One("D03").Claims.Length.ShouldBe(1, "the connection is dead after twelve hours");
    }

    [Fact]
    public void Remote_and_never_near_home_on_ten_days()
    {
        var desk = new Desk(Arizonan());
        for (var day = 1; day <= 9; day++) desk.See(Login($"2026-03-0{day} 15:00", Places.Austin));
        desk.Of("D03").ShouldBeEmpty();
        var finding = desk.See(Login("2026-03-10 15:00", Places.Austin)).One("D03");
        finding.Claims[0].Weight.ShouldBe(1.0);
        finding.Summary.ShouldContain("never within 300 km");
    }

    [Fact]
    public void Once_near_home_or_travelling_or_at_an_office_is_not_never()
    {
        var near = new Desk(Arizonan()).See(Login("2026-03-01 10:00", Places.Phoenix));
        var travels = new Desk(Arizonan() with { Travel = [People.To("US", "2026-02-01", "2026-04-01")] });
        var office = new Desk(Arizonan() with { Remote = false });
        for (var day = 1; day <= 20; day++)
        {
            var login = $"2026-03-{day:00} 15:00";
            near.See(Login(login, Places.Austin));
            travels.See(Login(login, Places.Austin));
            office.See(Login(login, Places.Austin));
        }

        near.Of("D03").ShouldBeEmpty();
        travels.Of("D03").ShouldBeEmpty();
        office.Of("D03").ShouldBeEmpty();
    }

    private static Core.Enrichment.DirectoryRow Arizonan() =>
        People.Berliner(row => row with { Country = CountryCode.Parse("US"), Latitude = 33.4, Longitude = -112.1 });
}
