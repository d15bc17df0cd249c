using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>A point with its uncertainty, as distances need it.</summary>
public readonly record struct Spot(float Latitude, float Longitude, float RadiusKm, NetworkClass Class)
{
    public static Spot Of(in Place place) => new(place.Latitude, place.Longitude, place.RadiusKm, place.Class);
}

/// <summary>Distances that hold in spite of what geolocation does not know (detections.md D01).</summary>
public static class Geography
{
    // Median error of located prefixes: 3-16 km on fixed lines, 179-207 km on mobile ones (arXiv 2605.21937).
    public const double FixedRadiusKm = 50, MobileRadiusKm = 250, MissingRadiusKm = 1000;

    private const double EarthRadiusKm = 6371.0088;

    public static double DistanceKm(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        if (latitude1 == latitude2 && longitude1 == longitude2) return 0;
        const double radians = Math.PI / 180;
        var sinLatitude = Math.Sin((latitude2 - latitude1) * radians / 2);
        var sinLongitude = Math.Sin((longitude2 - longitude1) * radians / 2);
        var a = sinLatitude * sinLatitude
            + Math.Cos(latitude1 * radians) * Math.Cos(latitude2 * radians) * sinLongitude * sinLongitude;
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }

    public static double DistanceKm(in Spot a, in Spot b) =>
        DistanceKm(a.Latitude, a.Longitude, b.Latitude, b.Longitude);

    /// <summary>What the place's circle is taken to be; a line of unknown kind may be a mobile one.</summary>
    public static double RadiusKm(in Spot spot)
    {
        if (!(spot.RadiusKm > 0)) return MissingRadiusKm;
        return Math.Max(spot.RadiusKm,
            spot.Class is NetworkClass.Mobile or NetworkClass.Unknown ? MobileRadiusKm : FixedRadiusKm);
    }

    /// <summary>
    /// A lower bound of the distance: MaxMind's circle holds 67 %, twice that 99 % of a Gaussian error, and independent
    /// errors add in
    /// quadrature.
    /// </summary>
    public static double DistanceAtLeastKm(in Spot a, in Spot b, double distanceKm)
    {
        double first = RadiusKm(a), second = RadiusKm(b);
        return Math.Max(0, distanceKm - 2 * Math.Sqrt(first * first + second * second));
    }

    /// <summary>
    /// The place is the address's own: not an exit of the organisation, not inside, not a relay that is on by default.
    /// </summary>
    public static bool IsOwn(in Place place) =>
        (place.Flags & (PlaceFlags.Egress | PlaceFlags.Inside | PlaceFlags.AllowedRelay)) == 0;

    /// <summary>Hours east of Greenwich that a longitude suggests: fifteen degrees an hour.</summary>
    public static int ZoneOf(float longitude) => Math.Clamp((int)Math.Round(longitude / 15.0), -12, 12);
}
