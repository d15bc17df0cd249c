using System.Text.RegularExpressions;
using Streams.Core.Scoring;

namespace Streams.Console.Tests;

public sealed partial class HtmlReportTests
{
    private static readonly string Report = ReportText.Of(Fixture.Hunt());

    [Fact]
    public void The_same_document_gives_the_same_bytes() => ReportText.Of(Fixture.Hunt()).ShouldBe(Report);

    [Fact]
    public void Every_account_has_a_row_and_a_section_by_priority()
    {
        var names = Matches(Report, "<th scope=\"row\" data-v=\"([^\"]*)\"");
        names.Count.ShouldBe(10);
        names[0].ShouldBe("ana.kovac@corp.example");
        Count(Report, "<article class=\"account ").ShouldBe(10);
        Count(Report, "Not proof; no automatic action.").ShouldBe(11);
    }

    [Fact]
    public void Every_finding_shows_its_claim_points_threshold_prevention_and_records()
    {
        Count(Report, "<section class=\"finding").ShouldBe(Fixture.Hunt().Accounts.Sum(a => a.Findings.Count) + 1);
        Report.ShouldContain("Seen in New York (US) and 1 h 40 min later 11,000 km away in Shenyang (CN)");
        Report.ShouldContain("weight 3 × strength 1 × decay 0.96 = 2.87");
        Report.ShouldContain("distance ≥ 500 km and speed ≥ 900 km/h, after both radii (default)");
        Report.ShouldContain("A row in travel or allow for the second place");
        Report.ShouldContain("distance <b><bdi>≥ 10,900 km</bdi></b>");
        Report.ShouldContain("<bdi>vpn/globalprotect-2026-03.csv.gz</bdi>:88120");
        Report.ShouldContain("2026-03-24 14:45:00Z");
    }

    [Fact]
    public void A_suppressed_finding_says_who_decided_why_and_until_when()
    {
        Report.ShouldContain(
            "Suppressed: <bdi>Cloud desktop in us-west, ticket SEC-1180</bdi> (decided by <bdi>secops@corp.example"
                + "</bdi>, until 2026-12-31 00:00Z)");
        Count(Report, "<section class=\"finding off\">").ShouldBe(1);
    }

    [Fact]
    public void A_name_on_a_watchlist_is_for_review_and_never_counts()
    {
        Count(Report, "<section class=\"finding review\">").ShouldBe(1);
        Report.ShouldContain("For a person's review only. It never counts in a score.");
        Report.ShouldContain("<span class=\"review\">Review</span>");
    }

    [Fact]
    public void What_is_not_declared_is_said()
    {
        Report.ShouldContain("No directory row: nothing is declared of this account.");
        Report.ShouldContain("UTC (no zone declared)");
        Report.ShouldContain("UTC (the declared zone Not/A_Zone is not known here)");
    }

    [Fact]
    public void An_account_that_pages_with_its_ring_says_so()
    {
        Count(Report, "<span class=\"page\">Page (ring)</span>").ShouldBe(10);
        Count(Report, "<span class=\"page\">Page</span>").ShouldBe(2);
    }

    [Fact]
    public void The_ring_is_drawn_and_told()
    {
        Count(Report, "<svg class=\"pic ring\"").ShouldBe(1);
        Count(Report, "<circle class=\"node ").ShouldBe(5);
        Count(Report, "<rect class=\"node artefact\"").ShouldBe(4);
        Count(Report, "<path class=\"edge").ShouldBe(12);
        Report.ShouldContain(
            "mfa_device push:ab91-77e0-pixel shared by m.holt@vendor-a.example, dana.reyes@vendor-a.example, "
                + "t.lindqvist@vendor-b.example");
    }

    [Fact]
    public void A_ring_too_large_to_draw_is_a_table()
    {
        var ring =
            Fixture.Ring() with { Accounts = [.. Enumerable.Range(0, 70).Select(i => $"member{i}@corp.example")] };
        var report = ReportText.Of(Fixture.Hunt() with { Rings = [ring] });
        report.ShouldNotContain("<svg class=\"pic ring\"");
        report.ShouldContain("Too many nodes to draw (74)");
        report.ShouldContain("member69@corp.example");
    }

