using System.Text.Json;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Tests;

public sealed class TruthTests
{
    private static readonly JsonElement Truth = JsonDocument.Parse(Generated.Output.Text("truth.json")).RootElement;

    private static IEnumerable<JsonElement> Accounts => Truth.GetProperty("accounts").EnumerateArray();

    [Fact]
    public void Covers_every_account_of_the_directory()
    {
        var directory = Generated.Output.Lines("directory.csv").Skip(1).Select(line => line.Split(',')[0]);
        Accounts.Select(account => account.GetProperty("account").GetString()).ShouldBe(directory);
    }

    [Theory]
    [InlineData(Family.Slips, 3)]
    [InlineData(Family.TwoShift, 1)]
    [InlineData(Family.ThreeShift, 1)]
    [InlineData(Family.SameShift, 1)]
    [InlineData(Family.Farm2, 2)]
    [InlineData(Family.Farm5, 5)]
    [InlineData(Family.Farm12, 12)]
    [InlineData(Family.SharedFactor, 3)]
    [InlineData(Family.Astrill, 1)]
    [InlineData(Family.HandOff, 3)]
    [InlineData(Family.DormantBurst, 1)]
    [InlineData(Family.Exfiltration, 1)]
    [InlineData(Family.Evader, 2)]
    [InlineData(Family.Watchlisted, 1)]
    public void Plants_each_family(string family, int count)
    {
        Truth.GetProperty("families").GetProperty(family).GetInt32().ShouldBe(count);
        Accounts.Count(account => account.GetProperty("family").GetString() == family).ShouldBe(count);
    }

    [Fact]
    public void Two_plantings_plant_each_family_twice()
    {
        var company = Company.Create(new CompanyOptions { Accounts = 500, Plantings = 2 });
        company.Accounts.Count(account => account.Scheme?.Family == Family.Farm5).ShouldBe(10);
        company.Accounts.Where(account => account.Scheme?.Family == Family.Farm5)
            .Select(account => account.Scheme!.Ring).Distinct().Count().ShouldBe(2);
        company.Accounts.Where(account => account.Scheme?.Family == Family.Farm5).Select(account => account.Line)
            .Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_scheme_names_its_first_event_and_the_rules_that_should_see_it()
    {
        foreach (var account in Accounts)
        {
            var first = account.GetProperty("first_malicious");
            if (!account.GetProperty("is_scheme").GetBoolean())
            {
                first.ValueKind.ShouldBe(JsonValueKind.Null);
                account.GetProperty("expected_rules").GetArrayLength().ShouldBe(0);
                continue;
            }

            first.ValueKind.ShouldBe(JsonValueKind.String, account.GetProperty("account").GetString());
            var start = Generated.Company.Options.Start.ToDateTime(TimeOnly.MinValue);
            first.GetDateTime().ShouldBeInRange(start, start.AddDays(Generated.Company.Options.Days));
            (account.GetProperty("expected_rules").GetArrayLength() > 0).ShouldBe(account.GetProperty("covered").GetBoolean());
        }
    }

    [Fact]
    public void Rings_have_at_least_two_members()
    {
        var rings = Accounts.Select(account => account.GetProperty("ring").GetString()).Where(ring => ring is not null).GroupBy(ring => ring).ToArray();
        rings.Length.ShouldBe(5);
        rings.ShouldAllBe(ring => ring.Count() >= 2);
    }

    [Fact]
    public void Every_benign_look_alike_is_listed()
    {
        string[] expected =
        [
            "admin-and-normal", "ai-agent-developer", "automation", "cgnat", "conference", "couple", "coworking", "follow-the-sun",
            "helpdesk-enrolment", "in-flight-wifi", "insomniac", "ipv4-ipv6", "jump-host", "kiosk", "night-owl", "on-call", "onboarding-clone",
            "phone-and-laptop", "privacy-vpn", "private-relay", "rebase-and-force-push", "relocator", "sse-egress", "traveller", "vdi-clone",
            "watchlist-name",
        ];
        Truth.GetProperty("hard_cases").EnumerateObject().Select(property => property.Name).ShouldBe(expected);
        var schemes = Accounts.Where(account => account.GetProperty("is_scheme").GetBoolean()).Select(account => account.GetProperty("account").GetString()).ToHashSet();
        foreach (var list in Truth.GetProperty("hard_cases").EnumerateObject())
        {
            list.Value.GetArrayLength().ShouldBeGreaterThan(0, list.Name);
            list.Value.EnumerateArray().ShouldAllBe(account => !schemes.Contains(account.GetString()));
        }
    }
}
