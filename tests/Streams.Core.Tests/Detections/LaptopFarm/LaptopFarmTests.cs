using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Detections.LaptopFarm;

public class LaptopFarmTests
{
    // Homes far from Phoenix and from each other; and one in Phoenix.
    private static DirectoryRow Boston(string name, bool? remote = true, string? household = null) =>
        Some.Row(name, 42.36, -71.06, remote, household: household);

    private static DirectoryRow Seattle(string name, bool? remote = true) => Some.Row(name, 47.61, -122.33, remote);

    private static DirectoryRow Phoenix(string name, string? household = null) =>
        Some.Row(name, 33.45, -112.07, household: household);

    [Fact]
    public void Two_remote_people_who_are_never_at_their_far_homes_are_a_farm_at_full_strength()
    {
        var verdict = Some.Judge([Some.Sticky("ana"), Some.Sticky("bob", from: 7)], Boston("ana"), Seattle("bob"));
        var finding = verdict.Findings[Some.Account("ana")].ShouldHaveSingleItem();
        finding.Rule.Id.ShouldBe("D08");
        finding.Time.ShouldBe(Some.At(7));
        finding.Claims[0].ShouldBe(new Claim(Some.At(7), 1, 3));
        finding.LastTime.ShouldBe(Some.At(20));
        finding.Counterparts.ShouldBe(["bob"]);
        finding.Evidence.Length.ShouldBe(4);
        finding.Facts.Single(fact => fact.Name == "accounts").Number.ShouldBe(2);
        finding.Facts.Single(fact => fact.Name == "share").Number.ShouldBe(0.9);
        verdict.Edge.Members.Length.ShouldBe(2);
    }

    [Fact]
    public void Two_people_of_whom_one_is_not_remote_are_no_farm() =>
        Some.Judge([Some.Sticky("ana"), Some.Sticky("bob")], Boston("ana"), Seattle("bob", remote: false)).Findings
            .ShouldBeEmpty();

    [Fact]
    public void A_couple_is_one_household() =>
        Some.Judge([Some.Sticky("ana"), Some.Sticky("bob")], Boston("ana", household: "h"),
            Boston("bob", household: "h"))
            .Findings.ShouldBeEmpty();

    [Fact]
    public void Three_accounts_of_unknown_homes_are_a_farm_at_0_6()
    {
        var verdict = Some.Judge([Some.Sticky("ana", null), Some.Sticky("bob", null), Some.Sticky("eve", null)]);
        verdict.Findings.Count.ShouldBe(3);
        verdict.Findings.Values
            .ShouldAllBe(findings => findings[0].Claims[0] == new Claim(Some.At(5), 0.6, 3, double.NaN));
    }

    [Fact]
    public void Two_remote_people_of_unknown_homes_weigh_half() =>
        Some.Judge([Some.Sticky("ana", null), Some.Sticky("bob", null)], Some.Row("ana"), Some.Row("bob"))
            .Findings[Some.Account("ana")][0].Claims[0].Weight.ShouldBe(1.5);

    [Fact]
    public void Members_at_home_get_nothing_and_their_guests_little()
    {
        var verdict = Some.Judge(
            [Some.Sticky("ana", false), Some.Sticky("bob", false), Some.Sticky("eve", true)], Phoenix("ana"),
                Phoenix("bob"), Boston("eve"));
        verdict.Findings.Keys.ShouldBe([Some.Account("eve")]);
        verdict.Findings[Some.Account("eve")][0].Claims[0].Strength.ShouldBe(0.3);
    }

    [Fact]
    public void The_host_of_a_farm_is_at_home_and_the_crew_is_not()
    {
        var verdict = Some.Judge(
            [Some.Sticky("host", false), Some.Sticky("ana"), Some.Sticky("bob")], Phoenix("host"), Boston("ana"),
                Seattle("bob"));
        verdict.Findings.ContainsKey(Some.Account("host")).ShouldBeFalse();
        verdict.Findings[Some.Account("ana")][0].Claims[0].Strength.ShouldBe(1);
        verdict.Findings[Some.Account("ana")][0].Counterparts.ShouldBe(["bob", "host"]);
    }

    [Fact]
    public void An_unknown_device_is_not_its_own() =>
        Some.Judge([Some.Sticky("ana") with { OwnDevice = default }, Some.Sticky("bob")], Boston("ana"),
            Seattle("bob")).Findings.ShouldBeEmpty();

    [Fact]
    public void One_laptop_for_both_is_another_rules_matter() =>
        Some.Judge([Some.Sticky("ana", device: "x"), Some.Sticky("bob", device: "x")], Boston("ana"),
            Seattle("bob")).Findings.ShouldBeEmpty();

    [Fact]
    public void Devices_of_different_namespaces_are_not_compared() =>
        Some.Judge([Some.Sticky("ana") with { OwnDeviceSpace = 2 }, Some.Sticky("bob")], Boston("ana"),
            Seattle("bob")).Findings.ShouldBeEmpty();

    [Theory]
    [InlineData(NetworkClass.Mobile)]
    [InlineData(NetworkClass.Hosting)]
    [InlineData(NetworkClass.Corporate)]
    public void Only_fixed_and_unknown_lines_count(NetworkClass network) =>
        Some.Judge([Some.Sticky("ana") with { Class = network }, Some.Sticky("bob") with { Class = network }],
            Boston("ana"), Seattle("bob"))
            .Findings.ShouldBeEmpty();

    [Fact]
    public void Tenants_who_follow_each_other_are_no_farm() =>
        Some.Judge([Some.Sticky("ana", from: 5, last: 10), Some.Sticky("bob", from: 60, last: 80)], Boston("ana"),
            Seattle("bob"))
            .Findings.ShouldBeEmpty();

    [Fact]
    public void A_big_farm_does_not_hide_its_own_alert()
    {
        var crew = Enumerable.Range(0, 40).Select(i => "user" + i).ToList();
        var verdict = Some.Judge(
            crew.Select(name => Some.Sticky(name)),
                [.. crew.Select((name, i) => Some.Row(name, 30 + (i % 2 * 15), -70 - i))]);
        verdict.Findings.Count.ShouldBe(ArtefactState.Capacity);
        verdict.Findings.Values.ShouldAllBe(findings => findings[0].Claims[0].Strength == 1);
    }
}
