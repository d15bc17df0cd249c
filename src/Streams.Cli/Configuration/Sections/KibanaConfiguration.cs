namespace Streams.Cli.Configuration.Sections;

/// <summary>Where the dashboards go.</summary>
internal sealed record KibanaConfiguration
{
    [Setting("Address of Kibana; null leaves dashboards out.", As = SettingKind.Url)]
    public string? Url { get; init; }

    [Setting("Space to import into; null is the default one.", As = SettingKind.Name)]
    public string? Space { get; init; }

    [Setting("File that holds the encoded API key.", As = SettingKind.SecretFile)]
    public string? ApiKeyFile { get; init; }

    [Setting("For basic authentication.")]
    public string? Username { get; init; }

    [Setting("File that holds the password for basic authentication.", As = SettingKind.SecretFile)]
    public string? PasswordFile { get; init; }

    [Setting("Authorities to trust, PEM; null trusts the system's.", As = SettingKind.File)]
    public string? CaFile { get; init; }
}
