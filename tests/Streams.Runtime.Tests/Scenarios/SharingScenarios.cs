using Streams.Core.Scoring;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Scenarios;

public class SharingScenarios
{
    private static readonly string[] Homes = ["39.74,-104.99", "40.71,-74.0", "47.6,-122.3", "29.76,-95.37", "41.88,-87.63"];

    private static string At(string account, int home, string vendor = "", string household = "", string remote = "true", string person = "") =>
        Row(account, latitude: Homes[home].Split(',')[0], longitude: Homes[home].Split(',')[1], vendor: vendor, household: household,
            remote: remote, person: person);

    private static IEnumerable<string> Farm(string ip, params string[] accounts) =>
        from day in Enumerable.Range(2, 8)
        from i in Enumerable.Range(0, accounts.Length)
        select Okta(Raw.At(day, 14 + i * 0.05), accounts[i], ip, "dev-" + accounts[i]);

    private static AccountDocument Of(HuntDocument hunt, string account) => hunt.Accounts.Single(a => a.Account == account);

    [Theory]
    [InlineData("", "", 75.2)]
    [InlineData("north", "south", 89.2)]
    public void A_farm_of_two(string first, string second, double ring)
    {
        var hunt = new Scenario().Directory(At(Ana, 0, first), At(Bob, 1, second)).Logs(Farm(Places.Phoenix, Ana, Bob)).Hunt();
        hunt.Rings.Single().Score.ShouldBe(ring);
        hunt.Rings[0].PageTime.ShouldBeNull();
        var finding = Of(hunt, Ana).Findings.Single();
        (finding.Rule, finding.Strength, finding.Weight, finding.Counterparts.Single()).ShouldBe(("D08", 1, 3.0, Bob));
    }

    [Fact]
    public void A_farm_of_five_pages_through_its_ring()
    {
        string[] five = ["m0@corp.example", "m1@corp.example", "m2@corp.example", "m3@corp.example", "m4@corp.example"];
        var hunt = new Scenario().Directory(five.Select((account, i) => At(account, i, i % 2 == 0 ? "a" : "b")))
            .Logs(Farm(Places.Phoenix, five)).Hunt();
        hunt.Rings.Single().Score.ShouldBe(98.4);
        foreach (var account in five)
        {
            Of(hunt, account).PageTime.ShouldBe(hunt.Rings[0].PageTime);
            Of(hunt, account).PeakLevel.ShouldBe("medium");
        }
    }

    [Fact]
    public void A_couple_is_nothing_and_neighbours_at_home_count_nothing()
    {
        var couple = new Scenario().Directory(At(Ana, 0, household: "h"), At(Bob, 0, household: "h"))
            .Logs(Farm(Places.Denver, Ana, Bob)).Hunt();
        couple.Rings.ShouldBeEmpty();
        couple.Accounts.SelectMany(a => a.Findings).ShouldBeEmpty();
        var neighbours = new Scenario().Directory(At(Ana, 0), At(Bob, 0)).Logs(Farm(Places.Denver, Ana, Bob)).Hunt();
        neighbours.Accounts.SelectMany(a => a.Findings).ShouldBeEmpty();
    }

    [Fact]
    public void Two_remote_people_are_a_farm_whoever_else_lives_there()
    {
        var hunt = new Scenario().Directory(At(Ana, 0), At(Bob, 1, household: "h"), At(Cyd, 1, household: "h", remote: "false"))
            .Logs(Farm(Places.Phoenix, Ana, Bob, Cyd)).Hunt();
        Of(hunt, Ana).Findings.Single().Rule.ShouldBe("D08");
    }

    [Fact]
    public void Neither_a_carrier_nor_one_device_is_a_farm()
    {
        new Scenario().Directory(At(Ana, 0), At(Bob, 1), At(Cyd, 2)).Logs(Farm(Places.Mobile, Ana, Bob, Cyd)).Hunt()
            .Accounts.SelectMany(a => a.Findings).ShouldBeEmpty();
        var shared = from day in Enumerable.Range(2, 8)
                     from account in new[] { Ana, Bob }
                     select Okta(Raw.At(day, account == Ana ? 9 : 15), account, Places.Phoenix, "one-laptop");
        new Scenario().Directory(At(Ana, 0), At(Bob, 1)).Logs(shared).Hunt()
            .Accounts.SelectMany(a => a.Findings).ShouldAllBe(finding => finding.Rule == "D07");
    }

