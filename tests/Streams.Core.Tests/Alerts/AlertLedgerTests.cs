using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Alerts;

public sealed class AlertLedgerTests
{
    private static readonly AlertPolicy AtOnce = new() { Settle = TimeSpan.Zero };

    private readonly Subject _account = new();

    [Fact]
    public void A_page_opens_once_it_has_held_for_the_settling_time()
    {
        _account.At(Seconds(0), Subject.Ticket, Subject.More).ShouldBeEmpty();
        _account.State.Due(AlertPolicy.Default).ShouldBe(Some.Start + 30_000);
        _account.At(Seconds(29), Subject.Ticket, Subject.More).ShouldBeEmpty();
        var alert = _account.At(Seconds(40), Subject.Ticket, Subject.More).ShouldHaveSingleItem();
        alert.Kind.ShouldBe("opened");
        alert.Status.ShouldBe("open");
        alert.Disposition.ShouldBe("page");
        alert.Transition.ShouldBe(1);
        alert.Opened.ShouldBe(Some.Start + 30_000);
        _account.At(Seconds(50), Subject.Ticket, Subject.More).ShouldBeEmpty();
    }

    [Fact]
    public void What_makes_the_ring_is_told_with_the_ring_and_no_ticket_of_the_member()
    {
        var ring = RingAt(75);
        Ringed(Seconds(0), ring, Subject.Ticket);
        Ringed(Minutes(10), ring, Subject.Ticket).ShouldBeEmpty();
        // What it inherits is the ring's too.
        Ringed(Minutes(20), ring, Subject.Ticket, Some.Finding(Some.D03)).ShouldBeEmpty();
        Ringed(Minutes(30), ring, Subject.Ticket, Some.Finding(Some.D03)).ShouldBeEmpty();
        // No longer a member: it stands for itself.
        _account.At(Minutes(40), Subject.Ticket);
        _account.At(Minutes(41), Subject.Ticket).ShouldHaveSingleItem().Disposition.ShouldBe("ticket");
        // Nor is what stands taken back when it becomes one.
        Ringed(Minutes(50), ring, Subject.Ticket);
        Ringed(Minutes(60), ring, Subject.Ticket).ShouldBeEmpty();
    }

    [Fact]
    public void A_member_has_its_own_alert_for_what_is_its_own_and_where_the_ring_has_none()
    {
        Finding[] sleepless = [Some.Finding(Some.D11), Some.Finding(Some.Rule("D12", RuleGroup.When, 3.2))];
        Ringed(Seconds(0), RingAt(95), [Subject.Ticket, .. sleepless]);
        Ringed(Minutes(1), RingAt(95), [Subject.Ticket, .. sleepless]).ShouldHaveSingleItem().Reasons.Count.ShouldBe(3);

        var other = new Subject();
        other.Step(Seconds(0), AlertInput.Of(Subject.Document(Seconds(0), RingAt(65), null, Subject.Ticket)));
        other.Step(Minutes(1), AlertInput.Of(Subject.Document(Minutes(1), RingAt(65), null, Subject.Ticket)))
            .ShouldHaveSingleItem().Disposition.ShouldBe("ticket");
    }

    [Fact]
    public void Without_settling_it_opens_at_once()
    {
        var account = new Subject(AtOnce);
        account.At(Seconds(0), Subject.Ticket, Subject.More).ShouldHaveSingleItem().Opened.ShouldBe(Some.Start);
    }

