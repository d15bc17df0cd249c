namespace Streams.Cli.Configuration.Sections;

/// <summary>Destinations of alerts, and what holds for all of them.</summary>
internal sealed record WebhooksConfiguration
{
    [Setting("Who is told.", Most = 64)]
    public IReadOnlyList<DestinationConfiguration> Destinations { get; init; } = [];

    [Setting("Ports that destinations may use.", Least = 1, Most = 65_535)]
    public IReadOnlyList<int> AllowedPorts { get; init; } = [443];

    [Setting("Allow http:// for tests on one machine; secrets and alerts travel readable.")]
    public bool InsecureAllowHttp { get; init; }
}
