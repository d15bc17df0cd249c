namespace Streams.Acceptance.Service;

/// <summary>Every way in that a broker offers: without TLS, by password or token over TLS, by a client's certificate.</summary>
internal static class Listeners
{
    /// <summary>A scope without which the broker takes no token.</summary>
    public const string Scope = "kafka";

    /// <summary>Longer than that no connection lives on one token.</summary>
    public const int TokenMs = 5_000;

    private const string Modules = "org.apache.kafka.common.security";

    public static string[] Options(string clientAuthorities) =>
    [
        "--secure",
        .. new[]
        {
            "listeners=PLAINTEXT://127.0.0.1:{+0},SECURE://127.0.0.1:{+2},MUTUAL://127.0.0.1:{+3},CONTROLLER://127.0.0.1:{+1}",
            "advertised.listeners=PLAINTEXT://127.0.0.1:{+0},SECURE://127.0.0.1:{+2},MUTUAL://127.0.0.1:{+3}",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL",
            "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
            $"listener.name.secure.scram-sha-256.sasl.jaas.config={Modules}.scram.ScramLoginModule required;",
            $"listener.name.secure.scram-sha-512.sasl.jaas.config={Modules}.scram.ScramLoginModule required;",
            // Takes tokens without a signature, but asks for times and scope.
            $"listener.name.secure.oauthbearer.sasl.jaas.config={Modules}.oauthbearer.OAuthBearerLoginModule required "
                + $"unsecuredLoginStringClaim_sub=\"broker\" unsecuredValidatorRequiredScope=\"{Scope}\";",
            FormattableString.Invariant($"listener.name.secure.oauthbearer.connections.max.reauth.ms={TokenMs}"),
            "listener.name.mutual.ssl.keystore.type=PKCS12",
            "listener.name.mutual.ssl.keystore.location={data}/keys.p12",
            "listener.name.mutual.ssl.keystore.password=changeit",
            "listener.name.mutual.ssl.key.password=changeit",
            "listener.name.mutual.ssl.client.auth=required",
            "listener.name.mutual.ssl.truststore.type=PEM",
            $"listener.name.mutual.ssl.truststore.location={clientAuthorities}",
        }.SelectMany(setting => new[] { "--set", setting }),
    ];
}
