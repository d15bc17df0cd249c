using Streams.Core.Scoring;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Scenarios;

public class WatchlistScenarios
{
    private const string Wallet = "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", Key = "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private static readonly string AnaRow = Row(Ana, names: "github:ana-gh");

    public static TheoryData<string, string, double, string?, bool> Matches => new()
    {
        { "email,ana@corp.example,l,r,", Okta(At(2, 9), Ana, Places.Denver), 8, null, true },
        { "email,old@evil.example,l,r,", Push(At(2, 9), "ana-gh", At(2, 9), "OLD@evil.example"), 8, null, true },
        { "wallet," + Wallet + ",l,r,", Push(At(2, 9), "ana-gh", At(2, 9), Ana, "Donate " + Wallet), 8, null, true },
        { "wallet," + Wallet + ",l,r,", Push(At(2, 9), "ana-gh", At(2, 9), Ana, "Fix\n\nSend to " + Wallet + "."), 8, null, true },
        { "key," + Key + ",l,r,", Audit(At(2, 9), "ana-gh", key: Key), 8, null, true },
        { "key," + Key + ",l,r,", GitLog(At(2, 9), Ana, Key), 8, null, true },
        { "ip,203.0.113.1,l,r,", Okta(At(2, 9), Ana, Places.Denver), 5, "high", false },
        { "cidr,203.0.113.0/28,l,r,", Okta(At(2, 9), Ana, Places.Denver), 3, null, false },
        { "domain,evil.example,l,r,", Push(At(2, 9), "ana-gh", At(2, 9), "x@mail.evil.example"), 3, null, false },
        { "name,Kim Chol Nam,l,r,", Okta(At(2, 9), Ana, Places.Denver, name: "Chol Nam KIM"), 0, null, false },
    };

    [Theory]
    [MemberData(nameof(Matches))]
    public void Each_type_is_looked_up_where_it_stands(string row, string record, double points, string? floor, bool pages)
    {
        var ana = new Scenario().Directory(AnaRow).Watch(row).Logs(record).Hunt().Accounts.Single();
        ana.Findings.Single().ShouldSatisfyAllConditions(
            finding => finding.Rule.ShouldBe("D22"), finding => finding.Points.ShouldBe(points));
        ana.Floor.ShouldBe(floor);
        (ana.PageTime is not null).ShouldBe(pages);
    }

    [Fact]
    public void A_signature_that_only_the_git_log_has_is_seen_although_a_push_showed_the_commit()
    {
        var sha = Sha("one");
        new Scenario().Directory(AnaRow).Watch("key," + Key + ",l,r,")
            .Logs(Push(At(2, 9.1), "ana-gh", At(2, 9), Ana, sha: sha), GitLog(At(2, 9), Ana, Key, sha: sha)).Hunt()
            .Accounts.Single().Findings.Single().Rule.ShouldBe("D22");
    }

    [Fact]
    public void Sign_ins_that_fail_match_nobody() =>
        new Scenario().Directory(AnaRow).Watch("ip,203.0.113.1,l,r,").Logs(Okta(At(2, 9), Ana, Places.Denver, result: "FAILURE")).Hunt()
            .Accounts.SelectMany(account => account.Findings).ShouldBeEmpty();

    [Theory]
    [InlineData(5, 1, 3)]
    [InlineData(6, 1, 0)]
    [InlineData(6, 30, 3)]
    public void An_entry_that_many_match_in_a_day_is_suspended(int accounts, double hoursBetween, double points)
    {
        var hunt = new Scenario().Watch("cidr,203.0.113.0/28,l,r,")
            .Logs(Enumerable.Range(0, accounts).Select(i => Okta(At(2, 9 + i * hoursBetween), $"u{i}@corp.example", Places.Denver))).Hunt();
        hunt.Accounts.Count.ShouldBe(accounts);
        foreach (var account in hunt.Accounts)
        {
            account.Findings.Single().Weight.ShouldBe(3);
            account.PeakScore.ShouldBe(points > 0 ? 29.1 : 2);
            account.Findings[0].Facts.ContainsKey("suspended").ShouldBe(points == 0);
        }
    }

    [Fact]
    public void An_allow_row_takes_the_points_and_the_floor()
    {
        var ana = new Scenario().Directory(AnaRow).Watch("ip,203.0.113.1,l,r,").Allow("D22,,ip,203.0.113.1,ours,it,2026-12-31")
            .Logs(Okta(At(2, 9), Ana, Places.Denver)).Hunt().Accounts.Single();
        (ana.Score, ana.Level, ana.Floor, ana.TicketTime).ShouldBe((2, "none", null, null));
        ana.Findings.Single().Suppressed.ShouldNotBeNull();
    }
}
