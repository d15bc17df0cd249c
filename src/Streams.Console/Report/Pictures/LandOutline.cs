using System.Globalization;
using System.Text;

namespace Streams.Console.Report.Pictures;

/// <summary>The land and the graticule as two SVG paths, written once a report and used by every map of it.</summary>
internal static class LandOutline
{
    public static void WriteDefinitions(HtmlWriter html)
    {
        html.Write($"""<svg class="defs" aria-hidden="true" focusable="false" width="0" height="0"><defs>""");
        html.Write($"""<path id="land" d="{""}""");
        html.Asset(Land());
        html.Write($"""{""}"/><path id="graticule" d="{""}""");
        html.Asset(Graticule());
        html.Write($"""
            {""}"/><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto">
            <path d="M0 0L8 4L0 8z"/></marker></defs></svg>

            """);
    }

    private static string Land()
    {
        var path = new StringBuilder();
        foreach (var line in Assets.Read("land.txt").Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var numbers = line.Split(' ');
            int lon = 0, lat = 0, lastX = 0, lastY = 0;
            for (var i = 0; i + 1 < numbers.Length; i += 2)
            {
                lon += int.Parse(numbers[i], CultureInfo.InvariantCulture);
                lat += int.Parse(numbers[i + 1], CultureInfo.InvariantCulture);
                var (sheetX, sheetY) = Sheet.Project(new GeoPoint(lat / 10.0, lon / 10.0));
                // Tenths of a unit, relative to the point before: half the length of absolute coordinates.
                var (x, y) = ((int)Math.Round(sheetX * 10), (int)Math.Round(sheetY * 10));
                path.Append(i == 0 ? 'M' : 'l').Append(Tenths(i == 0 ? x : x - lastX)).Append(' ')
                    .Append(Tenths(i == 0 ? y : y - lastY));
                (lastX, lastY) = (x, y);
            }

            path.Append('z');
        }

        return path.ToString();
    }

    private static string Graticule()
    {
        var path = new StringBuilder();
        for (var lon = -180; lon <= 180; lon += 30)
            Line(path, Enumerable.Range(-9, 19).Select(i => new GeoPoint(i * 10, lon)));
        for (var lat = -60; lat <= 60; lat += 30)
            Line(path, [new GeoPoint(lat, -180), new GeoPoint(lat, 180)]);
        return path.ToString();
    }

    private static void Line(StringBuilder path, IEnumerable<GeoPoint> points)
    {
        var command = 'M';
        foreach (var (x, y) in points.Select(Sheet.Project))
        {
            path.Append(command).Append(Tenths((int)Math.Round(x * 10))).Append(' ')
                .Append(Tenths((int)Math.Round(y * 10)));
            command = 'L';
        }
    }

    private static string Tenths(int value) => (value / 10.0).ToString("0.#", CultureInfo.InvariantCulture);
}
