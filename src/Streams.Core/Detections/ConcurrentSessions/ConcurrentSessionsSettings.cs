namespace Streams.Core.Detections.ConcurrentSessions;

/// <summary>
/// D02. Source: detections.md; Elastic's rule of three sessions in 30 minutes has no geography and is too noisy alone.
/// </summary>
public sealed record ConcurrentSessionsSettings
{
    /// <summary>Both devices show somebody inside this many minutes. <value>10; 1…30.</value></summary>
    public int WindowMinutes { get; init; } = 10;

    /// <summary>Least distance after both radii, km. <value>500; 50…20,000.</value></summary>
    public double DistanceKm { get; init; } = 500;

    /// <summary>Weight of two distant devices, nats. <value>2.0; 0…8.</value></summary>
    public double Weight { get; init; } = 2.0;

    /// <summary>Distinct days of 14 on which the approving phone is abroad. <value>2; 1…14.</value></summary>
    public int PhoneDays { get; init; } = 2;

    /// <summary>Weight of the approving phone abroad, nats. <value>2.5; 0…8.</value></summary>
    public double PhoneWeight { get; init; } = 2.5;

    /// <summary>
    /// Repeats inside this time are one episode: the phone's days are counted over 14. <value>14 d.</value>
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(14);

    /// <summary>The same two devices again inside this time are one episode. <value>24 h.</value></summary>
    public TimeSpan PairWindow { get; init; } = TimeSpan.FromHours(24);
}
