namespace Streams.Cli.Configuration.Sections;

/// <summary>
/// The worker's own HTTP. Health and readiness answer anybody with one word; everything else needs the token where one
/// is set.
/// </summary>
internal sealed record HttpConfiguration
{
    [Setting("Address and port, host:port; port 0 takes a free one.", As = SettingKind.HostPort)]
    public string Bind { get; init; } = "127.0.0.1:8080";

    [Setting("File that holds the bearer token.", As = SettingKind.SecretFile)]
    public string? TokenFile { get; init; }

    [Setting("Bind beyond loopback without a token: only behind a proxy or a network that decides who may ask.")]
    public bool InsecureAllowAnyone { get; init; }

    [Setting("Serve /metrics for Prometheus.")]
    public bool Metrics { get; init; } = true;
}
