using System.Globalization;
using System.Text.RegularExpressions;
using Streams.Console.Report;
using Streams.Console.Report.Pictures;
using Streams.Core.Scoring;

namespace Streams.Console.Tests;

public sealed class PictureTests
{
    [Fact]
    public void Great_circles_have_the_known_lengths_and_ends()
    {
        var newYork = new GeoPoint(40.64, -73.78);
        var london = new GeoPoint(51.47, -0.45);
        newYork.DistanceKm(london).ShouldBe(5540, 15);
        var arc = newYork.ArcTo(london, 10).ToList();
        arc.Count.ShouldBe(11);
        arc[0].Latitude.ShouldBe(newYork.Latitude, 1e-9);
        arc[^1].Longitude.ShouldBe(london.Longitude, 1e-9);
        // The way leads north of both ends.
        arc.Max(point => point.Latitude).ShouldBeGreaterThan(51.5);
        Enumerable.Range(1, 10).ShouldAllBe(i => Math.Abs(arc[i].DistanceKm(arc[i - 1]) - 554) < 2);
    }

    [Fact]
    public void Antipodes_and_one_point_have_an_arc_of_numbers()
    {
        foreach (var point in new GeoPoint(10, 20).ArcTo(new GeoPoint(-10, -160), 8)
            .Concat(new GeoPoint(1, 1).ArcTo(new GeoPoint(1, 1), 8)))
            double.IsFinite(point.Latitude + point.Longitude).ShouldBeTrue();
    }

    [Fact]
    public void The_sheet_holds_the_world()
    {
        Sheet.Project(new GeoPoint(0, 0)).ShouldBe((500.0, 260.0));
        Sheet.Project(new GeoPoint(0, 180)).X.ShouldBe(1000, 0.01);
        Sheet.Project(new GeoPoint(90, 0)).Y.ShouldBeInRange(0, 10);
    }

    [Fact]
    public void Presence_is_counted_in_the_declared_zone_through_a_change_of_clocks()
    {
        // On 29 March 2026 Berlin goes from 02:00 to 03:00 at 01:00 UTC: 00:30Z is 01:30, 01:00Z is 03:00.
        var day = (int)(new DateTime(2026, 3, 29, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalDays;
        var week = WeekHours.Of(Account("Europe/Berlin", new PresenceDay(day, 0b111)));
        week[6, 1].ShouldBe(2);
        week[6, 2].ShouldBe(0);
        week[6, 3].ShouldBe(1);
        week.Total.ShouldBe(3);
        week.ZoneLabel.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public void A_zone_of_half_an_hour_moves_slots_into_the_next_day()
    {
        // Monday 2 March 2026, 18:30Z, is Tuesday 00:00 in Kolkata.
        var day = (int)(new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalDays;
        var week = WeekHours.Of(Account("Asia/Kolkata", new PresenceDay(day, 1UL << 37)));
        week[1, 0].ShouldBe(1);
        week.OfDay(1).ShouldBe(1);
        week.OfHour(0).ShouldBe(1);
    }

    [Fact]
    public void Bits_beyond_the_day_are_no_presence() =>
        WeekHours.Of(Account("UTC", new PresenceDay(20_000, 0xFFFF_0000_0000_0000))).Total.ShouldBe(0);

    [Fact]
    public void The_waterfall_ends_at_the_score_and_shows_what_the_cap_cut()
    {
        var account = Accounts.Scored(Accounts.Traveller());
        var steps = Waterfall.StepsOf(account);
        steps.Select(step => step.Label).ShouldBe(["prior", "where", "when", "score"]);
        steps[1].Points.ShouldBe(4.8, 1e-9);
        steps[1].IsCut.ShouldBeTrue();
        steps[2].IsCut.ShouldBeFalse();
        (100 / (1 + Math.Exp(-steps[^1].To))).ShouldBe(account.Score, 0.01);
    }

    [Fact]
    public void What_no_group_explains_is_a_step_of_its_own()
    {
        var account = Accounts.Scored(Accounts.Traveller());
        Waterfall.StepsOf(account with { Score = 99.0 }).ShouldContain(step => step.Label == "other");
        var hired = account.Findings[0] with { Rule = "D20" };
        Waterfall.StepsOf(account with { Score = 99.0, Findings = [hired] }).ShouldContain(step =>
            step.Label == "D20, D21");
    }

    [Fact]
    public void The_map_draws_the_fastest_move_between_two_places_once()
    {
        var travels = Travels.Of(Accounts.Traveller());
        travels.Places.Select(place => place.Country).ShouldBe(["US", "CN"]);
        var move = travels.Journeys.ShouldHaveSingleItem();
        move.IsImpossible.ShouldBeTrue();
        move.SpeedAtLeast.ShouldBe(6540.0);
        move.GapMs.ShouldBe(6_000_000);
    }

    [Fact]
    public void An_arc_over_the_date_line_is_two_lines_to_the_sheets_edges()
    {
        using var output = new StringWriter();
        WorldMap.Write(new HtmlWriter(output), Accounts.Allowed(), 1).ShouldBeTrue();
        var arc = Regex.Match(output.ToString(), "<path class=\"arc impossible\" d=\"([^\"]*)\"").Groups[1].Value;
        arc.Count(c => c == 'M').ShouldBe(2);
        // No step of the line is longer than a sixteenth of the sheet: none runs across the whole world.
        foreach (var part in arc.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var xs = part.Split('L').Select(p => double.Parse(p.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
            Enumerable.Range(1, xs.Count - 1).ShouldAllBe(i => Math.Abs(xs[i] - xs[i - 1]) < 60);
        }
    }

    [Fact]
    public void Without_coordinates_there_is_no_map()
    {
        using var output = new StringWriter();
        WorldMap.Write(new HtmlWriter(output), Accounts.Undeclared(), 1).ShouldBeFalse();
        output.ToString().ShouldBeEmpty();
    }

    private static AccountDocument Account(string zone, params PresenceDay[] presence) => Accounts.Traveller() with
    {
        Declared = new(null, zone, null, null, null, null, null, null, null, null),
        Presence = presence,
    };
}
