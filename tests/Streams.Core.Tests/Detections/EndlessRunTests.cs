using Streams.Core.Activities;
using Streams.Core.Enrichment;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class EndlessRunTests
{
    [Fact]
    public void Eighteen_hours_without_a_pause_are_an_incident_at_first()
    {
        var desk = Run(new Desk(), "2026-03-02 06:00", 18);
        desk.Of("D12").ShouldBeEmpty();
        var finding = Run(new Desk(), "2026-03-02 06:00", 20).One("D12");
        finding.Claims[0].Strength.ShouldBe(0.25);
        finding.Claims[0].Weight.ShouldBe(3.2);
        finding.Evidence[0].Time.ShouldBe(At("2026-03-02 06:00"));
        finding.Evidence[^1].Time.ShouldBe(At("2026-03-03 01:00"));
    }

    [Fact]
    public void More_than_a_day_is_beyond_one_person()
    {
        var desk = Run(new Desk(), "2026-03-02 06:00", 25);
        desk.One("D12").Claims.Select(claim => claim.Strength).ShouldBe([0.25, 1]);
        desk.Fact("D12", "run_hours").ShouldBe(25);
    }

    [Fact]
    public void The_third_long_run_of_a_fortnight_is_a_habit()
    {
        var desk = new Desk();
        foreach (var day in new[] { 2, 5, 8 }) Run(desk, $"2026-03-0{day} 06:00", 19);
        desk.One("D12").Claims.Select(claim => claim.Strength).ShouldBe([0.25, 0.25, 0.5]);
        var rare = new Desk();
        foreach (var day in new[] { 2, 10, 18 }) Run(rare, $"2026-03-{day:00} 06:00", 19);
        rare.One("D12").Claims.ShouldAllBe(claim => claim.Strength == 0.25);
    }

    [Fact]
    public void Six_hours_end_a_run()
    {
        var desk = Run(new Desk(), "2026-03-02 06:00", 10);
        Run(desk, "2026-03-02 22:00", 12);
        desk.Of("D12").ShouldBeEmpty();
    }

    [Fact]
    public void Only_presence_keeps_a_run_going()
    {
        var desk = new Desk();
        for (var hour = 0; hour < 40; hour++)
            desk.See(Login(At("2026-03-02 06:00") + hour * 3_600_000L).Change(a => a.Kind = ActivityKind.VpnTraffic));
        desk.Of("D12").ShouldBeEmpty();
    }

    [Fact]
    public void The_rotas_nights_are_masked_and_its_days_are_not()
    {
        var week = new Span(At("2026-03-01 00:00"), At("2026-03-20 00:00"));
        Run(new Desk(People.Berliner(row => row with { OnCall = [week] })), "2026-03-02 08:00", 40).Of("D12")
            .ShouldBeEmpty();
        var day = new Span(At("2026-03-02 09:00"), At("2026-03-02 19:00"));
        Run(new Desk(People.Berliner(row => row with { OnCall = [day] })), "2026-03-02 06:00", 25).One("D12");
    }

    private static Desk Run(Desk desk, string from, int hours)
    {
        for (var hour = 0; hour <= hours; hour++) desk.See(Login(At(from) + hour * 3_600_000L));
        return desk;
    }
}