    [Fact]
    public void Pictures_have_titles_and_descriptions()
    {
        var drawn = Count(Report, "role=\"img\"");
        drawn.ShouldBeGreaterThan(10);
        Count(Report, "<title id=").ShouldBe(drawn);
        Count(Report, "<desc id=").ShouldBe(drawn);
    }

    [Fact]
    public void Inputs_totals_and_what_was_missing_are_listed()
    {
        Report.ShouldContain("<bdi>github-audit.ndjson</bdi>");
        Report.ShouldContain("not recognised");
        Report.ShouldContain(">177,973<");
        foreach (var note in Fixture.Hunt().Notes) Report.ShouldContain(note);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2)]
    public void Every_link_inside_has_its_target_and_no_id_occurs_twice(int detailed)
    {
        var report = ReportText.Of(Fixture.Hunt(), ReportText.Options with { MaxDetailedAccounts = detailed });
        var ids = Matches(report, " id=\"([^\"]*)\"");
        ids.ShouldBeUnique();
        foreach (var target in Matches(report, "href=\"#([^\"]*)\"")) ids.ShouldContain(target);
    }

    [Fact]
    public void Five_thousand_accounts_stay_a_file_that_a_browser_opens()
    {
        var report = ReportText.Of(Fixture.Large(5000));
        report.Length.ShouldBeLessThan(15_000_000);
        Count(report, "<tr id=\"t").ShouldBe(5000);
        Count(report, "<article class=\"account ").ShouldBe(200);
        report.ShouldContain("The first 200 of 5000 by priority");
    }

    [Fact]
    public void Details_stop_at_their_budget_and_links_follow()
    {
        var report = ReportText.Of(Fixture.Large(300), ReportText.Options with { MaxDetailChars = 200_000 });
        var details = Count(report, "<article class=\"account ");
        details.ShouldBeInRange(2, 100);
        var ids = Matches(report, " id=\"([^\"]*)\"").ToHashSet();
        foreach (var target in Matches(report, "href=\"#([^\"]*)\"")) ids.ShouldContain(target);
    }

    [Fact]
    public void An_empty_hunt_is_a_report_too()
    {
        var report = ReportText.Of(new HuntDocument { Totals = new(0, 0, 0, 0, 0, null, null) });
        report.ShouldContain("No account has a finding.");
        report.ShouldContain("no event had a time");
        report.ShouldNotContain("NaN");
    }

    [Fact]
    public void Absurd_numbers_do_not_stop_the_report()
    {
        var hunt = Fixture.Hunt();
        var account = hunt.Accounts[0] with
        {
            Score = double.NaN,
            PageTime = long.MaxValue,
            FirstSeen = long.MinValue,
            InheritedFromRing = double.PositiveInfinity,
            PointsByGroup = [new("where", double.NaN, double.NegativeInfinity)],
            Presence = [new(int.MinValue, ulong.MaxValue), new(int.MaxValue, ulong.MaxValue),
                new(20_000, ulong.MaxValue)],
        };
        var evidence =
            account.Findings[0].Evidence[0] with { Latitude = double.NaN, Longitude = 1e300, Time = long.MaxValue };
        account =
            account with
            {
                Findings = [
            account.Findings[0] with { Evidence = [evidence, evidence with { Time = long.MinValue }],
            Points = double.NaN }]
            };
        var report = ReportText.Of(hunt with { Accounts = [account] });
        report.ShouldContain("9999-12-31");
        Heat().Matches(report).Count.ShouldBe(168);
    }

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));

    private static List<string> Matches(string text, string pattern) =>
        [.. Regex.Matches(text, pattern).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<td class=\"h h[0-5]\">")]
    private static partial Regex Heat();
}
