using Streams.Core.Scoring;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Scenarios;

public class ClockScenarios
{
    private static readonly string AnaRow = Row(Ana, names: "github:ana-gh");
    private static readonly double[] AllDay = [1, 4, 7, 10, 13, 16, 19, 22];

    private static IEnumerable<(int Day, double Hour)> Hours(IEnumerable<int> days, params double[] hours) =>
        from day in days from hour in hours select (day, hour);

    private static AccountDocument Hunt(IEnumerable<string> logs, string? row = null) =>
        new Scenario().Directory(row ?? AnaRow).Logs(logs).Hunt().Accounts.Single();

    private static FindingDocument? Of(AccountDocument account, string rule) => account.Findings.SingleOrDefault(f => f.Rule == rule);

    [Fact]
    public void Two_shifts_are_seen_in_git_logs_alone_and_never_page_by_themselves()
    {
        var ana = Hunt(Hours(Enumerable.Range(2, 16), AllDay).Select(t => GitLog(At(t.Day, t.Hour), Ana)));
        Of(ana, "D11").ShouldNotBeNull().Facts["quiet_arc_hours"].ShouldBe(2.5);
        (ana.PeakScore, ana.PageTime).ShouldBe((71.3, null));
        // Six days are there when the 7th closes, and the second evaluation in a row is the 8th's.
        Of(ana, "D11")!.Time.ShouldBe(Ms(At(9, 0)));
    }

    [Fact]
    public void A_git_log_of_pushed_commits_neither_adds_nor_takes_presence()
    {
        var times = Hours(Enumerable.Range(2, 16), AllDay).ToList();
        var pushes = times.Select(t => Push(At(t.Day, t.Hour + 0.1), "ana-gh", At(t.Day, t.Hour), Ana, sha: Sha($"{t}"))).ToList();
        var log = times.Select(t => GitLog(At(t.Day, t.Hour), Ana, sha: Sha($"{t}")));
        var alone = Hunt(pushes);
        var both = Hunt(pushes.Concat(log));
        Of(both, "D11").ShouldNotBeNull().Facts["slots"].ShouldBe(Of(alone, "D11")!.Facts["slots"]);
    }

    [Fact]
    public void Commits_with_an_agents_mark_are_nobodys_hours()
    {
        var times = Hours(Enumerable.Range(2, 16), AllDay).ToList();
        foreach (var mark in new[] { "Co-authored-by: Claude <noreply@anthropic.com>", "Generated with [Claude Code](https://claude.ai)" })
            Hunt(times.Select(t => Push(At(t.Day, t.Hour), "ana-gh", At(t.Day, t.Hour), Ana, "Fix\n\n" + mark))).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Duty_on_the_rota_is_masked()
    {
        var logs = Hours(Enumerable.Range(2, 16), AllDay).Select(t => Okta(At(t.Day, t.Hour), Ana, Places.Denver, "x")).ToList();
        Hunt(logs).Findings.Select(f => f.Rule).Order().ShouldBe(["D11", "D12"]);
        Hunt(logs, Row(Ana, onCall: "2026-03-01/2026-03-20")).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(27, 1.0)]
    [InlineData(21, 0.25)]
    [InlineData(18, 0)]
    public void A_run_without_a_pause_weighs_by_its_length(int hours, double strength)
    {
        var ana = Hunt(Enumerable.Range(0, hours / 3 + 1).Select(i => Okta(At(2, 8 + i * 3), Ana, Places.Denver, "x")));
        (Of(ana, "D12")?.Strength ?? 0).ShouldBe(strength);
    }

    [Fact]
    public void A_country_that_sleeps_less_for_a_month_is_no_country_of_crews()
    {
        string[] people = [.. Enumerable.Range(0, 24).Select(i => $"p{i}@corp.example")];
        var days = Hours(Enumerable.Range(2, 24), 13, 15, 17, 19, 21).Concat(Hours(Enumerable.Range(26, 15), AllDay)).ToList();
        IEnumerable<string> Of(string who) => days.Select(t => Okta(At(t.Day, t.Hour), who, Places.Denver, "dev-" + who));
        var hunt = new Scenario().Directory(people.Select(who => Row(who))).Directory(Row(Ana, country: "CA"))
            .Logs(people.SelectMany(Of)).Logs(Of(Ana)).Hunt();
        hunt.Accounts.Single(a => a.Account == Ana).Findings.ShouldContain(f => f.Rule == "D11");
        hunt.Accounts.Where(a => a.Account != Ana).SelectMany(a => a.Findings).ShouldNotContain(f => f.Rule == "D11");
    }

    [Fact]
    public void Where_everybody_sleeps_little_the_tenants_own_quantile_is_the_threshold()
    {
        var days = Enumerable.Range(2, 9);
        // Quiet for six and a half or seven hours, two for four and a half, one for two and a half.
        var honest = Enumerable.Range(0, 337).SelectMany(i =>
            Hours(days, 6, 11.5, 17, i % 5 < 3 ? 23 : 22.5).Select(t => Okta(At(t.Day, t.Hour), $"p{i}@corp.example", Places.Denver, $"d{i}")));
        IEnumerable<string> Short(string who, params double[] hours) =>
            Hours(days, hours).Select(t => Okta(At(t.Day, t.Hour), who, Places.Denver, who));
        var hunt = new Scenario().Logs(honest).Logs(Short(Ana, 0, 5, 10, 15, 20)).Logs(Short(Bob, 0, 5, 10, 15, 20))
            .Logs(Short(Cyd, AllDay)).Hunt();
        FindingDocument D11(string who) => hunt.Accounts.Single(a => a.Account == who).Findings.Single(f => f.Rule == "D11");
        (D11(Ana).Strength, D11(Ana).ThresholdOrigin).ShouldBe((0.4, "the tenant's own 0.3 % quantile"));
        D11(Bob).Strength.ShouldBe(0.4);
        D11(Cyd).Strength.ShouldBe(1);

        // The same few among people who sleep: no tenant of dense logs, so the catalogue's threshold stands.
        var calm = Enumerable.Range(0, 337).SelectMany(i =>
            Hours(days, 8, 11.5, 16, 20).Select(t => Okta(At(t.Day, t.Hour), $"p{i}@corp.example", Places.Denver, $"d{i}")));
        hunt = new Scenario().Logs(calm).Logs(Short(Ana, 0, 5, 10, 15, 20)).Logs(Short(Bob, 0, 5, 10, 15, 20))
            .Logs(Short(Cyd, AllDay)).Hunt();
        D11(Ana).Strength.ShouldBe(1);
    }
}
