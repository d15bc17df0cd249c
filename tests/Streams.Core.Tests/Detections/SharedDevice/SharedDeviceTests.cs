using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Detections.SharedDevice;

public class SharedDeviceTests
{
    [Theory]
    [InlineData(ArtefactType.MfaDevice, 3.0)]
    [InlineData(ArtefactType.Phone, 3.0)]
    [InlineData(ArtefactType.Key, 3.0)]
    [InlineData(ArtefactType.Device, 2.0)]
    [InlineData(ArtefactType.BrowserHash, 0.7)]
    public void Two_accounts_at_one_artefact_are_a_finding_for_each_with_evidence_from_both(ArtefactType type,
        double weight)
    {
        var verdict = Some.Judge([Some.Seen("ana", type, first: 0), Some.Seen("bob", type, first: 3)]);
        verdict.Findings.Count.ShouldBe(2);
        var finding = verdict.Findings[Some.Account("ana")].ShouldHaveSingleItem();
        finding.Rule.Id.ShouldBe("D07");
        finding.Time.ShouldBe(Some.At(3));
        finding.Claims[0].ShouldBe(new Claim(Some.At(3), 1, weight));
        finding.Counterparts.ShouldBe(["bob"]);
        finding.Evidence.Select(evidence => evidence.EventId.ToString())
            .ShouldBe(["ana-laptop-1-first", "ana-laptop-1-last", "bob-laptop-1-first", "bob-laptop-1-last"]);
        finding.Summary.ShouldContain("ana");
        finding.Summary.ShouldContain("bob");
        finding.Id.ShouldNotBe(verdict.Findings[Some.Account("bob")][0].Id);
        verdict.Edge.Members.Length.ShouldBe(2);
    }

    [Fact]
    public void One_account_alone_raises_nothing() => Some.Judge([Some.Seen("ana")]).Findings.ShouldBeEmpty();

    [Fact]
    public void A_laptop_handed_on_after_more_than_90_days_raises_nothing()
    {
        var verdict = Some.Judge([Some.Seen("ana", first: 0, last: 1), Some.Seen("bob", first: 92, last: 100)]);
        verdict.Findings.ShouldBeEmpty();
        verdict.Edge.Members.ShouldBeEmpty();
    }

    [Fact]
    public void Two_accounts_of_one_person_are_one_node()
    {
        var verdict = Some.Judge([Some.Seen("ana", person: "p1"), Some.Seen("ana-admin", person: "p1")]);
        verdict.Findings.ShouldBeEmpty();
        verdict.Edge.Members.ShouldBeEmpty();
    }

    [Fact]
    public void A_couple_that_shares_a_tablet_is_for_review()
    {
        var verdict = Some.Judge(
            [Some.Seen("ana"), Some.Seen("bob")], Some.Row("ana", household: "h1"), Some.Row("bob", household: "h1"));
        verdict.Findings[Some.Account("ana")][0].Claims[0].Strength.ShouldBe(0.2);
    }

    [Fact]
    public void Service_and_shared_accounts_are_outside()
    {
        var verdict = Some.Judge(
            [Some.Seen("ana"), Some.Seen("build")], Some
                .Row("build", kind: Streams.Core.Enrichment.AccountKind.Service));
        verdict.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Enrolment_by_the_helpdesk_inside_the_hour_raises_nothing()
    {
        var desk = Some.Seen("desk", first: 0, last: 0.01);
        desk = desk with { FirstEvidence = desk.FirstEvidence with { Kind = ActivityKind.DeviceEnrol } };
        Some.Judge([desk, Some.Seen("bob", first: 0.02, last: 30)]).Findings.ShouldBeEmpty();
        Some.Judge([desk with { Last = Some.At(5) }, Some.Seen("bob", first: 0.02, last: 30)]).Findings.Count
            .ShouldBe(2);
    }

    [Fact]
    public void A_server_is_a_shared_host()
    {
        var verdict = Some.Judge([Some.Seen("ana") with { SharedHost = true }, Some.Seen("bob")]);
        verdict.Findings[Some.Account("bob")][0].Claims[0].Strength.ShouldBe(0.2);
        verdict.Edge.Members.ShouldBeEmpty();
    }

    [Fact]
    public void More_than_fifteen_people_ask_for_one_decision()
    {
        var verdict = Some.Judge(Enumerable.Range(0, 16).Select(i => Some.Seen("user" + i)));
        verdict.Findings.Count.ShouldBe(16);
        verdict.Findings.Values.ShouldAllBe(findings => findings[0].Claims[0].Strength == 0.2);
        verdict.Findings.Values.ShouldAllBe(findings => findings[0].Summary.Contains("shared infrastructure?"));
        Some.Judge(Enumerable.Range(0, 15).Select(i => Some.Seen("user" + i)))
            .Findings.Values.ShouldAllBe(findings => findings[0].Claims[0].Strength == 1);
    }

    [Fact]
    public void A_third_account_adds_a_claim_and_keeps_the_id()
    {
        var two = Some.Judge([Some.Seen("ana"), Some.Seen("bob", first: 3)]).Findings[Some.Account("ana")][0];
        var three = Some.Judge([Some.Seen("ana"), Some.Seen("bob", first: 3), Some
            .Seen("eve", first: 7)]).Findings[Some.Account("ana")][0];
        three.Id.ShouldBe(two.Id);
        three.Time.ShouldBe(two.Time);
        three.Claims.Select(claim => claim.Time).ShouldBe([Some.At(3), Some.At(7), Some.At(10)]);
        three.Counterparts.ShouldBe(["bob", "eve"]);
    }

    [Fact]
    public void A_withdrawn_sighting_takes_the_finding_back()
    {
        var bob = Some.Seen("bob");
        Some.Judge([Some.Seen("ana"), bob, bob with { Withdrawn = true, Version = 1000 }]).Findings.ShouldBeEmpty();
    }
}
