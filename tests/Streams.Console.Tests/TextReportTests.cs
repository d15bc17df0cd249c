using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Tests;

public sealed class TextReportTests
{
    private static readonly string Plain = Report(Fixture.Hunt(), false, 100);

    [Fact]
    public void Accounts_stand_in_order_with_bar_level_alert_and_reasons()
    {
        Plain.ShouldContain(
            "   1 ana.kovac@corp.example                       97.9 ██████████ critical  page 2026-03-24 13:15Z\n");
        Plain.ShouldContain("     D11  +2.94  Over 14 days the longest quiet part of the day is 3.5 h");
        Plain.ShouldContain("     D01   0.00  (suppressed) Seen in Tokyo (JP)");
        Plain.ShouldContain("     D22   0.00  (review only) The display name");
        Plain.IndexOf("ana.kovac",
            StringComparison.Ordinal).ShouldBeLessThan(Plain.IndexOf("j.park", StringComparison.Ordinal));
    }

    [Fact]
    public void Rings_inputs_and_what_was_missing_follow()
    {
        Plain.ShouldContain("r-5b1c 96.4 ██████████ critical page 2026-03-12 04:30Z");
        Plain.ShouldContain("shared   device SN-7F3K29, by dana.reyes@vendor-a.example, k.osei@vendor-a.example");
        Plain.ShouldContain("177,973 records: 175,510 decoded, 2,351 ignored, 59 duplicate, 53 quarantined.");
        Plain.ShouldContain("- No watchlist was given: D22 could not match anything.");
        Plain.ShouldEndWith("Not proof; no automatic action.\n");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(160)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        foreach (var line in Report(Fixture.Hunt(), false, width).Split('\n')) line.Length.ShouldBeLessThanOrEqualTo(
            width, line);
    }

    [Fact]
    public void Without_colour_there_is_no_escape_and_with_it_only_the_reports_own()
    {
        Plain.ShouldNotContain("\u001B");
        var coloured = Report(Hostile(), true, 100);
        coloured.ShouldContain("\u001B[1;31m");
        System.Text.RegularExpressions.Regex.Replace(coloured, "\u001B\\[(?:0|1|2|31|33|34|36|1;31)m",
            "").ShouldBe(Report(Hostile(), false, 100));
    }

    [Fact]
    public void Control_characters_never_reach_the_terminal()
    {
        foreach (var text in new[] { Report(Hostile(), false, 100), Explain(Hostile(), "\u001B[2Jevil\r\u202E").Text })
        {
            text.Replace("\n", "", StringComparison.Ordinal).ShouldAllBe(c => !char.IsControl(c) && c != '\u202E');
            text.ShouldContain("\\x1B[2Jevil\\x0D\\u{202E}");
        }
    }

    [Fact]
    public void Beyond_the_first_screens_an_account_is_one_line()
    {
        var lines = Report(Fixture.Large(300), false, 100).Split('\n');
        lines.Count(line => line.Contains("user0", StringComparison.Ordinal)).ShouldBe(300);
        lines.Count(line => line.StartsWith("     D", StringComparison.Ordinal)).ShouldBeLessThan(100);
    }

    [Fact]
    public void An_empty_hunt_says_so() =>
        Report(new HuntDocument { Totals = new(0, 0, 0, 0, 0, null, null) }, false,
            0).ShouldContain("No account has a finding.");

    [Fact]
    public void Wide_characters_keep_the_columns()
    {
        var hunt = Fixture.Hunt();
        var text = Report(hunt with { Accounts = [hunt.Accounts[0] with { Account = "北京@corp.example" }] }, false, 100);
        var line = text.Split('\n').Single(l => l.Contains("北京", StringComparison.Ordinal));
        // Two letters of two cells each: the score stands two letters further left than in a line of narrow ones.
        line.IndexOf("97.9",
            StringComparison.Ordinal).ShouldBe(Plain.Split('\n').Single(l =>
            l.Contains("ana.kovac@corp", StringComparison.Ordinal)).IndexOf("97.9", StringComparison.Ordinal) - 2);
    }

