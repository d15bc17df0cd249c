using Streams.Core.Alerts;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Alerts;

public sealed class AlertContentTests
{
    private static readonly AlertPolicy AtOnce = new() { Settle = TimeSpan.Zero };

    private readonly Subject _subject = new(AtOnce);

    [Fact]
    public void An_alert_says_everything_that_its_reader_must_weigh()
    {
        var alert = _subject.At(TimeSpan.Zero, Subject.Ticket, Subject.More).ShouldHaveSingleItem();
        alert.Account.ShouldBe("ana@corp.example");
        alert.SubjectType.ShouldBe("account");
        alert.Prior.Probability.ShouldBe(0.02);
        alert.Prior.Reason.ShouldNotBeEmpty();
        alert.PointsByGroup.Select(group => group.Group).ShouldBe(["where", "credentials"]);
        alert.Reasons[0].Threshold.ShouldBe("two days");
        alert.Reasons[0].ThresholdOrigin.ShouldBe("default");
        alert.Missing.ShouldContain("directory row");
        alert.BenignExplanations.Count.ShouldBe(2);
        alert.Runbook.ShouldNotBeEmpty();
        alert.Disclaimer.ShouldBe("Not proof; no automatic action.");
        alert.ScoreWithoutContext.ShouldBeGreaterThan(90);
    }

    [Fact]
    public void Json_keeps_everything_and_the_order_of_keys()
    {
        var alert = _subject.At(TimeSpan.Zero, Subject.Ticket, Subject.More).ShouldHaveSingleItem();
        var json = AlertJson.ToBytes(alert);
        AlertJson.ToBytes(AlertJson.Read(json)).ShouldBe(json);
        AlertJson.Read(json).MessageId.ShouldBe(alert.MessageId);
        System.Text.Encoding.UTF8.GetString(json).ShouldStartWith(
            $"{{\"schema\":\"streams.alert/1\",\"id\":\"{alert.Id}\",\"kind\":\"opened\",\"transition\":1,\"status\":\"open\",\"disposition\":\"page\"");
        Should.Throw<FormatException>(() => AlertJson.Read("{}"u8.ToArray()));
        Should.Throw<FormatException>(() => AlertJson.Read("{\"schema\":\"streams.alert/9\"}"u8.ToArray()));
        Should.Throw<FormatException>(() => AlertJson.Read("["u8.ToArray()));
    }

    [Fact]
    public void Ids_are_those_of_the_first_release()
    {
        AlertIds.Of(AlertSubject.Account("ana@corp.example"), 1).ShouldBe("a-c10707e75628605f");
        AlertIds.Of(AlertSubject.Ring("r-1"), 1).ShouldNotBe(AlertIds.Of(AlertSubject.Account("r-1"), 1));
        AlertIds.MessageOf("a-1", 1).ShouldNotBe(AlertIds.MessageOf("a-1", 2));
        AlertIds.MessageOf("a-1", 1).Length.ShouldBe(34);
    }

    [Fact]
    public void A_name_on_a_watchlist_goes_to_the_queue_and_nowhere_else()
    {
        var said = _subject.At(TimeSpan.Zero, Subject.Ticket, Subject.Name);
        said.Select(alert => alert.Disposition).ShouldBe(["ticket", "review"]);
        said[0].Reasons.Select(reason => reason.Rule).ShouldBe(["D08"]);
        said[1].Reasons.Select(reason => reason.Rule).ShouldBe(["D22"]);
        said[1].Id.ShouldNotBe(said[0].Id);
        for (var day = 1; day < 90; day++) _subject.At(TimeSpan.FromDays(day), Subject.Ticket, Subject.Name);
        _subject.All.Count(alert => alert.Id == said[1].Id).ShouldBe(1);
        _subject.At(TimeSpan.FromDays(91), Subject.Ticket).ShouldHaveSingleItem().CloseReason.ShouldBe("withdrawn");
    }

    [Fact]
    public void A_ring_pages_once_as_one_alert_and_its_members_do_not()
    {
        var fact = new RingFact { Id = "r-1", Timeline = [new RingMoment(Some.Start, 95)], PageTime = Some.Start, TicketTime = Some.Start };
        var account = Subject.Document(TimeSpan.FromHours(1), fact, null, Some.Finding(Some.D01));
        account.PageTime.ShouldNotBeNull();
        _subject.Step(TimeSpan.FromHours(1), AlertInput.Of(account)).ShouldBeEmpty();

        var ring = new Subject(AtOnce);
        var alert = ring.Step(TimeSpan.FromHours(1), Ring(95)).ShouldHaveSingleItem();
        alert.SubjectType.ShouldBe("ring");
        alert.Disposition.ShouldBe("page");
        alert.Account.ShouldBeNull();
        alert.Members.ShouldBe(["a@corp.example", "b@corp.example"]);
        alert.Vendors.ShouldBe(["Acme", "Umbra"]);
        alert.Reasons.Select(reason => reason.Name).ShouldBe(["artefact", "members"]);
        alert.Reasons.Sum(reason => reason.Points).ShouldBe(5.5);
        alert.ScoreWithoutTopReason.ShouldBe(Odds.Score(Odds.Logit(Odds.RingPrior) + 1.5));
        ring.Step(TimeSpan.FromHours(2), Ring(96)).ShouldBeEmpty();
        var closed = ring.Step(TimeSpan.FromHours(3), AlertInput.Gone(AlertSubject.Ring("r-1"))).ShouldHaveSingleItem();
        closed.CloseReason.ShouldBe("withdrawn");
        (closed.Score, closed.ScoreWithoutContext, closed.ScoreWithoutTopReason).ShouldBe((0, 0, 0));
        closed.Reasons.Select(reason => reason.Summary).ShouldBe(alert.Reasons.Select(reason => reason.Summary), "what had been claimed is still said");
        AlertJson.Read(AlertJson.ToBytes(alert)).Members.ShouldBe(alert.Members);
    }

