using System.Globalization;
using System.Text;
using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report.Pictures;

/// <summary>Where an account was seen: places, the great circles between them with gap and speed, and the declared
/// home.</summary>
internal static class WorldMap
{
    private const double PixelWidth = 640, PixelHeight = 320;
    private const int LabelsMax = 4;

    public static bool Write(HtmlWriter html, AccountDocument account, int rank)
    {
        var travels = Travels.Of(account);
        if (travels.Places.Count == 0) return false;
        html.Write($"""
            <figure class="map">
            <figcaption>Places in the evidence<span class="note">{Caption(travels)}</span></figcaption>

            """);
        Picture(html, travels, rank);
        Moves(html, travels);
        html.Write($"</figure>\n");
        return true;
    }

    public static void WritePlaces(HtmlWriter html, AccountDocument account)
    {
        var travels = Travels.Of(account);
        if (travels.Places.Count > 0) Places(html, travels);
    }

    private static string Caption(Travels travels) =>
        Wording.Count(travels.Places.Count, "place", "places")
        + (travels.Journeys.Count > 0 ? ", " + Wording.Count(travels.Journeys.Count, "move", "moves") : "")
        + (travels.Home is null ? "; no home declared" : "; the house is the declared home");

    private static void Picture(HtmlWriter html, Travels travels, int rank)
    {
        var arcs = travels.Journeys.Select(j => Arc(j.From.Point, j.To.Point)).ToList();
        var box =
            View.Around(travels.Places.Select(p => p.Point).Concat(travels.Home is { } h ? [h] : [])
            .Select(Sheet.Project)
            .Concat(arcs.SelectMany(arc => arc.SelectMany(part => part))));
        var k = box.Width / PixelWidth;
        html.Write($"""
            <svg class="pic" role="img" aria-labelledby="mt{rank} md{rank}" viewBox="{box.X:0.#} {box.Y:0.#}
            {box.Width:0.#} {box.Height:0.#}">
            <title id="mt{rank}">Map of the places in the evidence</title><desc id="md{rank}">{Describe(travels)}</desc>
            <rect class="sea" x="{box.X:0.#}" y="{box.Y:0.#}" width="{box.Width:0.#}" height="{box.Height:0.#}"/>
            <use class="graticule" href="#graticule"/><use class="land" href="#land"/>

            """);
        for (var i = 0; i < arcs.Count; i++)
        {
            var kind = travels.Journeys[i].IsImpossible ? "arc impossible" : "arc";
            html.Write($"""<path class="{kind}" d="{PathOf(arcs[i])}"/>""");
        }

        foreach (var place in travels.Places)
        {
            var (x, y) = Sheet.Project(place.Point);
            html.Write(
                $"""<circle class="place" cx="{x:0.##}" cy="{y:0.##}" r="{8.5 * k:0.##}"/>"""
                    + $"""<text class="in" x="{x:0.##}" y="{y + 3.6 * k:0.##}" font-size="{10 * k:0.##}" """
                    + $"""text-anchor="middle">{place.Number}</text>""");
        }

        if (travels.Home is { } home)
        {
            var (x, y) = Sheet.Project(home);
            // Beside the place that it falls together with, where there is one.
            if (travels.Places.Select(p => Sheet.Project(p.Point))
                .Any(p => Math.Abs(p.X - x) < 12 * k && Math.Abs(p.Y - y) < 12 * k)) x += 17 * k;
            html.Write($"""<path class="home" d="M{x - 7 * k:0.##} {y:0.##}l{7 * k:0.##} {-7 * k:0.##}l{7 * k:0.##}""");
            html.Write($""" {7 * k:0.##}h{-2.5 * k:0.##}v{6 * k:0.##}h{-9 * k:0.##}v{-6 * k:0.##}z"/>""");
        }

        Labels(html, travels, arcs, box, k);
        html.Write($"\n</svg>\n");
    }

    private static void Labels(HtmlWriter html, Travels travels, List<List<List<(double X, double Y)>>> arcs, View box,
        double k)
    {
        var taken = new List<double>();
        for (var i = 0; i < Math.Min(LabelsMax, arcs.Count); i++)
        {
            var text = $"{Wording.Gap(travels.Journeys[i].GapMs)} · {Speed(travels.Journeys[i])}";
            var longest = arcs[i].MaxBy(part => part.Count)!;
            var (x, y) = longest[longest.Count / 2];
            var half = text.Length * 2.9 * k + 6 * k;
            x = Math.Clamp(x, box.X + half, box.X + box.Width - half);
            y = Math.Clamp(y - 12 * k, box.Y + 14 * k, box.Y + box.Height - 10 * k);
            while (taken.Exists(other => Math.Abs(other - y) < 17 * k)) y += 17 * k;
            taken.Add(y);
            html.Write(
                $"""<rect class="tag" x="{x - half:0.##}" y="{y - 10 * k:0.##}" width="{2 * half:0.##}" """
                    + $"""height="{15 * k:0.##}" rx="{2 * k:0.##}"/>"""
                    + $"""<text class="on" x="{x:0.##}" y="{y + 1 * k:0.##}" font-size="{10.5 * k:0.##}" """
                    + $"""text-anchor="middle">{text}</text>""");
        }
    }