    [Theory]
    [InlineData("ana.kovac@corp.example")]
    [InlineData("ANA.KOVAC@corp.example")]
    [InlineData("CORP\\ana")]
    [InlineData("github:ana-k")]
    public void Explain_finds_an_account_by_any_of_its_names(string subject)
    {
        var (found, text) = Explain(Fixture.Hunt(), subject);
        found.ShouldBeTrue();
        text.ShouldContain("where                   +4.80 (capped from +5.62)");
        text.ShouldContain("threshold               quiet arc < 5 h over 14 days, n ≥ 20 slots (default)");
        text.ShouldContain("prevented by            An on-call rota in directory.csv, or agent marks on the commits.");
        text.ShouldContain("2026-03-24 13:05:00Z okta.ndjson:31771 sso.login okta 198.51.100.24 US fixed");
        text.ShouldContain("- No RTT in any VPN log: D05 could not look.");
        text.ShouldContain("without the top reason  61.0");
    }

    [Fact]
    public void Explain_finds_findings_and_rings()
    {
        var finding = Fixture.Hunt().Accounts[0].Findings[0];
        var (found, text) = Explain(Fixture.Hunt(), finding.Id);
        found.ShouldBeTrue();
        text.ShouldStartWith("Finding of ana.kovac@corp.example, score 97.9, critical\n");
        text.ShouldContain(finding.Id);
        text.ShouldNotContain("D11 no-sleep-gap");

        Explain(Fixture.Hunt(), "R-5B1C").Text.ShouldContain("shared                  ip 203.0.113.77, by");
        Explain(Fixture.Hunt(), Fixture.Ring().Findings[0].Id).Text.ShouldStartWith("Finding of ring r-5b1c\n");
    }

    [Fact]
    public void An_accounts_own_name_comes_before_anothers_alias()
    {
        var hunt = Fixture.Hunt();
        var thief = hunt.Accounts[0] with { Names = ["j.park@corp.example"] };
        Explain(hunt with { Accounts = [thief, .. hunt.Accounts.Skip(1)] },
            "j.park@corp.example").Text.ShouldStartWith("j.park@corp.example ");
    }

    [Fact]
    public void What_is_not_found_is_answered_with_the_nearest()
    {
        var (found, text) = Explain(Fixture.Hunt(), "ana.kovak@corp.example");
        found.ShouldBeFalse();
        text.ShouldStartWith("Nothing here is called ana.kovak@corp.example.\nNearest:\n  ana.kovac@corp.example\n");
        Explain(Fixture.Hunt(), "reyes").Text.ShouldContain("  dana.reyes@vendor-a.example\n");
        Explain(Fixture.Hunt(), "zzzzzzzz").Text.ShouldBe("Nothing here is called zzzzzzzz.\n");
    }

    [Fact]
    public void Facts_carry_their_units()
    {
        Wording.Fact("distance_km_min", 7420.4).ShouldBe(("distance", "≥ 7,420 km"));
        Wording.Fact("speed_kmh", 4452.0).ShouldBe(("speed", "4,452 km/h"));
        Wording.Fact("quiet_arc_hours", 3.5).ShouldBe(("quiet arc", "3.5 h"));
        Wording.Fact("share", 0.864).ShouldBe(("share", "0.86"));
        Wording.Fact("from", "Berlin, DE").ShouldBe(("from", "Berlin, DE"));
        Wording.Fact("countries", new[] { "US", "CN" }).ShouldBe(("countries", "US, CN"));
        Wording.Fact("managed", true).ShouldBe(("managed", "yes"));
        Wording.Fact("radius_km", null).ShouldBe(("radius", "—"));
    }

    private static HuntDocument Hostile()
    {
        var hunt = Fixture.Hunt();
        return hunt with
        {
            Accounts = [hunt.Accounts[0] with { Account = "\u001B[2Jevil\r\u202E" },
            .. hunt.Accounts.Skip(1)]
        };
    }

    private static string Report(HuntDocument hunt, bool colour, int width)
    {
        using var output = new StringWriter();
        TextReport.Write(output, hunt, colour, width);
        return output.ToString();
    }

    private static (bool Found, string Text) Explain(HuntDocument hunt, string subject)
    {
        using var output = new StringWriter();
        var found = ExplainText.Write(output, hunt, subject, false, 100);
        return (found, output.ToString());
    }
}
