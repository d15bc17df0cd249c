namespace Streams.Core.Detections.AnonymiserNetwork;

/// <summary>D04. Source: detections.md; tunnel names as in Okta's <c>debugData.tunnels</c>.</summary>
public sealed record AnonymiserNetworkSettings
{
    /// <summary>Smoothed share of interactive logins from which on the rule holds. <value>0.2; 0…1.</value></summary>
    public double Share { get; init; } = 0.2;

    /// <summary>
    /// Logins through such networks, and distinct days of 30 with them. <value>5 on 3; 1…1,000 on 1…30.</value>
    /// </summary>
    public int Events { get; init; } = 5;

    public int Days { get; init; } = 3;

    /// <summary>Weight of a newest day in the smoothed share. <value>0.1; 0.01…1.</value></summary>
    public double Smoothing { get; init; } = 0.1;

    /// <summary>A named relay: share and distinct days of 30. <value>0.5 on 10.</value></summary>
    public double RelayShare { get; init; } = 0.5;

    public int RelayDays { get; init; } = 10;

    /// <summary>
    /// Providers of which one login is enough; lower case, a part of the name. <value>astrill.</value>
    /// </summary>
    public IReadOnlyList<string> FirstEventProviders { get; init; } = ["astrill"];

    /// <summary>
    /// Countries in which honest people commonly need a relay to work at all. <value>CN, IR, RU, TM.</value>
    /// </summary>
    public IReadOnlyList<string> RelayCountries { get; init; } = ["CN", "IR", "RU", "TM"];

    /// <summary>
    /// Weights, nats; each 0…8. <value>Hosting 0.8, consumer VPN 1.5, first-event providers 2.0, named relay 4.8 or
    /// 1.5.</value>
    /// </summary>
    public double HostingWeight { get; init; } = 0.8;

    public double ConsumerWeight { get; init; } = 1.5;

    public double FirstEventWeight { get; init; } = 2.0;

    public double RelayWeight { get; init; } = 4.8;

    public double RelayCountryWeight { get; init; } = 1.5;

    /// <summary>
    /// Strength of a VPN without a provider's name: coworking sites are tagged like that. <value>0.5; 0…1.</value>
    /// </summary>
    public double UnnamedStrength { get; init; } = 0.5;

    /// <summary>
    /// One sign-in writes many events: of one address inside this many minutes one counts. <value>10; 0…60.</value>
    /// </summary>
    public int CollapseMinutes { get; init; } = 10;

    /// <summary>Repeats inside this time are one episode: days are counted over 30. <value>30 d.</value></summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);
}
