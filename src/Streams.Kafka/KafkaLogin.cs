using Confluent.Kafka;

namespace Streams.Kafka;

/// <summary>
/// Opens clients as who the configuration says, and says which setting to look at where brokers do not believe it.
/// Secrets are never said, nor the names of their files: such a name may be the secret itself, put in the wrong place.
/// </summary>
internal sealed class KafkaLogin
{
    private const string Settings = "kafka.security.";

    /// <summary>Before it a SCRAM client repeats its nonce, which brokers from Kafka 4.0 on take for a forgery.</summary>
    private const int ScramMended = 0x020601ff;

    private readonly KafkaSecurity _security;
    private readonly OauthTokens? _tokens;
    private SecretFiles _files;
    private volatile bool _wasRefused;

    public KafkaLogin(KafkaSecurity security)
    {
        _security = security;
        _files = SecretFiles.Of(security);
        if (security.Mechanism == "OAUTHBEARER") _tokens = OauthTokens.Of(security);
    }

    /// <summary>Brokers refuse what was read, and now the files say something else: whoever begins again may be let in.</summary>
    public bool IsOutdated => _wasRefused && _files.HaveChanged();

    public void Apply(ClientConfig config)
    {
        _files = SecretFiles.Of(_security);
        config.SecurityProtocol = Enum.Parse<SecurityProtocol>(_security.Protocol.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        config.SslCaLocation = _security.CaFile;
        config.SslCertificateLocation = _security.CertFile;
        config.SslKeyLocation = _security.KeyFile;
        config.SslKeyPassword = Secret("key_password_file", _security.KeyPasswordFile);
        if (_security.Protocol.Contains("SSL", StringComparison.Ordinal))
            config.SslEndpointIdentificationAlgorithm =
                _security.VerifiesHostName ? SslEndpointIdentificationAlgorithm.Https : SslEndpointIdentificationAlgorithm.None;
        if (!_security.Protocol.StartsWith("SASL", StringComparison.Ordinal)) return;
        if (_security.Mechanism is "PLAIN" or "OAUTHBEARER" && _security.Protocol != "SASL_SSL")
            throw new KafkaDeploymentException($"{Settings}protocol: {_security.Mechanism} sends its secret as it is and needs SASL_SSL");
        config.Set("sasl.mechanism", _security.Mechanism ?? "SCRAM-SHA-512");
        config.SaslUsername = _security.Username;
        config.SaslPassword = Secret("password_file", _security.PasswordFile);
    }

    /// <param name="builder">Without handlers of errors and logs.</param>
    /// <param name="failed">Told of what only another client can mend.</param>
    public IProducer<TKey, TValue> Open<TKey, TValue>(ProducerBuilder<TKey, TValue> builder, Action<Exception>? failed = null)
    {
        builder.SetErrorHandler((_, error) => Told(error, failed));
        if (_tokens is { } tokens) builder.SetOAuthBearerTokenRefreshHandler((client, _) => tokens.Give(client));
        return Opened(builder.SetLogHandler((_, _) => { }).Build);
    }

    /// <param name="builder">Without handlers of errors and logs.</param>
    /// <param name="failed">Told of what only another client can mend.</param>
    public IConsumer<TKey, TValue> Open<TKey, TValue>(ConsumerBuilder<TKey, TValue> builder, Action<Exception>? failed = null)
    {
        builder.SetErrorHandler((_, error) => Told(error, failed));
        if (_tokens is { } tokens) builder.SetOAuthBearerTokenRefreshHandler((client, _) => tokens.Give(client));
        return Opened(builder.SetLogHandler((_, _) => { }).Build);
    }

    /// <param name="builder">Without handlers of errors and logs.</param>
    /// <param name="trouble">Told of every error.</param>
    public IAdminClient Open(AdminClientBuilder builder, Action<Error> trouble)
    {
        builder.SetErrorHandler((_, error) =>
        {
            Told(error, null);
            trouble(error);
        });
        if (_tokens is { } tokens) builder.SetOAuthBearerTokenRefreshHandler((client, _) => tokens.Give(client));
        return Opened(builder.SetLogHandler((_, _) => { }).Build);
    }

    /// <summary>A client that nobody polls is not asked for its next token: it is given one before it is used.</summary>
    public void Renew(IClient client) => _tokens?.Give(client);

    /// <summary>
    /// Trying again will not help. A broker that wants another client's certificate says so after the handshake, in an
    /// alert that the library takes for trouble with the line.
    /// </summary>
    public static bool IsRefusal(Error error) =>
        error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.SaslAuthenticationFailed || IsAlert(error.Reason);

    /// <summary>What an operator looks at after such a refusal.</summary>
    public string Remedy(string reason)
    {
        // Our own words, from where the token was to come.
        if (reason.Contains(Settings, StringComparison.Ordinal)) return "nothing was asked of the broker";
        if (IsAlert(reason))
            return $"check {Settings}cert_file and {Settings}key_file: the broker does not take this client's certificate, or wants one";
        if (reason.Contains("certificate", StringComparison.OrdinalIgnoreCase) || reason.Contains("ssl_", StringComparison.OrdinalIgnoreCase))
            return $"check {Settings}ca_file, and that the broker's certificate carries the host name that is used in kafka.bootstrap_servers";
        return _security.Mechanism switch
        {
            null => $"check kafka.bootstrap_servers and {Settings}protocol",
            "OAUTHBEARER" => $"check {Settings}oauth_client_id, {Settings}oauth_client_secret_file and {Settings}oauth_scope",
            "PLAIN" => $"check {Settings}username and {Settings}password_file",
            var scram => $"check {Settings}username and {Settings}password_file, and that the user has a password for {scram}" + OldScram,
        };
    }

    private static string OldScram => Library.Version >= ScramMended ? "" :
        $"; the librdkafka here ({Library.VersionString}) cannot log in with SCRAM at Kafka 4.0 or newer, whatever the password: that takes librdkafka 2.6.1, "
        + "or PLAIN, OAUTHBEARER or a client certificate over TLS";

    private static bool IsAlert(string reason) =>
        reason.Contains(" alert ", StringComparison.Ordinal) && !reason.Contains("verify failed", StringComparison.Ordinal);

    public static KafkaDeploymentException Outdated() => new("the files of kafka.security have changed: begins again with what they say now");

    private void Told(Error error, Action<Exception>? failed)
    {
        if (error.IsFatal) failed?.Invoke(new KafkaException(error));
        if (!IsRefusal(error)) return;
        _wasRefused = true;
        if (IsOutdated) failed?.Invoke(Outdated());
    }

    private T Opened<T>(Func<T> build)
        where T : IClient
    {
        T client;
        try
        {
            client = build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Keys and certificates are read here; the library names its own properties.
            var said = e.Message.Replace("ssl.ca.location", Settings + "ca_file", StringComparison.Ordinal)
                .Replace("ssl.certificate.location", Settings + "cert_file", StringComparison.Ordinal)
                .Replace("ssl.key.location", Settings + "key_file", StringComparison.Ordinal);
            var remedy = said.Contains("key_file", StringComparison.Ordinal)
                ? $": the key must be PEM, belong to {Settings}cert_file and open with {Settings}key_password_file, if it has a password" : "";
            throw new KafkaDeploymentException($"the Kafka client cannot be used as configured ({said}){remedy}");
        }

        Renew(client);
        return client;
    }

    internal static string? Secret(string setting, string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KafkaDeploymentException($"{Settings}{setting}: the file is not there, or this user may not read it");
        }
    }
}
