namespace Streams.Console.Report.Pictures;

internal readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadiusKm = 6371.0088;

    public bool IsValid => Math.Abs(Latitude) <= 90 && Math.Abs(Longitude) <= 180;

    public double DistanceKm(GeoPoint other) => EarthRadiusKm * AngleTo(other);

    /// <summary>Points of the great circle from here to there, both ends included.</summary>
    public IEnumerable<GeoPoint> ArcTo(GeoPoint other, int steps)
    {
        var angle = AngleTo(other);
        var (x1, y1, z1) = Vector();
        var (x2, y2, z2) = other.Vector();
        for (var i = 0; i <= steps; i++)
        {
            var t = (double)i / steps;
            // Antipodes have no one great circle; their sine vanishes too, and a straight blend is as good as any.
            var flat = Math.Sin(angle) < 1e-6;
            var a = flat ? 1 - t : Math.Sin((1 - t) * angle) / Math.Sin(angle);
            var b = flat ? t : Math.Sin(t * angle) / Math.Sin(angle);
            var (x, y, z) = (a * x1 + b * x2, a * y1 + b * y2, a * z1 + b * z2);
            yield return new GeoPoint(Degrees(Math.Atan2(z, Math.Sqrt(x * x + y * y))), Degrees(Math.Atan2(y, x)));
        }
    }

    private double AngleTo(GeoPoint other)
    {
        var dLat = Radians(other.Latitude - Latitude) / 2;
        var dLon = Radians(other.Longitude - Longitude) / 2;
        var h = Math.Sin(dLat) * Math.Sin(dLat)
            + Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * Math.Sin(dLon) * Math.Sin(dLon);
        return 2 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private (double X, double Y, double Z) Vector()
    {
        var (lat, lon) = (Radians(Latitude), Radians(Longitude));
        return (Math.Cos(lat) * Math.Cos(lon), Math.Cos(lat) * Math.Sin(lon), Math.Sin(lat));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Degrees(double radians) => radians * 180 / Math.PI;
}

/// <summary>
/// The Natural Earth projection (Patterson, Šavrič, Jenny): neither equal-area nor conformal, but the world as people
/// expect it.
/// Onto a sheet 1000 wide.
/// </summary>
internal static class Sheet
{
    public const double Width = 1000, Height = 520;

    private const double Scale = Width / (2 * Math.PI * 0.8707);

    public static (double X, double Y) Project(GeoPoint point)
    {
        var phi = point.Latitude * Math.PI / 180;
        var p2 = phi * phi;
        var p4 = p2 * p2;
        var x = 0.8707 + p2 * (-0.131979 + p2 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)));
        var y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)));
        return (Width / 2 + Scale * x * point.Longitude * Math.PI / 180, Height / 2 - Scale * y);
    }
}
