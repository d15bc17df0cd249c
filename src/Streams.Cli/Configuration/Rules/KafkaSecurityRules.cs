using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>No password in the clear, no identity by halves, no unverified broker by accident.</summary>
internal static class KafkaSecurityRules
{
    private const string Path = "kafka.security.";

    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var security = configuration.Kafka.Security;
        CheckMechanism(security, problems);
        CheckTls(security, problems);
        if (security.InsecureSkipHostVerification == security.InsecureAcceptImpersonation) return;
        var alone = security.InsecureSkipHostVerification ? "insecure_skip_host_verification" : "insecure_accept_impersonation";
        problems.Add(new ConfigurationProblem(
            Path + alone,
            "true alone", "both insecure_skip_host_verification and insecure_accept_impersonation, or neither",
            "without the check whoever holds a certificate of a trusted authority can pose as a broker; ca_file is the better way"));
    }

    private static void CheckMechanism(KafkaSecurityConfiguration security, ICollection<ConfigurationProblem> problems)
    {
        if (!security.UsesSasl)
        {
            Unused(security, problems, ("mechanism", security.Mechanism), ("username", security.Username),
                ("password_file", security.PasswordFile),
                ("oauth_endpoint", security.OauthEndpoint), ("oauth_client_id", security.OauthClientId),
                    ("oauth_client_secret_file", security.OauthClientSecretFile), ("oauth_ca_file", security.OauthCaFile));
            return;
        }

        if (security.Mechanism is null) Missing("mechanism", security.Protocol, problems);
        if (security is { Protocol: "SASL_PLAINTEXT", Mechanism: "PLAIN" or "OAUTHBEARER" })
        {
            problems.Add(new ConfigurationProblem(
                Path + "mechanism", $"{security.Mechanism} over SASL_PLAINTEXT", "SASL_SSL, or SCRAM",
                    "it would send the secret readable"));
        }

        if (security.Mechanism is "PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-512")
        {
            if (security.Username is null) Missing("username", security.Mechanism, problems);
            if (security.PasswordFile is null) Missing("password_file", security.Mechanism, problems);
        }

        if (security.Mechanism != "OAUTHBEARER") return;
        if (security.OauthEndpoint is null) Missing("oauth_endpoint", security.Mechanism, problems);
        if (security.OauthClientId is null) Missing("oauth_client_id", security.Mechanism, problems);
        if (security.OauthClientSecretFile is null) Missing("oauth_client_secret_file", security.Mechanism, problems);
        if (security.OauthEndpoint?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true)
            problems.Add(new ConfigurationProblem(Path + "oauth_endpoint", "http", "https",
                "it would send the client's secret readable"));
    }

    private static void CheckTls(KafkaSecurityConfiguration security, ICollection<ConfigurationProblem> problems)
    {
        if (!security.UsesTls)
        {
            Unused(security, problems, ("ca_file", security.CaFile), ("cert_file", security.CertFile),
                ("key_file", security.KeyFile),
                ("key_password_file", security.KeyPasswordFile));
        }

        if (security.CertFile is null != security.KeyFile is null)
            Missing(security.CertFile is null ? "cert_file" : "key_file", "its other half", problems);
        if (security.KeyPasswordFile is not null && security.KeyFile is null)
            Missing("key_file", "key_password_file", problems);
    }

    /// <summary>A setting without effect is a misunderstanding: somebody believes to be protected by it.</summary>
    private static void Unused(
        KafkaSecurityConfiguration security, ICollection<ConfigurationProblem> problems,
            params ReadOnlySpan<(string Key, string? Value)> settings)
    {
        foreach (var (key, value) in settings)
        {
            if (value is null) continue;
            var protocols = key is "ca_file" or "cert_file" or "key_file" or "key_password_file" ? "SSL or SASL_SSL"
                : "SASL_SSL or SASL_PLAINTEXT";
            problems.Add(new ConfigurationProblem(
                Path + key, $"a setting that {security.Protocol} does not use", $"protocol {protocols}",
                    "set kafka.security.protocol, or leave it out"));
        }
    }

    private static void Missing(string key, string because, ICollection<ConfigurationProblem> problems) =>
        problems.Add(new ConfigurationProblem(Path + key, "nothing", $"a value: {because} needs it"));
}
