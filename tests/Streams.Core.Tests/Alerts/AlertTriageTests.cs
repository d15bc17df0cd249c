using System.Buffers;
using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Alerts;

public sealed class AlertTriageTests
{
    private static readonly AlertPolicy AtOnce = new() { Settle = TimeSpan.Zero };

    private readonly Subject _account = new(AtOnce);

    [Fact]
    public void A_person_closes_an_alert_and_it_stays_closed_while_nothing_new_is_seen()
    {
        _account.At(Days(0), Subject.Ticket, Subject.More);
        var closed = _account.Hear(Days(1), "closed", "benign", Subject.Ticket, Subject.More).ShouldHaveSingleItem();
        closed.CloseReason.ShouldBe("benign");
        closed.Kind.ShouldBe("closed");
        for (var day = 1; day < 180; day++) _account.At(Days(day), Subject.Ticket, Subject.More).ShouldBeEmpty();
    }

    [Fact]
    public void A_new_group_opens_the_next_alert_which_names_the_earlier_verdict()
    {
        _account.At(Days(0), Subject.Ticket, Subject.More);
        _account.Hear(Days(1), "closed", "false_positive", Subject.Ticket, Subject.More);
        var next = _account.At(Days(2), Subject.Ticket, Subject.More, Some.Finding(Some.D11, day: 2)).ShouldHaveSingleItem();
        next.Episode.ShouldBe(2);
        var earlier = next.Earlier.ShouldHaveSingleItem();
        earlier.Reason.ShouldBe("false_positive");
        earlier.Id.ShouldBe(_account.All[0].Id);
    }

    [Fact]
    public void Something_stronger_that_does_not_settle_reopens_nothing()
    {
        var account = new Subject();
        account.At(Days(0), Subject.Ticket, Subject.More);
        account.At(Days(0.1), Subject.Ticket, Subject.More);
        account.Hear(Days(1), "closed", "benign", Subject.Ticket, Subject.More);
        account.At(Days(2), Subject.Ticket, Subject.More, Some.Finding(Some.D11, day: 2)).ShouldBeEmpty();
        account.At(Days(2.0001), Subject.Ticket, Subject.More).ShouldBeEmpty();
        account.At(Days(2.1), Subject.Ticket, Subject.More).ShouldBeEmpty();
    }

    [Fact]
    public void Opened_again_by_a_person_it_is_the_next_alert()
    {
        _account.At(Days(0), Subject.Ticket, Subject.More);
        _account.Hear(Days(1), "closed", "benign", Subject.Ticket, Subject.More);
        var again = _account.Hear(Days(2), "open", null, Subject.Ticket, Subject.More).ShouldHaveSingleItem();
        again.Kind.ShouldBe("opened");
        again.Episode.ShouldBe(2);
    }

    [Fact]
    public void Another_alert_s_verdict_and_an_acknowledgement_change_nothing()
    {
        _account.At(Days(0), Subject.Ticket);
        _account.Hear(Days(1), "acknowledged", null, Subject.Ticket).ShouldBeEmpty();
        var other = AlertInput.Of(Subject.Document(Days(1), null, null, Subject.Ticket)) with
        {
            Triage = new AlertTriage("a-0000000000000000", "closed", "benign", Some.Start),
        };
        _account.Step(Days(1), other).ShouldBeEmpty();
        _account.State.HasOpen.ShouldBeTrue();
    }

    [Fact]
    public void Verdicts_survive_bytes_and_json_and_bad_ones_say_what_is_wrong()
    {
        var record = new TriageRecord
        {
            Alert = "a-1",
            Status = "closed",
            Reason = "benign",
            Note = "on call",
            Assignee = "kim",
            Tags = ["x"],
            Time = Some.Start,
        };
        var read = AlertJson.ReadTriage(AlertJson.ToBytes(record));
        read.Tags.ShouldBe(record.Tags);
        (read with { Tags = record.Tags }).ShouldBe(record);
        record.Problems().ShouldBeEmpty();
        var saved = new ArrayBufferWriter<byte>();
        record.ToLedger().Save(saved);
        var from = saved.WrittenSpan;
        AlertTriage.Load(ref from).ShouldBe(record.ToLedger());
        (record with { Status = "shut" }).Problems().ShouldNotBeEmpty();
        (record with { Reason = null }).Problems().ShouldHaveSingleItem().ShouldContain("false_positive");
        (record with { Alert = "f-1" }).Problems().ShouldHaveSingleItem();
        (record with { Status = "open" }).Problems().ShouldHaveSingleItem();
    }

    [Fact]
    public void Precision_counts_judged_alerts_once_for_each_rule_with_points()
    {
        var account = new Subject(AtOnce);
        account.At(Days(0), Subject.Ticket);
        account.At(Days(1), Subject.Ticket, Subject.More);
        var (first, second, third) = (account.Last, account.Last with { Id = "a-2" }, account.Last with { Id = "a-3" });
        var suppressed = account.Last with { Id = "a-4", Reasons = [account.Last.Reasons[0] with { Points = 0 }] };
        var precision = RulePrecision.Of(
            [account.All[0], first, second, third, suppressed],
            [Verdict(first, "resolved", 1), Verdict(second, "benign", 5), Verdict(second, "resolved", 2), Verdict(third, "duplicate", 1)]);
        precision.Select(rule => rule.Rule).ShouldBe(["D07", "D08"]);
        precision[0].ShouldBe(new RulePrecision("D07", 3, 1, 0, 1));
        precision[0].Precision.ShouldBe(0.5);
        new RulePrecision("D01", 3, 0, 0, 0).Precision.ShouldBeNull();
    }

    private static TriageRecord Verdict(AlertDocument alert, string reason, long time) =>
        new() { Alert = alert.Id, Status = "closed", Reason = reason, Time = time };

    private static TimeSpan Days(double days) => TimeSpan.FromDays(days);
}