    private static void Moves(HtmlWriter html, Travels travels)
    {
        if (travels.Journeys.Count == 0) return;
        html.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Moves"><table class="plain">""");
        html.Write($"""<thead><tr><th scope="col">From – to</th><th scope="col">Left (UTC)</th>""");
        html.Write($"""<th scope="col" class="n">Gap</th><th scope="col" class="n">Distance</th>""");
        html.Write($"""<th scope="col" class="n">Speed</th><th scope="col">Rule</th></tr></thead><tbody>""");
        foreach (var j in travels.Journeys)
        {
            html.Write($"""<tr><td>{j.From.Number} {j.From.Country} – {j.To.Number} {j.To.Country}</td>""");
            html.Write($"""<td>{Wording.Minute(j.Start)}</td><td class="n">{Wording.Gap(j.GapMs)}</td>""");
            html.Write($"""<td class="n">{Wording.Number(j.DistanceKm)} km</td><td class="n">{Speed(j)}</td>""");
            html.Write($"""<td>{j.Rule}</td></tr>""");
        }
        html.Write($"</tbody></table></div>\n");
    }

    private static void Places(HtmlWriter html, Travels travels)
    {
        html.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Places">""");
        html.Write($"""<table class="plain places"><thead><tr><th scope="col">Place</th>""");
        html.Write($"""<th scope="col" class="n">Records</th><th scope="col">First – last</th>""");
        html.Write($"""<th scope="col" class="n">From home</th><th scope="col">Addresses</th></tr></thead><tbody>""");
        foreach (var place in travels.Places)
        {
            var distance = travels.Home is { } home ? Wording.Number(home.DistanceKm(place.Point)) + " km" : "—";
            html.Write($"""<tr><td class="t">{place.Number} {place.Country} """);
            html.Write($"""<span class="dim">{Coordinates(place.Point)}</span></td><td class="n">{place.Times}</td>""");
            html.Write($"""<td class="t">{Wording.Day(place.First)} – {Wording.Day(place.Last)}</td>""");
            html.Write($"""<td class="n">{distance}</td><td class="mono">{Some(place.Addresses)}</td></tr>""");
        }

        html.Write($"</tbody></table></div>\n");
    }

    private static string Speed(Journey journey) => journey.SpeedAtLeast is { } least
        ? $"≥ {Wording.Number(least)} km/h"
        : $"{Wording.Number(journey.SpeedKmh)} km/h";

    private static string Describe(Travels travels) => travels.Journeys.Count == 0
        ? $"{Caption(travels)}. Listed in the table below."
        : string.Join("; ", travels.Journeys.Select(j =>
            $"from {j.From.Country} to {j.To.Country}, {Wording.Number(j.DistanceKm)} km in {Wording.Gap(j.GapMs)}, "
                + $"{Speed(j)}")) + ".";

    private static string Some(IReadOnlyList<string> items) =>
        string.Join(" ", items.Take(4)) + (items.Count > 4 ? $" and {items.Count - 4} more" : "");

    private static string Coordinates(GeoPoint p) => string.Create(CultureInfo.InvariantCulture,
        $"{Math.Abs(p.Latitude):0.0}°{(p.Latitude < 0 ? 'S' : 'N')} "
            + $"{Math.Abs(p.Longitude):0.0}°{(p.Longitude < 0 ? 'W' : 'E')}");

    /// <summary>An arc over the date line is two lines on the sheet.</summary>
    private static List<List<(double X, double Y)>> Arc(GeoPoint from, GeoPoint to)
    {
        var parts = new List<List<(double, double)>> { new() };
        GeoPoint? last = null;
        foreach (var point in from.ArcTo(to, 64))
        {
            if (last is { } before && Math.Abs(before.Longitude - point.Longitude) > 180)
            {
                // Both parts run to the sheet's edge, at the latitude where the line is crossed.
                var edge = before.Longitude > 0 ? 180 : -180;
                var share = (edge - before.Longitude) / (point.Longitude + 2 * edge - before.Longitude);
                var latitude = before.Latitude + share * (point.Latitude - before.Latitude);
                parts[^1].Add(Sheet.Project(new GeoPoint(latitude, edge)));
                parts.Add([Sheet.Project(new GeoPoint(latitude, -edge))]);
            }

            parts[^1].Add(Sheet.Project(point));
            last = point;
        }

        return parts;
    }

    private static string PathOf(List<List<(double X, double Y)>> parts)
    {
        var path = new StringBuilder();
        foreach (var part in parts)
            for (var i = 0; i < part.Count; i++)
                path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{part[i].X:0.#} {part[i].Y:0.#}");
        return path.ToString();
    }

    /// <summary>The part of the sheet that is shown: all points with a margin, never so near that the outline turns to
    /// polygons.</summary>
    private sealed record View(double X, double Y, double Width, double Height)
    {
        private const double WidthMin = 260, Margin = 1.25;

        public static View Around(IEnumerable<(double X, double Y)> points)
        {
            var all = points.ToList();
            double left = all.Min(p => p.X), right = all.Max(p => p.X), top = all.Min(p => p.Y),
                bottom = all.Max(p => p.Y);
            var width =
                Math.Max(Math.Max((right - left) * Margin + 40, (bottom - top) * Margin * PixelWidth / PixelHeight
                + 40), WidthMin);
            width = Math.Min(width, Sheet.Width);
            var height = width * PixelHeight / PixelWidth;
            var x = Math.Clamp((left + right - width) / 2, 0, Sheet.Width - width);
            var y = Math.Clamp((top + bottom - height) / 2, 0, Math.Max(0, Sheet.Height - height));
            return new View(x, y, width, height);
        }
    }
}