    [Fact]
    public void Clones_of_one_image_at_work_at_once_are_a_host_for_review_and_no_ring()
    {
        string[] Logs(double apart) =>
        [
            .. from day in Enumerable.Range(2, 4)
               from hour in new[] { 9, 12, 15 }
               from who in new[] { Ana, Bob }
               // The day's first sign-ins, which are told in any case, are hours apart.
               select Okta(Raw.At(day, (who == Ana ? hour : hour - 3) + (who == Ana ? 0 : apart)), who,
                   who == Ana ? Places.Denver : Places.Phoenix, "golden-image"),
        ];
        var clones = new Scenario().Directory(At(Ana, 0), At(Bob, 1)).Logs(Logs(apart: 9 / 60.0)).Hunt();
        var finding = Of(clones, Ana).Findings.Single(f => f.Rule == "D07");
        (finding.Strength, finding.Summary.Contains("shared host, for review")).ShouldBe((0.2, true));
        clones.Rings.ShouldBeEmpty();
        var handed = new Scenario().Directory(At(Ana, 0), At(Bob, 1)).Logs(Logs(apart: 0.5)).Hunt();
        Of(handed, Ana).Findings.Single(f => f.Rule == "D07").Strength.ShouldBe(1);
        handed.Rings.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_ipv6_network_is_one_line()
    {
        var logs = from day in Enumerable.Range(2, 8)
                   from account in new[] { Ana, Bob }
                   select Okta(Raw.At(day, account == Ana ? 9 : 10), account, $"2001:db8:1:1::{day:x}{(account == Ana ? 1 : 2)}", "dev-" + account);
        var hunt = new Scenario().Networks("2001:db8:1::/48,v6,US,,Phoenix,33.45,-112.07,10,64510,MesaNet,fixed,false")
            .Directory(At(Ana, 0), At(Bob, 1)).Logs(logs).Hunt();
        hunt.Rings.Single().Artefacts.Single().Value.ShouldBe("2001:db8:1:1::/64");
    }

    [Fact]
    public void A_phone_that_gets_the_codes_of_three_is_their_ring()
    {
        static string Code(int day, string who) => Okta(Raw.At(day, 9), who, Places.Denver, type: "system.sms.send_factor_verify_message",
            phone: day == 2 ? "+1 303 555 0101" : "+13035550101", system: true);
        var hunt = new Scenario().Directory(At(Ana, 0, "a"), At(Bob, 1, "b"), At(Cyd, 2, "a"))
            .Logs(Code(2, Ana), Code(3, Bob), Code(4, Cyd)).Hunt();
        (hunt.Rings.Single().Score, hunt.Rings[0].PageTime).ShouldBe((95.2, Ms(Raw.At(4, 9))));
        Of(hunt, Cyd).Findings.Single().ShouldSatisfyAllConditions(
            finding => finding.Rule.ShouldBe("D07"), finding => finding.Weight.ShouldBe(3.0),
            finding => finding.Counterparts.ShouldBe([Ana, Bob]));
    }

    [Fact]
    public void A_page_of_its_own_does_not_hide_that_the_ring_paged_earlier()
    {
        static string Factor(int day, string who) =>
            Okta(Raw.At(day, 9), who, Places.Denver, type: "user.authentication.auth_via_mfa", authenticator: "opf-1");
        var hunt = new Scenario().Directory(At(Ana, 0, "a"), At(Bob, 1, "b"), At(Cyd, 2, "a"))
            .Watch($"email,{Ana},list,listed,").Logs(Factor(2, Bob), Factor(3, Cyd))
            .Logs(Okta(Raw.At(4, 9), "dan@corp.example", Places.Denver, type: "user.authentication.auth_via_mfa", authenticator: "opf-1"))
            .Logs(Okta(Raw.At(9, 9), Ana, Places.Denver, type: "user.authentication.auth_via_mfa", authenticator: "opf-1")).Hunt();
        Of(hunt, Ana).PageTime.ShouldBe(hunt.Rings.Single().PageTime);
    }

    [Fact]
    public void Allowed_artefacts_link_nobody_and_their_findings_stay()
    {
        var hunt = new Scenario().Directory(At(Ana, 0), At(Bob, 1)).Allow("D08,,cidr,203.0.113.160/28,hotel,it,2026-12-31")
            .Logs(Farm(Places.Phoenix, Ana, Bob)).Hunt();
        hunt.Rings.ShouldBeEmpty();
        Of(hunt, Ana).Findings.Single().ShouldSatisfyAllConditions(
            finding => finding.Points.ShouldBe(0), finding => finding.Suppressed.ShouldNotBeNull());
    }

    [Fact]
    public void One_person_a_helpdesk_and_shared_accounts_are_no_crew()
    {
        string[] Two(string type) => [Okta(Raw.At(2, 9), Ana, Places.Denver, "dev-1", type), Okta(Raw.At(2, 9.5), Bob, Places.Denver, "dev-1"),
            Okta(Raw.At(3, 9), Bob, Places.Denver, "dev-1")];
        foreach (var scenario in new[]
                 {
                     new Scenario().Directory(At(Ana, 0, person: "p"), At(Bob, 1, person: "p")).Logs(Two("user.session.start")),
                     new Scenario().Directory(At(Ana, 0), At(Bob, 1)).Logs(Two("device.user.add")),
                     new Scenario().Directory(Row(Ana, kind: "shared"), At(Bob, 1)).Logs(Two("user.session.start")),
                 })
        {
            var hunt = scenario.Hunt();
            hunt.Rings.ShouldBeEmpty();
            hunt.Accounts.SelectMany(a => a.Findings).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_device_of_everybody_asks_for_one_decision()
    {
        var hunt = new Scenario().Logs(Enumerable.Range(0, 17).Select(i => Okta(Raw.At(2, 9 + i * 0.5), $"u{i}@corp.example", Places.Denver, "kiosk")))
            .Hunt();
        hunt.Rings.ShouldBeEmpty();
        hunt.Accounts.SelectMany(a => a.Findings).ShouldAllBe(finding => finding.Strength == 0.2);
    }
}
