using Streams.Core.Scoring;

namespace Streams.Console.Report.Pictures;

/// <summary>Everywhere that an account was seen, to half a degree, over all its findings' evidence.</summary>
internal sealed record SeenPlace(int Number, GeoPoint Point, string Country, int Times, long First, long Last,
    IReadOnlyList<string> Addresses);

/// <summary>Two records of one finding, one after the other in time, in two places.</summary>
internal sealed record Journey(SeenPlace From, SeenPlace To, long Start, long GapMs, double DistanceKm, string Rule,
    double? SpeedAtLeast)
{
    /// <summary>Without the location's uncertainty; the rule's own figure takes both radii off.</summary>
    public double SpeedKmh => DistanceKm / Math.Max(GapMs / 3_600_000.0, 1.0 / 60);

    public bool IsImpossible => Rule is "D01" or "D02";
}

internal sealed record Travels(IReadOnlyList<SeenPlace> Places, IReadOnlyList<Journey> Journeys, GeoPoint? Home)
{
    private const int JourneysMax = 12, PlacesMax = 30;

    /// <summary>Nearer than the floor of a fixed line's uncertainty twice over, two records are one place to the
    /// eye.</summary>
    private const double JourneyKmMin = 100;

    public static Travels Of(AccountDocument account)
    {
        var seen = account.Findings.SelectMany(finding => finding.Evidence)
            .Where(IsLocated).DistinctBy(e => (e.Time, e.EventId, e.Record)).ToList();
        var places = seen.GroupBy(Cell)
            .OrderByDescending(cell => cell.Count()).ThenBy(cell => cell.Min(e => e.Time)).ThenBy(cell => cell.Key)
            .Take(PlacesMax).OrderBy(cell => cell.Min(e => e.Time)).ThenBy(cell => cell.Key)
            .Select((cell, i) => new SeenPlace(i + 1, Point(cell.MinBy(e => e.Time)!), Countries(cell), cell.Count(),
                cell.Min(e => e.Time), cell.Max(e => e.Time),
                    [.. cell.Select(e => e.Ip ?? "").Where(ip => ip != "").Distinct().Order(StringComparer.Ordinal)]))
            .ToList();
        var byCell = places.ToDictionary(place => Cell(place.Point));
        var journeys = account.Findings.Where(finding => finding.Group == "where")
            .SelectMany(finding => JourneysOf(finding, byCell))
            .GroupBy(j => (Math.Min(j.From.Number, j.To.Number), Math.Max(j.From.Number, j.To.Number)))
            .Select(pair => pair.OrderByDescending(j => j.IsImpossible).ThenByDescending(j => j.SpeedKmh)
                .ThenBy(j => j.Start).First())
            .OrderByDescending(j => j.IsImpossible).ThenByDescending(j => j.SpeedKmh).ThenBy(j => j.Start)
            .Take(JourneysMax).ToList();
        var home = account.Declared is { Latitude: { } lat, Longitude: { } lon } && new GeoPoint(lat, lon).IsValid
            ? new GeoPoint(lat, lon) : (GeoPoint?)null;
        return new Travels(places, journeys, home);
    }

    private static IEnumerable<Journey> JourneysOf(FindingDocument finding, Dictionary<(int, int), SeenPlace> places)
    {
        var records = finding.Evidence.Where(IsLocated).OrderBy(e => e.Time)
            .ThenBy(e => e.EventId, StringComparer.Ordinal).ToList();
        for (var i = 1; i < records.Count; i++)
        {
            if (!places.TryGetValue(Cell(records[i - 1]), out var from)
                || !places.TryGetValue(Cell(records[i]), out var to)) continue;
            var distance = Point(records[i - 1]).DistanceKm(Point(records[i]));
            if (from == to || distance < JourneyKmMin) continue;
            // The rule's figure speaks of one pair; with more records it cannot be told which.
            var speed = records.Count == 2 && finding.Facts.TryGetValue("speed_kmh_min", out var fact)
                && fact is double kmh ? kmh : (double?)null;
            yield return new Journey(from, to, records[i - 1].Time, records[i].Time - records[i - 1].Time, distance,
                finding.Rule, speed);
        }
    }

    private static bool IsLocated(EvidenceDocument e) => e is { Latitude: { } lat, Longitude: { } lon }
        && new GeoPoint(lat, lon).IsValid;

    private static GeoPoint Point(EvidenceDocument e) => new(e.Latitude!.Value, e.Longitude!.Value);

    private static (int, int) Cell(EvidenceDocument e) => Cell(Point(e));

    private static (int, int) Cell(GeoPoint p) => ((int)Math.Round(p.Latitude * 2), (int)Math.Round(p.Longitude * 2));

    private static string Countries(IEnumerable<EvidenceDocument> cell) =>
        string.Join("/", cell.Select(e => e.Country ?? "").Where(c => c != "").Distinct()
            .Order(StringComparer.Ordinal));
}
