using Streams.Core.Detections;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

/// <summary>The worked examples of detections.md §5, at p0 0.02.</summary>
public class ScoreExamplesTests
{
    [Fact]
    public void One_impossible_journey_is_8() => Score(Some.Finding(Some.D01)).ShouldBe(8);

    [Fact]
    public void The_form_that_breaks_both_sides_is_29() => Score(Some.Finding(Some.D01, weight: 3)).ShouldBe(29);

    [Fact]
    public void With_two_days_abroad_the_group_is_at_its_cap_71_a_ticket_and_never_a_page()
    {
        var document = Document(Some.Finding(Some.D01, weight: 3), Some.Finding(Some.D03));
        Math.Round(document.Score).ShouldBe(71);
        document.PointsByGroup.ShouldHaveSingleItem().ShouldBe(new GroupDocument("where", 4.8, 5));
        document.TicketTime.ShouldBe(Some.Start);
        document.PageTime.ShouldBeNull();
        document.Level.ShouldBe("high");
    }

    [Fact]
    public void No_sleep_gap_alone_is_55() => Score(Some.Finding(Some.D11)).ShouldBe(55);

    [Fact]
    public void No_sleep_gap_with_an_endless_run_is_71() =>
        Score(Some.Finding(Some.D11), Some.Finding(Some.D12)).ShouldBe(71);

    [Fact]
    public void When_and_who_alone_reach_99_and_stay_a_ticket()
    {
        var document = Document(Some.Finding(Some.D11), Some.Finding(Some.D12), Some.Finding(Some.D17));
        Math.Round(document.Score).ShouldBe(99);
        document.Level.ShouldBe("critical");
        document.PageTime.ShouldBeNull();
        document.TicketTime.ShouldBe(Some.Start);
    }

    [Fact]
    public void A_laptop_farm_is_29() => Score(Some.Finding(Some.D08)).ShouldBe(29);

    [Fact]
    public void A_laptop_farm_behind_a_consumer_vpn_is_65() =>
        Score(Some.Finding(Some.D08), Some.Finding(Some.D04)).ShouldBe(65);

    [Fact]
    public void And_without_a_sleep_gap_it_is_99_and_pages()
    {
        var document = Document(Some.Finding(Some.D08), Some.Finding(Some.D04), Some.Finding(Some.D11));
        Math.Round(document.Score).ShouldBe(99);
        document.PageTime.ShouldBe(Some.Start);
    }

    [Fact]
    public void A_privacy_vpn_alone_is_8() => Score(Some.Finding(Some.D04)).ShouldBe(8);

    [Fact]
    public void A_sleep_gap_of_five_to_six_hours_is_10() => Score(Some.Finding(Some.D11, strength: 0.4)).ShouldBe(10);

    [Fact]
    public void Ten_copies_of_one_claim_are_one_fact() =>
        Score([.. Enumerable.Range(0, 10).Select(i => Some.Finding(Some.D11, subject: "s" + i))]).ShouldBe(55);

    [Fact]
    public void Points_halve_in_a_half_life()
    {
        var now = Some.Case(Some.Finding(Some.D11)).Evaluate(Some.Context(day: 30));
        now.Findings[0].Points.ShouldBe(2.05);
        now.Findings[0].Strength.ShouldBe(1);
        now.PeakScore.ShouldBe(55.2);
        now.PeakTime.ShouldBe(Some.Start);
        now.Score.ShouldBeLessThan(now.PeakScore);
    }

    [Fact]
    public void A_later_weaker_claim_does_not_replace_a_stronger_one_that_still_outweighs_it()
    {
        var finding = Some
            .Finding(Some.D11) with
        { Claims = [new Claim(Some.At(0), 1, 4.1), new Claim(Some.At(1), 0.4, 4.1)] };
        Points.Of(finding, Some.At(1)).Claim.Strength.ShouldBe(1);
        Points.Of(finding, Some.At(90)).Claim.Strength.ShouldBe(1);
        Points.Of(finding, Some.At(-1)).Nats.ShouldBe(0);
    }

    [Fact]
    public void The_watchlist_has_no_cap_and_pages_by_itself()
    {
        var document = Document(Some.Finding(Some.D22) with { PagesAlone = true });
        document.PageTime.ShouldBe(Some.Start);
        document.PointsByGroup.ShouldHaveSingleItem().Capped.ShouldBe(8);
    }

    [Fact]
    public void A_floor_lifts_the_level_and_says_so()
    {
        var document = Document(Some.Finding(Some.D03, weight: 0.5) with { LevelFloor = "high" });
        document.Level.ShouldBe("high");
        document.LevelOrigin.ShouldBe("floor");
        document.Floor.ShouldBe("high");
        document.Score.ShouldBeLessThan(20);
        document.TicketTime.ShouldBe(Some.Start);
        document.PageTime.ShouldBeNull();
    }

    [Fact]
    public void A_name_for_review_is_never_in_the_score()
    {
        var document = Document(Some.Finding(Some.D22) with { ReviewOnly = true });
        document.Score.ShouldBe(2);
        document.Findings.ShouldHaveSingleItem().Points.ShouldBe(0);
    }

    [Fact]
    public void Inheritance_is_a_quarter_of_the_rings_odds_and_one_nat_at_most()
    {
        Odds.Inherited(2, ScoreSettings.Default).ShouldBe(0, 1e-9);
        Odds.Inherited(50, ScoreSettings.Default).ShouldBe(0.973, 0.001);
        Odds.Inherited(100, ScoreSettings.Default).ShouldBe(1);
        Odds.Inherited(0, ScoreSettings.Default).ShouldBe(0);
    }

    private static double Score(params Finding[] findings) => Math.Round(Document(findings).Score);

    private static AccountDocument Document(params Finding[] findings) => Some.Case(findings).Evaluate(Some.Context());
}