    [Fact]
    public void What_is_withdrawn_before_it_settled_nobody_hears_of()
    {
        _account.At(Seconds(0), Subject.Ticket, Subject.More);
        _account.At(Seconds(20));
        _account.At(Seconds(40)).ShouldBeEmpty();
        _account.At(Minutes(60)).ShouldBeEmpty();
        _account.State.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void What_is_withdrawn_later_closes_the_one_alert_as_withdrawn_and_still_says_what_was_claimed()
    {
        _account.At(Seconds(0), Subject.Ticket, Subject.More);
        _account.At(Seconds(30), Subject.Ticket, Subject.More);
        _account.At(Seconds(60)).ShouldBeEmpty();
        var closed = _account.At(Seconds(90)).ShouldHaveSingleItem();
        closed.Kind.ShouldBe("closed");
        closed.CloseReason.ShouldBe("withdrawn");
        closed.Transition.ShouldBe(2);
        closed.Reasons.Select(reason => reason.Rule).ShouldBe(["D08", "D07"]);
        closed.ScorePaged.ShouldBeGreaterThan(90);
        closed.Score.ShouldBeLessThan(10);
        closed.Closed.ShouldBe(Some.Start + 90_000);
        _account.All.Select(alert => alert.Id).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_comes_back_while_the_withdrawal_settles_changes_nothing()
    {
        var account = OpenPage();
        account.At(Minutes(2)).ShouldBeEmpty();
        account.At(Minutes(2.2), Subject.Ticket, Subject.More).ShouldBeEmpty();
        account.At(Minutes(10), Subject.Ticket, Subject.More).ShouldBeEmpty();
    }

    [Fact]
    public void A_page_that_falls_back_to_a_ticket_closes_and_the_ticket_is_an_alert_of_its_own()
    {
        var account = OpenPage();
        account.At(Minutes(2), Subject.Ticket);
        account.At(Minutes(3), Subject.Ticket).ShouldHaveSingleItem().CloseReason.ShouldBe("withdrawn");
        var ticket = account.At(Minutes(4), Subject.Ticket).ShouldHaveSingleItem();
        ticket.Disposition.ShouldBe("ticket");
        ticket.Episode.ShouldBe(2);
        ticket.Id.ShouldNotBe(account.All[0].Id);
        ticket.Earlier.ShouldHaveSingleItem().Reason.ShouldBe("withdrawn");
    }

    [Fact]
    public void The_allow_table_closes_an_alert_as_suppressed_and_its_hits_are_counted()
    {
        var account = OpenPage();
        var allow = new AllowTable([new AllowRow("*", null, null, null, "a lab", "kim", Some.At(30))]);
        var document = Subject.Document(Minutes(2), null, allow, Subject.Ticket, Subject.More);
        document.Findings.ShouldAllBe(finding => finding.Suppressed != null);
        account.Step(Minutes(2), AlertInput.Of(document));
        account.Step(Minutes(3), AlertInput.Of(document)).ShouldHaveSingleItem().CloseReason.ShouldBe("suppressed");
    }

    [Fact]
    public void A_ticket_becomes_a_page_under_the_same_id()
    {
        var account = new Subject(AtOnce);
        var ticket = account.At(Minutes(0), Subject.Ticket).ShouldHaveSingleItem();
        ticket.Disposition.ShouldBe("ticket");
        var page = account.At(Minutes(5), Subject.Ticket, Subject.More).ShouldHaveSingleItem();
        page.Kind.ShouldBe("updated");
        page.Disposition.ShouldBe("page");
        page.Id.ShouldBe(ticket.Id);
        page.Transition.ShouldBe(2);
        page.MessageId.ShouldNotBe(ticket.MessageId);
    }

    [Fact]
    public void A_page_that_settles_a_second_after_the_ticket_is_one_alert()
    {
        _account.At(Seconds(0), Subject.Ticket);
        _account.At(Seconds(10), Subject.Ticket, Subject.More);
        _account.At(Seconds(30), Subject.Ticket, Subject.More).ShouldBeEmpty();
        _account.At(Seconds(40), Subject.Ticket, Subject.More).ShouldHaveSingleItem().Disposition.ShouldBe("page");
    }

    [Fact]
    public void A_new_group_and_ten_points_more_are_told_and_a_little_more_is_not()
    {
        var account = OpenPage();
        var told = account.Last.ScorePaged;
        account.At(Minutes(5), Subject.Ticket, Subject.More, Some.Finding(Some.D11, strength: 0.2)).ShouldBeEmpty();
        var when = Some.Finding(Some.D11, strength: 1, day: 0.001);
        account.At(Minutes(6), Subject.Ticket, Subject.More, when).ShouldBeEmpty();
        var update = account.At(Minutes(7), Subject.Ticket, Subject.More, when).ShouldHaveSingleItem();
        update.Kind.ShouldBe("updated");
        update.Cause.ShouldBe("new: when");
        update.ScorePaged.ShouldBeGreaterThan(told);
        account.At(Minutes(9), Subject.Ticket, Subject.More, when).ShouldBeEmpty();
    }

    [Fact]
    public void Ten_points_over_the_score_last_told_speak_again()
    {
        var account = new Subject(AtOnce);
        account.At(Minutes(0), Some.Finding(Some.D03, weight: 4.8), Some.Finding(Some.D11, strength: 0.1)).ShouldHaveSingleItem();
        account.At(Minutes(1), Some.Finding(Some.D03, weight: 4.8), Some.Finding(Some.D11, strength: 0.2)).ShouldBeEmpty();
        account.At(Minutes(2), Some.Finding(Some.D03, weight: 4.8), Some.Finding(Some.D11, strength: 0.45))
            .ShouldHaveSingleItem().Cause.ShouldStartWith("own score ");
    }

    [Fact]
    public void It_closes_when_it_has_rested_below_55_for_seven_days_whatever_the_ticks()
    {
        foreach (var tickHours in new[] { 1, 24, 24 * 90 })
        {
            var account = OpenPage();
            for (var hours = tickHours; hours <= 24 * 180; hours += tickHours)
                account.At(TimeSpan.FromHours(hours), Subject.Ticket, Subject.More);
            account.All.Count.ShouldBe(2, $"ticks of {tickHours} h");
            account.Last.CloseReason.ShouldBe("decayed");

            // 8.8 nats fall to logit 0.55 + 3.89 nats after 30·log2(8.8/4.09) days.
            var rest = 30 * Math.Log2(8.8 / (Math.Log(0.55 / 0.45) - Math.Log(0.02 / 0.98)));
            ((double)(account.Last.Closed!.Value - Some.Start) / Some.Day).ShouldBe(rest + 7, 0.05);
        }
    }

    [Fact]
    public void The_due_time_says_when_the_next_step_has_something_to_tell()
    {
        var account = OpenPage();
        var due = account.State.Due(AlertPolicy.Default).ShouldNotBeNull();
        account.At(TimeSpan.FromMilliseconds(due - Some.Start - 1), Subject.Ticket, Subject.More).ShouldBeEmpty();
        account.At(TimeSpan.FromMilliseconds(due - Some.Start), Subject.Ticket, Subject.More)
            .ShouldHaveSingleItem().Closed.ShouldBe(due);
        account.State.Due(AlertPolicy.Default).ShouldBeNull();
    }

    [Fact]
    public void After_it_decayed_a_new_claim_opens_the_next_one()
    {
        var account = OpenPage();
        account.At(TimeSpan.FromDays(100), Subject.Ticket, Subject.More).ShouldHaveSingleItem().Kind.ShouldBe("closed");
        account.At(TimeSpan.FromDays(101), Subject.Ticket, Subject.More).ShouldBeEmpty();
        var again = Subject.Ticket with { Claims = [.. Subject.Ticket.Claims, new Claim(Some.At(102), 1, 4.8)] };
        var more = Subject.More with { Claims = [.. Subject.More.Claims, new Claim(Some.At(102), 1, 4)] };
        account.At(TimeSpan.FromDays(102.1), again, more);
        var opened = account.At(TimeSpan.FromDays(102.2), again, more).ShouldHaveSingleItem();
        opened.Episode.ShouldBe(2);
        opened.Kind.ShouldBe("opened");
    }

    [Fact]
    public void A_page_that_held_only_between_two_ticks_still_has_its_alert()
    {
        _account.At(TimeSpan.FromDays(20), Subject.Ticket, Subject.More);
        _account.At(TimeSpan.FromDays(21), Subject.Ticket, Subject.More).ShouldHaveSingleItem().Disposition.ShouldBe("page");
    }

    [Fact]
    public void An_exact_watchlist_match_pages_once_and_not_again_when_it_has_decayed()
    {
        var account = new Subject(AtOnce);
        var match = Some.Finding(Some.D22) with { PagesAlone = true };
        for (var day = 0; day < 200; day++) account.At(TimeSpan.FromDays(day), match);
        account.All.Select(alert => alert.Kind).ShouldBe(["opened", "closed"]);
    }

    [Fact]
    public void A_step_with_what_is_known_says_nothing_and_any_two_lives_say_the_same()
    {
        var (first, second) = (new Subject(), new Subject());
        foreach (var life in new[] { first, second })
        {
            for (var minute = 0; minute < 10; minute++) life.At(Minutes(minute), Subject.Ticket);
            for (var minute = 10; minute < 20; minute++) life.At(Minutes(minute), Subject.Ticket, Subject.More);
            for (var minute = 20; minute < 30; minute++) life.At(Minutes(minute));
        }

        first.All.Count.ShouldBe(3);
        first.All.Select(AlertJson.ToBytes).ShouldBe(second.All.Select(AlertJson.ToBytes));
        first.All.Select(alert => alert.Transition).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Whatever_comes_and_goes_an_alert_opens_once_counts_its_transitions_and_closes_last()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var life = new Subject(new AlertPolicy { Settle = TimeSpan.FromSeconds(random.Next(0, 90)) });
            var now = TimeSpan.Zero;
            for (var step = 0; step < 60; step++)
            {
                now += random.Next(4) == 0 ? TimeSpan.FromDays(random.Next(30)) : TimeSpan.FromSeconds(random.Next(120));
                var listed = Some.Finding(Some.D22) with { PagesAlone = true };
                Finding[] known = [Subject.Ticket, Subject.More, Subject.Name, Some.Finding(Some.D11), listed];
                Finding[] findings = [.. known.Where(_ => random.Next(2) == 0)];
                if (random.Next(8) == 0 && life.All.Count > 0) life.Hear(now, "closed", "benign", findings);
                else life.At(now, findings);
            }

            foreach (var alert in life.All.GroupBy(alert => alert.Id))
            {
                alert.Select(document => document.Transition).ShouldBe(Enumerable.Range(1, alert.Count()), $"seed {seed}");
                alert.Count(document => document.Kind == "opened").ShouldBe(1);
                alert.First().Kind.ShouldBe("opened");
                alert.SkipLast(1).ShouldAllBe(document => document.Status == "open");
                alert.Zip(alert.Skip(1)).ShouldAllBe(pair => pair.First.Updated <= pair.Second.Updated
                    && Disposition.Rank(pair.First.Disposition) <= Disposition.Rank(pair.Second.Disposition));
            }

            life.All.Select(document => document.MessageId).Distinct().Count().ShouldBe(life.All.Count);
            life.All.Where(document => document.Kind == "opened").Select(document => document.Id).ToHashSet()
                .Except(life.All.Where(document => document.Kind == "closed").Select(document => document.Id))
                .ShouldBe(life.State.Open.Select(document => document.Id), ignoreOrder: true);
        }
    }

    private static Subject OpenPage()
    {
        var account = new Subject();
        account.At(Minutes(0), Subject.Ticket, Subject.More);
        account.At(Minutes(1), Subject.Ticket, Subject.More).ShouldHaveSingleItem().Disposition.ShouldBe("page");
        return account;
    }

    private System.Collections.Immutable.ImmutableArray<AlertDocument> Ringed(TimeSpan after, RingFact ring, params Finding[] findings) =>
        _account.Step(after, AlertInput.Of(Subject.Document(after, ring, null, findings)));

    private static RingFact RingAt(double score) => new() { Id = "r-1", Timeline = [new RingMoment(Some.Start, score)] };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
