namespace Streams.Core.Detections.ImpossibleTravel;

/// <summary>D01. Sources: detections.md; shipped rules elsewhere use 800-900 km/h and 500-1,200 km.</summary>
public sealed record ImpossibleTravelSettings
{
    /// <summary>Least distance after both radii, km. <value>500; 50…20,000.</value></summary>
    public double DistanceKm { get; init; } = 500;

    /// <summary>
    /// Least speed after both radii, km/h: an airliner's cruise, so real door-to-door travel never reaches it.
    /// <value>900; 100…10,000.</value>
    /// </summary>
    public double SpeedKmh { get; init; } = 900;

    /// <summary>
    /// Below this many seconds one device at two places is one place (IPv4 and IPv6 disagree). <value>60;
    /// 0…3,600.</value>
    /// </summary>
    public int OnePlaceSeconds { get; init; } = 60;

    /// <summary>A pair of places seen on this many earlier days is known. <value>3; 1…255.</value></summary>
    public int KnownPairDays { get; init; } = 3;

    /// <summary>
    /// Factor on the strength for a known pair, and again for a mobile end in the same country. <value>0.2;
    /// 0…1.</value>
    /// </summary>
    public double KnownFactor { get; init; } = 0.2;

    /// <summary>
    /// Factor where neither end's kind of line is known: roaming cannot be ruled out. <value>0.5; 0…1.</value>
    /// </summary>
    public double UnknownLineFactor { get; init; } = 0.5;

    /// <summary>
    /// Whether an address in a data centre is a place. Security services' exits and cloud desktops are there, so it is
    /// not; D04 sees them.
    /// <value>false.</value>
    /// </summary>
    public bool HostingAnchors { get; init; }

    /// <summary>Weight, nats. <value>1.5; 0…8.</value></summary>
    public double Weight { get; init; } = 1.5;

    /// <summary>
    /// Weight where home→B→home breaks on both sides, on one device or session, all fixed lines, B undeclared.
    /// <value>3.0; 0…8.</value>
    /// </summary>
    public double BothSidesWeight { get; init; } = 3.0;

    /// <summary>
    /// Two breaks of one pair inside this time are one episode: a working day's back and forth. <value>24 h.</value>
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
