namespace Streams.Cli.Configuration.Sections;

/// <summary>
/// PLAIN hands the password to whoever listens, so it needs TLS. Broker host names are verified; switching that off
/// needs two keys, so that it cannot happen by a copied line.
/// </summary>
internal sealed record KafkaSecurityConfiguration
{
    [Setting("How the connection is protected.", OneOf = ["PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT"])]
    public string Protocol { get; init; } = "PLAINTEXT";

    [Setting("How a worker proves who it is; for the SASL protocols.",
        OneOf = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"])]
    public string? Mechanism { get; init; }

    [Setting("For PLAIN and SCRAM.")]
    public string? Username { get; init; }

    [Setting("File that holds the password for PLAIN and SCRAM.", As = SettingKind.SecretFile)]
    public string? PasswordFile { get; init; }

    [Setting("Token endpoint, for OAUTHBEARER.", As = SettingKind.Url)]
    public string? OauthEndpoint { get; init; }

    [Setting("For OAUTHBEARER.")]
    public string? OauthClientId { get; init; }

    [Setting("File that holds the client's secret, for OAUTHBEARER.", As = SettingKind.SecretFile)]
    public string? OauthClientSecretFile { get; init; }

    [Setting("Scope to ask for, for OAUTHBEARER.")]
    public string? OauthScope { get; init; }

    [Setting("Authorities to trust for the token endpoint, PEM; null trusts the system's.", As = SettingKind.File)]
    public string? OauthCaFile { get; init; }

    [Setting("Authorities to trust, PEM; null trusts the system's.", As = SettingKind.File)]
    public string? CaFile { get; init; }

    [Setting("The worker's own certificate for mutual TLS, PEM.", As = SettingKind.File)]
    public string? CertFile { get; init; }

    [Setting("Key of the worker's certificate, PEM.", As = SettingKind.SecretFile)]
    public string? KeyFile { get; init; }

    [Setting("File that holds the password of the key.", As = SettingKind.SecretFile)]
    public string? KeyPasswordFile { get; init; }

    [Setting("Do not compare a broker's certificate with its host name. Only together with insecure_accept_impersonation.")]
    public bool InsecureSkipHostVerification { get; init; }

    [Setting("Says that whoever holds any certificate of a trusted authority may pose as a broker.")]
    public bool InsecureAcceptImpersonation { get; init; }

    /// <summary>Whether a broker's name is checked: true unless both keys say otherwise.</summary>
    public bool VerifiesHostName => !(InsecureSkipHostVerification && InsecureAcceptImpersonation);

    public bool UsesTls => Protocol is "SSL" or "SASL_SSL";

    public bool UsesSasl => Protocol is "SASL_SSL" or "SASL_PLAINTEXT";
}
