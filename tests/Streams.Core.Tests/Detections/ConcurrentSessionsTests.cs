using Streams.Core.Activities;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class ConcurrentSessionsTests
{
    private static readonly Activity Laptop = Login("2026-03-02 09:00", Places.Berlin, "laptop")
        .With(TextField.Os, "Windows 11");

    private static Activity Other(Place place, string time = "2026-03-02 09:08", string device = "desktop",
        string os = "macOS") =>
        Login(time, place, device, ip: "203.0.113.7").With(TextField.Os, os);

    [Fact]
    public void Two_devices_far_apart_within_ten_minutes()
    {
        var finding = new Desk().See(Laptop, Other(Places.Austin)).One("D02");
        finding.Claims[0].Weight.ShouldBe(2.0);
        finding.Claims[0].Strength.ShouldBe(1);
        finding.Evidence.Select(evidence => evidence.Country.ToString()).ShouldBe(["DE", "US"]);
    }

    [Fact]
    public void One_device_never_meets_itself() =>
        new Desk().See(Laptop, Other(Places.Austin, device: "laptop")).Of("D02").ShouldBeEmpty();

    [Fact]
    public void Eleven_minutes_are_not_at_once() =>
        new Desk().See(Laptop, Other(Places.Austin, "2026-03-02 09:11")).Of("D02").ShouldBeEmpty();

    [Fact]
    public void Near_devices_are_one_desk() => new Desk().See(Laptop, Other(Places.Munich)).Of("D02").ShouldBeEmpty();

    [Fact]
    public void An_unknown_device_is_never_another()
    {
        var unknown = Login("2026-03-02 09:08", Places.Austin).With(TextField.UserAgent, "Mozilla/5.0");
        new Desk().See(Laptop, unknown).Of("D02").ShouldBeEmpty();
    }

    [Fact]
    public void Ids_of_two_namespaces_cannot_be_compared_but_serials_can()
    {
        new Desk().See(Laptop, Other(Places.Austin).Change(a => a.Format = 2)).Of("D02").ShouldBeEmpty();
        new Desk().See(Laptop, Other(Places.Austin).With(TextField.Tenant, "other")).Of("D02").ShouldBeEmpty();
        var first = Login("2026-03-02 09:00", Places.Berlin).With(TextField.DeviceSerial, "C02A");
        var second = Login("2026-03-02 09:05", Places.Austin).With(TextField.DeviceSerial, "C02B")
            .Change(a => a.Format = 2);
        new Desk().See(first, second).One("D02");
    }

    [Fact]
    public void A_masked_id_is_no_device() =>
        new Desk().See(Laptop, Other(Places.Austin, device: "de***op")).Of("D02").ShouldBeEmpty();

    [Fact]
    public void Fingerprints_are_devices_of_their_own_kind()
    {
        var first = Login("2026-03-02 09:00", Places.Berlin).With(TextField.DeviceFingerprint, "f1");
        var second = Login("2026-03-02 09:05", Places.Austin).With(TextField.DeviceFingerprint, "f2");
        new Desk().See(first, second).One("D02");
        new Desk().See(Laptop, second).Of("D02").ShouldBeEmpty();
    }

    [Fact]
    public void A_phone_beside_a_laptop_is_explained_by_a_mobile_line()
    {
        var phone = Other(Places.Austin.On(NetworkClass.Mobile), os: "iOS 19");
        new Desk().See(Laptop, phone).Of("D02").ShouldBeEmpty();
        new Desk().See(Laptop, Other(Places.Austin.On(NetworkClass.Mobile), os: "")).Of("D02").ShouldBeEmpty();
        new Desk().See(Laptop, Other(Places.Austin, os: "iOS 19")).One("D02");
        new Desk().See(Laptop, Other(Places.Austin.On(NetworkClass.Mobile), os: "Windows 11")).One("D02");
    }

    [Theory]
    [InlineData(NetworkClass.Hosting)]
    [InlineData(NetworkClass.Corporate)]
    [InlineData(NetworkClass.Anonymiser)]
    public void Cloud_desktops_offices_and_relays_are_explained(NetworkClass line) =>
        new Desk().See(Laptop, Other(Places.Austin.On(line))).Of("D02").ShouldBeEmpty();

    [Fact]
    public void Automation_is_no_session()
    {
        new Desk().See(Laptop, Other(Places.Austin).Change(a => a.Kind = ActivityKind.SsoToken)).Of("D02")
            .ShouldBeEmpty();
        new Desk().See(Laptop, Other(Places.Austin).Change(a => a.Interactive = false)).Of("D02").ShouldBeEmpty();
    }

    [Fact]
    public void A_pair_claims_once_in_ten_minutes_and_stays_one_finding()
    {
        var desk = new Desk();
        for (var minute = 0; minute < 60; minute += 2)
        {
            desk.See(Login(At("2026-03-02 09:00") + minute * 60_000L, Places.Berlin, "laptop"));
            desk.See(Login(At("2026-03-02 09:01") + minute * 60_000L, Places.Austin, "desktop"));
        }

        desk.One("D02").Count.ShouldBeInRange(4, 7);
    }

    [Fact]
    public void The_approving_phone_abroad_needs_two_days()
    {
        var desk = new Desk(People.Berliner()).See(Approved("2026-03-02 09:00"), Approved("2026-03-02 12:00"));
        desk.Of("D02").ShouldBeEmpty();
        var finding = desk.See(Approved("2026-03-05 09:00")).One("D02");
        finding.Claims[0].Weight.ShouldBe(2.5);
        finding.Evidence.Length.ShouldBe(2);
        finding.Summary.ShouldContain("CN");
    }

    [Fact]
    public void The_approving_phone_may_be_where_it_is_declared_travelling_or_hidden()
    {
        foreach (var phone in new[] { Places.Munich, Places.Shenyang.On(NetworkClass.Anonymiser), Places.Inside,
            default })
        {
            var desk = new Desk(People.Berliner());
            desk.See(Approved("2026-03-02 09:00", phone), Approved("2026-03-03 09:00", phone)).Of("D02")
                .ShouldBeEmpty();
        }

        var travelling = People.Berliner(row => row with { Travel = [People.To("CN", "2026-03-01", "2026-03-09")] });
        new Desk(travelling).See(Approved("2026-03-02 09:00"), Approved("2026-03-03 09:00")).Of("D02").ShouldBeEmpty();
        new Desk().See(Approved("2026-03-02 09:00"), Approved("2026-03-03 09:00")).Of("D02").ShouldBeEmpty();
        new Desk(People.Berliner()).See(Approved("2026-03-02 09:00"), Approved("2026-03-20 09:00")).Of("D02")
            .ShouldBeEmpty();
    }

    private static Activity Approved(string time, Place? phone = null) =>
        Login(time, Places.Berlin, "laptop").WithMfa("203.0.113.50", phone ?? Places.Shenyang.On(NetworkClass.Mobile));
}
