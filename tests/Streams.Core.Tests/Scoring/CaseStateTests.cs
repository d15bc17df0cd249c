using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

public class CaseStateTests
{
    private static readonly RingFact Ring = new()
    {
        Id = "r-1",
        Timeline = [new RingMoment(Some.At(2), 75.2), new RingMoment(Some.At(4), 95.2), new RingMoment(Some.At(94), 0)],
        TicketTime = Some.At(2),
        PageTime = Some.At(4),
    };

    [Fact]
    public void Every_field_of_a_case_is_filled()
    {
        var row = Some.Row("ana@corp.example", 42.36, -71.06, vendor: "acme") with
        {
            Names = ["ANA@corp.example", "CORP\\ana"],
            Team = "core",
            Hired = new DateOnly(2025, 11, 3),
        };
        var state = Some.Case(Some.Finding(Some.D11), Some.Finding(Some.D03));
        state.SetProfile(new AccountProfileFact
        {
            Account = state.Account,
            Names = ["ana-s", "CORP\\ana"],
            Events = 812,
            Sources = ["vpn", "sso"],
            FirstSeen = Some.At(-3),
            LastSeen = Some.At(9),
            Presence = [new PresenceDay(20458, 0xFF00)],
            NearestHomeKm = 3700.04,
            NeverAtHome = true,
        });
        var document = state.Evaluate(Some.Context(10, new DirectoryTable([row])));
        document.Names.ShouldBe(["ana@corp.example", "CORP\\ana", "ana-s"]);
        document.Sources.ShouldBe(["sso", "vpn"]);
        document.Events.ShouldBe(812);
        document.Prior.ShouldBe(new PriorDocument(0.02, "remote"));
        document.Missing.ShouldBe(["declared time zone", "address database", "code logs"]);
        document.Declared!.Vendor.ShouldBe("acme");
        document.Declared.Hired.ShouldBe("2025-11-03");
        document.NearestHomeKm.ShouldBe(3700);
        document.NeverAtHome.ShouldBe(true);
        document.Presence.Count.ShouldBe(1);
        document.BenignExplanations.Count.ShouldBe(2);
        document.BenignExplanations[0].ShouldContain("coding agent");
        document.Runbook.Count.ShouldBe(5);
        document.Disclaimer.ShouldBe("Not proof; no automatic action.");
        document.Findings.Select(finding => finding.Rule).ShouldBe(["D11", "D03"]);
        document.Findings.ShouldAllBe(finding =>
            finding.Evidence.Count > 0 && finding.Summary.Length > 0 && finding.Threshold.Length > 0);
        document.Findings[0].Evidence[0].ShouldBe(new EvidenceDocument(
            Some.Start, "sso", "okta", "logs/1.ndjson", 17, "s", "203.0.113.7", "US", "sso.login", "fixed", 33.4484,
                -112.074));
        document.PointsByGroup.Select(group => group.Group).ShouldBe(["where", "when"]);
        document.ScoreWithoutTopReason.ShouldBe(Some.Case(Some.Finding(Some.D03)).Evaluate(Some.Context(10)).Score);
    }

    [Fact]
    public void Score_is_prior_and_capped_points_and_inheritance()
    {
        var state = Some.Case(Some.Finding(Some.D11), Some.Finding(Some.D03));
        state.SetRing(Ring);
        var document = state.Evaluate(Some.Context(10));
        var nats = document.PointsByGroup.Sum(group => group.Capped) + document.InheritedFromRing;
        document.Score.ShouldBe(Odds.Score(Odds.Logit(document.Prior.Probability) + nats), 0.3);
        document.OwnScore.ShouldBeLessThan(document.Score);
        document.InheritedFromRing.ShouldBe(1);
    }

    [Fact]
    public void A_clean_member_has_its_rings_page_and_priority()
    {
        var state = Some.Case();
        state.SetRing(Ring);
        var document = state.Evaluate(Some.Context(10));
        document.PageTime.ShouldBe(Some.At(4));
        document.TicketTime.ShouldBe(Some.At(2));
        document.Priority.ShouldBe(95.2);
        document.Ring.ShouldBe("r-1");
        document.Level.ShouldBe("none");
        state.Evaluate(Some.Context(3)).PageTime.ShouldBeNull();
        state.Evaluate(Some.Context(3)).Priority.ShouldBe(75.2);
    }

    [Fact]
    public void What_the_case_tells_its_ring_holds_nothing_of_the_ring()
    {
        var state = Some.Case(Some.Finding(Some.D11));
        state.SetRing(Ring);
        state.SetArtefact(Some.Account("x"), [Some.Finding(Some.D08)]);
        state.ToOwnFact(Tables.Empty).Rules.Select(rule => rule.Id).ShouldBe(["D11"]);
    }

    [Fact]
    public void An_artefact_that_takes_its_word_back_leaves_nothing()
    {
        var state = Some.Case();
        state.SetArtefact(Some.Account("x"), [Some.Finding(Some.D08)], 1);
        state.Evaluate(Some.Context()).Findings.Count.ShouldBe(1);
        state.SetArtefact(Some.Account("x"), [], 2);
        state.SetArtefact(Some.Account("x"), [Some.Finding(Some.D08)], 1).ShouldBeFalse();
        state.Evaluate(Some.Context()).Findings.ShouldBeEmpty();
        state.Evaluate(Some.Context()).Score.ShouldBe(2);
    }

    [Fact]
    public void An_allowed_finding_stays_with_no_points_and_names_who_allowed_it()
    {
        var document = FindingDocuments.Of(
            Some.Finding(Some.D11), new AllowRow("D11", null, null, null, "agreed", "it", Some.At(30)), Some.Context());
        document.Points.ShouldBe(0);
        document.Suppressed.ShouldBe(new SuppressedDocument("agreed", "it", Some.At(30)));
    }

    [Fact]
    public void The_prior_depends_on_what_is_declared()
    {
        var settings = ScoreSettings.Default;
        Prior.Of(null, settings).Probability.ShouldBe(0.02);
        Prior.Of(Some.Row("a", remote: false), settings).Probability.ShouldBe(0.005);
        Prior.Of(Some.Row("a", remote: false, kind: AccountKind.Contractor), settings).Probability.ShouldBe(0.02);
        Prior.Of(Some.Row("a", remote: null), settings).Probability.ShouldBe(0.02);
    }

    [Fact]
    public void Nothing_known_is_said_to_be_missing() =>
        Some.Case().Evaluate(Some.Context()).Missing
            .ShouldBe(["directory row", "address database", "vpn logs", "sso logs", "code logs"]);
}