    [Fact]
    public void Who_joins_a_ring_is_named_in_its_alert_and_after_a_person_closed_it_in_the_next()
    {
        string[] three = ["a@corp.example", "b@corp.example", "c@corp.example"];
        var ring = new Subject(AtOnce);
        var opened = ring.Step(TimeSpan.FromHours(1), Ring(95)).ShouldHaveSingleItem();
        var updated = ring.Step(TimeSpan.FromHours(2), Ring(95, three)).ShouldHaveSingleItem();
        (updated.Id, updated.Kind, updated.Cause).ShouldBe((opened.Id, "updated", "new: c@corp.example"));
        updated.Members.ShouldBe(three);
        // Who goes and comes back is no news.
        ring.Step(TimeSpan.FromHours(3), Ring(95)).ShouldBeEmpty();
        ring.Step(TimeSpan.FromHours(4), Ring(95, three)).ShouldBeEmpty();

        var verdict = new AlertTriage(opened.Id, "closed", "benign", Some.Start);
        ring.Step(TimeSpan.FromHours(5), Ring(95, three) with { Triage = verdict }).ShouldHaveSingleItem().Kind.ShouldBe("closed");
        ring.Step(TimeSpan.FromHours(6), Ring(95, three)).ShouldBeEmpty();
        var next = ring.Step(TimeSpan.FromHours(7), Ring(95, [.. three, .. Enumerable.Range(0, 8).Select(i => $"d{i}@corp.example")]))
            .ShouldHaveSingleItem();
        (next.Kind, next.Episode, next.Members.Count).ShouldBe(("opened", 2, 11));
    }

    [Fact]
    public void A_page_that_waits_says_who_joined_as_well()
    {
        var ring = new Subject();
        string[] three = ["a@corp.example", "b@corp.example", "c@corp.example"];
        ring.Step(TimeSpan.FromSeconds(0), Ring(75));
        ring.Step(TimeSpan.FromSeconds(30), Ring(75)).ShouldHaveSingleItem().Disposition.ShouldBe("ticket");
        ring.Step(TimeSpan.FromSeconds(60), Ring(89, three)).ShouldBeEmpty();
        ring.Step(TimeSpan.FromSeconds(80), Ring(95, three)).ShouldBeEmpty();
        ring.Step(TimeSpan.FromSeconds(95), Ring(95, three)).ShouldBeEmpty();
        var paged = ring.Step(TimeSpan.FromSeconds(110), Ring(95, three)).ShouldHaveSingleItem();
        (paged.Disposition, paged.Transition, paged.Members.Count).ShouldBe(("page", 2, 3));
        ring.Step(TimeSpan.FromSeconds(200), Ring(95, three)).ShouldBeEmpty();
    }

    [Fact]
    public void Many_who_join_at_once_are_counted()
    {
        var ring = new Subject(AtOnce);
        ring.Step(TimeSpan.FromHours(1), Ring(95));
        var updated = ring.Step(TimeSpan.FromHours(2), Ring(95, [.. Enumerable.Range(0, 8).Select(i => $"d{i}@corp.example")])).ShouldHaveSingleItem();
        updated.Cause.ShouldBe("new: d0@corp.example, d1@corp.example, d2@corp.example, d3@corp.example, d4@corp.example and 3 more");
    }

    [Fact]
    public void Documents_as_people_read_them_do_not_change()
    {
        var document = Subject.Document(TimeSpan.Zero, null, null, Subject.Ticket);
        var json = System.Text.Encoding.UTF8.GetString(HuntJson.ToBytes(document));
        json.ShouldNotContain("standing");
        json.ShouldNotContain("review_only");
    }

    private static AlertInput Ring(double score, params string[] members) => AlertInput.Of(
        new RingDocument
        {
            Id = "r-1",
            Score = score,
            Level = Odds.Level(score),
            PeakScore = score,
            Accounts = members.Length > 0 ? members : ["a@corp.example", "b@corp.example"],
            Artefacts = [new RingArtefactDocument("mfa_device", "phone-1", ["a@corp.example", "b@corp.example"])],
            Points = new Dictionary<string, double> { ["members"] = 1.5, ["artefact"] = 4 },
            Reasons = ["2 accounts share mfa_device phone-1", "2 people are linked"],
            ReasonTerms = ["artefact", "members"],
            Standing = new Standing
            {
                AsOf = Some.At(1),
                LastPage = score >= 90 ? Some.At(1) : null,
                LastTicket = Some.At(1),
                LastOwnTicket = Some.At(1),
            },
        },
        [Some.Row("a@corp.example", vendor: "Umbra"), Some.Row("b@corp.example", vendor: "Acme"), null]);
}
