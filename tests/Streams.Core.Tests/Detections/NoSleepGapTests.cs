using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Detections.NoSleepGap;
using Streams.Core.Enrichment;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class NoSleepGapTests
{
    private const string First = "2026-03-02 00:00";

    /// <summary>Round the clock: every three hours, so the quiet arc is two and a half.</summary>
    private static readonly double[] Clock = [0, 3, 6, 9, 12, 15, 18, 21];

    private static readonly double[] Office = [8, 9, 10, 11, 13, 14, 15, 16];

    [Theory]
    [InlineData(0, 24)]
    [InlineData(20, 24)]
    public void Q5_of_nothing_is_a_whole_day(int allowed, double hours) =>
        (QuietArc.Longest(new int[48], allowed) / 2.0).ShouldBe(hours);

    [Fact]
    public void Q5_goes_around_midnight_and_forgives_a_twentieth()
    {
        var counts = new int[48];
        for (var slot = 16; slot < 36; slot++) counts[slot] = 5;
        (QuietArc.Longest(counts, 0) / 2.0).ShouldBe(14);
        counts[0] = 1;
        (QuietArc.Longest(counts, 0) / 2.0).ShouldBe(7.5);
        (QuietArc.Longest(counts, 1) / 2.0).ShouldBe(14);
    }

    [Fact]
    public void Round_the_clock_on_six_days_and_twice_in_a_row()
    {
        var desk = new Desk();
        Work(desk, First, 6, Clock);
        desk.Of("D11").ShouldBeEmpty();
        Work(desk, "2026-03-08 00:00", 1, Clock);
        desk.Of("D11").ShouldBeEmpty("one evaluation is not two");
        Work(desk, "2026-03-09 00:00", 1, Clock);
        var finding = desk.One("D11");
        finding.Claims[0].Strength.ShouldBe(1);
        finding.Claims[0].Weight.ShouldBe(4.1);
        finding.Claims[0].Measure.ShouldBe(2.5);
        finding.Claims[0].Time.ShouldBe(At("2026-03-09 00:00"));
        desk.Fact("D11", "quiet_arc_hours").ShouldBe(2.5);
        desk.Fact("D11", "days").ShouldBe(7);
        finding.Evidence.Length.ShouldBe(8);
        finding.Evidence.Select(evidence => evidence.Time).ShouldBeInOrder();
    }

    [Fact]
    public void Five_to_six_hours_are_weak()
    {
        var desk = new Desk();
        Work(desk, First, 10, [5.5, 8, 11, 14, 17, 20, 23, 23.5]);
        desk.One("D11").Claims.ShouldAllBe(claim => claim.Strength == 0.4 && claim.Measure == 5.5);
    }

    [Fact]
    public void Office_hours_and_a_nights_sleep_raise_nothing()
    {
        var desk = new Desk();
        Work(desk, First, 28, Office);
        Work(desk, "2026-04-01 00:00", 20, [7, 9, 12, 15, 18, 21, 23.5]);
        desk.Of("D11").ShouldBeEmpty();
    }

    [Fact]
    public void Too_few_half_hours_say_nothing()
    {
        var desk = new Desk();
        Work(desk, First, 14, [0], 4);
        Work(desk, First, 1, Clock);
        desk.Of("D11").ShouldBeEmpty();
    }

    [Fact]
    public void The_long_window_carries_a_quiet_fortnight()
    {
        var desk = new Desk();
        Work(desk, First, 12, Clock);
        var until = desk.One("D11").LastTime;

        // From here on the fortnight has too few half hours; four weeks still have enough.
        Work(desk, "2026-03-24 00:00", 4, [9, 15]);
        var finding = desk.One("D11");
        finding.LastTime.ShouldBeGreaterThan(At("2026-03-24 00:00"));
        finding.LastTime.ShouldBeGreaterThan(until);
        finding.Claims[^1].Strength.ShouldBe(1);
        finding.Summary.ShouldContain("28 days");
    }

    [Fact]
    public void A_fortnight_that_shows_sleep_is_not_overruled_by_the_weeks_before()
    {
        var desk = new Desk();
        Work(desk, First, 12, Clock);
        Work(desk, "2026-03-14 00:00", 14, Office);
        desk.One("D11").LastTime.ShouldBeLessThan(At("2026-03-27 00:00"));
    }

    [Fact]
    public void On_call_hours_are_masked()
    {
        var nights = Enumerable.Range(0, 20).Select(day => new Span(
            At(First) + day * EpochDay.Ms - 4 * 3_600_000L, At(First) + day * EpochDay.Ms + 7 * 3_600_000L));
        var desk = new Desk(People.Berliner(row => row with { OnCall = [.. nights] }));
        Work(desk, First, 12, Clock);
        desk.Of("D11").ShouldBeEmpty();
    }

    [Fact]
    public void Travel_across_more_than_four_zones_leaves_the_commonest_zone()
    {
        double[] early = [7, 8.5, 10, 11.5, 13, 14.5, 16, 17.5], late = [0.5, 2, 3.5, 5, 19, 20.5, 22, 23.5];
        var desk = new Desk();
        Work(desk, First, 8, early, place: Places.Berlin);
        Work(desk, "2026-03-10 00:00", 5, late, place: Places.Make("JP", 35.7f, 139.7f));
        Work(desk, "2026-03-15 00:00", 2, early, place: Places.Berlin);
        desk.Of("D11").ShouldBeEmpty();

        // The same hours without places look like two people.
        var unknown = new Desk();
        Work(unknown, First, 8, early);
        Work(unknown, "2026-03-10 00:00", 5, late);
        Work(unknown, "2026-03-15 00:00", 2, early);
        unknown.Of("D11").ShouldNotBeEmpty();
    }

    [Fact]
    public void Agents_tokens_and_service_accounts_do_not_stay_awake()
    {
        var desk = new Desk();
        var service = new Desk(People.Berliner(row => row with { Kind = AccountKind.Service }));
        for (var hour = 0; hour < 24 * 14; hour += 3)
        {
            var time = At(First) + hour * 3_600_000L;
            desk.See(Push(time, Commit(coAuthors: "Claude <noreply@anthropic.com>")),
                Login(time).Change(a => a.Kind = ActivityKind.SsoToken));
            service.See(Login(time));
        }

        desk.Of("D11").ShouldBeEmpty();
        service.Of("D11").ShouldBeEmpty();
    }

    [Fact]
    public void Each_evaluated_day_is_reported_with_the_arc_of_a_fortnight_before()
    {
        var desk = new Desk(People.Berliner());
        Work(desk, First, 20, Office);
        Work(desk, "2026-03-22 00:00", 8, Clock);
        var reports = desk.Step.Reports;
        reports.ShouldAllBe(report =>
            report.Kind == TenantReportKind.QuietArc && report.Country == CountryCode.Parse("DE"));
        var last = reports[^1];
        last.Value.ShouldBeLessThan(5);
        last.Earlier.ShouldBe(15.5);
        reports[0].Earlier.ShouldBe(double.NaN);
    }

    [Fact]
    public void A_late_event_is_a_bit_in_its_day()
    {
        var desk = new Desk();
        Work(desk, First, 8, [0, 3, 6, 9, 12]);
        for (var day = 0; day < 8; day++)
            foreach (var hour in new[] { 15, 18, 21 })
                desk.Late(Login(At(First) + day * EpochDay.Ms + hour * 3_600_000L));
        Work(desk, "2026-03-10 00:00", 3, Clock);
        desk.One("D11");
    }

    [Fact]
    public void A_fasting_month_is_told_from_a_second_person()
    {
        var fasting = CountryCode.Parse("ID");
        var reports = Enumerable.Range(0, 30).Select(i => Report(fasting, 9, i % 3 == 0 ? 5.5 : 8.5))
            .Concat(Enumerable.Range(0, 60).Select(i => Report(CountryCode.Parse("DE"), 9, i == 0 ? 3 : 9)))
            .Concat(Enumerable.Range(0, 5).Select(_ => Report(CountryCode.Parse("QA"), 9, 4)));
        var losses = NightCohort.Losses(reports);
        losses.Keys.ShouldBe([fasting]);
        losses[fasting].ShouldBe(3.5);

        Corrected(new Claim(0, 1, 4.1, 3), 3.5).ShouldBeNull();
        Corrected(new Claim(0, 1, 4.1, 2), 3.5)!.Value.Strength.ShouldBe(0.4);
        Corrected(new Claim(0, 1, 4.1, 1), 3.5)!.Value.Strength.ShouldBe(1);
        Corrected(new Claim(0, 1, 4.1, 1), 0).ShouldBe(new Claim(0, 1, 4.1, 1));
    }

    private static Claim? Corrected(Claim claim, double loss, double full = 5) =>
        NightCohort.Corrected(claim, loss, full, new NoSleepGapSettings());

    [Fact]
    public void Where_logs_are_dense_the_tenants_own_quantile_is_the_threshold()
    {
        // Quiet arcs of a bell curve around the hours, one and a quarter hours wide.
        static List<TenantReport> Nights(int count, double hours) => [.. Enumerable.Range(0, count)
            .Select(i => Report(default, 9, hours + 1.25 * Bell((i + 0.5) / count)))];
        var settings = new NoSleepGapSettings();
        NightCohort.FullHours(Nights(1000, 9.5), settings).ShouldBe(5, "a night's sleep leaves the catalogue's threshold");
        NightCohort.FullHours(Nights(1000, 8), settings).ShouldBe(4.55, 0.1);
        NightCohort.FullHours(Nights(1000, 6), settings).ShouldBe(4, "less is no sleep, however many do without");
        NightCohort.FullHours(Nights(100, 8), settings).ShouldBe(5, "too few to know a quantile of a third of a percent");

        // One in ten is two people: the short tail is theirs, and the half that sleeps longest says so.
        var crews = Nights(900, 9.5).Concat(Enumerable.Range(0, 100).Select(i => Report(default, 9, 2 + i % 6 / 2.0)));
        NightCohort.FullHours(crews, settings).ShouldBe(5);

        Corrected(new Claim(0, 1, 4.1, 4.5), 0, full: 4.25)!.Value.Strength.ShouldBe(0.4);
        Corrected(new Claim(0, 1, 4.1, 4), 0, full: 4.25)!.Value.Strength.ShouldBe(1);
        Corrected(new Claim(0, 0.4, 4.1, 4), 0, full: 4.25)!.Value.Strength.ShouldBe(0.4, "it never adds");
    }

    /// <summary>The normal quantile, by bisection of the error function's series.</summary>
    private static double Bell(double share)
    {
        double low = -6, high = 6;
        while (high - low > 1e-6)
        {
            var middle = (low + high) / 2;
            double sum = middle, term = middle;
            for (var n = 1; n < 200; n++) sum += (term *= middle * middle / (2 * n + 1));
            var below = 0.5 + sum * Math.Exp(-middle * middle / 2) / Math.Sqrt(2 * Math.PI);
            if (below < share) low = middle;
            else high = middle;
        }

        return low;
    }

    private static TenantReport Report(CountryCode country, double earlier, double now) =>
        new(TenantReportKind.QuietArc, default, 0, country, default, now, earlier);

    private static void Work(Desk desk, string from, int days, double[] hours, int perSlot = 1, Place place = default)
    {
        for (var day = 0; day < days; day++)
            foreach (var hour in hours)
                for (var i = 0; i < perSlot; i++)
                    desk.See(Login(At(from) + day * EpochDay.Ms + (long)(hour * 3_600_000) + i * 60_000, place));
    }
}
