namespace Streams.Core.Detections.UndeclaredCountry;

/// <summary>D03. Source: detections.md.</summary>
public sealed record UndeclaredCountrySettings
{
    /// <summary>Weight, nats. <value>2.0; 0…8.</value></summary>
    public double Weight { get; init; } = 2.0;

    /// <summary>
    /// Strength after one day; an error of geolocation rarely lasts for two. <value>0.5; 0…1.</value>
    /// </summary>
    public double OneDayStrength { get; init; } = 0.5;

    /// <summary>Distinct days of 14 that give full strength. <value>2; 1…14.</value></summary>
    public int Days { get; init; } = 2;

    /// <summary>Countries that one sight of is enough, ISO 3166-1 alpha-2. <value>KP.</value></summary>
    public IReadOnlyList<string> Embargoed { get; init; } = ["KP"];

    /// <summary>Weight of an embargoed country, nats. <value>4.8; 0…8.</value></summary>
    public double EmbargoedWeight { get; init; } = 4.8;

    /// <summary>
    /// A mobile cell no farther than this from the declared home may stand across a border, km. <value>250;
    /// 0…1,000.</value>
    /// </summary>
    public double BorderKm { get; init; } = 250;

    /// <summary>
    /// Region form: never nearer than this to the declared home, km, after the radius. <value>300; 50…5,000.</value>
    /// </summary>
    public double RegionKm { get; init; } = 300;

    /// <summary>Region form: days at work in the declared country that count. <value>10; 2…90.</value></summary>
    public int RegionDays { get; init; } = 10;

    /// <summary>Weight of the region form, nats. <value>1.0; 0…8.</value></summary>
    public double RegionWeight { get; init; } = 1.0;

    /// <summary>Repeats inside this time are one episode: the days are counted over 14. <value>14 d.</value></summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(14);
}
