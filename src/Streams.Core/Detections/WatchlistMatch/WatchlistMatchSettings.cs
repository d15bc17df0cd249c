namespace Streams.Core.Detections.WatchlistMatch;

/// <summary>D22. Source: detections.md.</summary>
public sealed record WatchlistMatchSettings
{
    /// <summary>Email, wallet or key fingerprint: pages alone; nats. <value>8.0; 0…12.</value></summary>
    public double IdentityWeight { get; init; } = 8.0;

    /// <summary>An exact address: a level floor of high, a ticket; nats. <value>5.0; 0…12.</value></summary>
    public double IpWeight { get; init; } = 5.0;

    /// <summary>An address block or an email domain; nats. <value>3.0; 0…12.</value></summary>
    public double RangeWeight { get; init; } = 3.0;

    /// <summary>Repeats inside this time are one episode: an entry is listed for years. <value>90 d.</value></summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(90);
}
