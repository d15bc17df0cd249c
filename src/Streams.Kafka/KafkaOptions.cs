namespace Streams.Kafka;

/// <summary>How to reach the brokers, and as whom.</summary>
public sealed record KafkaOptions
{
    /// <summary><c>host:port</c>, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Beginning of the names of Streams' own topics.</summary>
    public string Prefix { get; init; } = "streams";

    /// <summary>Consumer group; each kind of work adds its name.</summary>
    public string Group { get; init; } = "streams";

    public string ClientId { get; init; } = "streams";

    /// <summary>
    /// Static member name, different in every process; null: a member that leaves for good when it stops.
    /// </summary>
    public string? InstanceId { get; init; }

    /// <summary>Without a heartbeat for so long a worker has lost its partitions.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Who does not ask for its work for so long gives it up; the session time-out where that is longer. Asking does not
    /// depend on any work, so only a process that is broken is late. <value>Default 5 min.</value>
    /// </summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Bytes that the native clients may fetch ahead and keep to be sent, together: a quarter each for the two readers
    /// and the producer, the rest for the sinks' cursors. <value>Default 128 MiB.</value>
    /// </summary>
    public long QueueBytes { get; init; } = 128L << 20;

    /// <summary>Bytes of fetched records that may wait for actors, in each of the two readers. <value>Default 32 MiB.</value></summary>
    public long WaitingBytes { get; init; } = 32L << 20;

    public KafkaSecurity Security { get; init; } = new();
}

/// <summary>
/// TLS and SASL. Secrets are read from files whenever a client is made, and clients that are refused are made anew when
/// the files have changed: a rotation needs no restart.
/// </summary>
public sealed record KafkaSecurity
{
    /// <summary>PLAINTEXT, SSL, SASL_SSL, SASL_PLAINTEXT.</summary>
    public string Protocol { get; init; } = "PLAINTEXT";

    /// <summary>PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER.</summary>
    public string? Mechanism { get; init; }

    public string? Username { get; init; }

    public string? PasswordFile { get; init; }

    public string? OauthEndpoint { get; init; }

    public string? OauthClientId { get; init; }

    public string? OauthClientSecretFile { get; init; }

    public string? OauthScope { get; init; }

    /// <summary>Who vouches for the token endpoint; null: whom the system trusts.</summary>
    public string? OauthCaFile { get; init; }

    public string? CaFile { get; init; }

    public string? CertFile { get; init; }

    public string? KeyFile { get; init; }

    public string? KeyPasswordFile { get; init; }

    /// <summary>Whether a broker's certificate must carry its host name.</summary>
    public bool VerifiesHostName { get; init; } = true;
}

/// <summary>The deployment does not fit what this process was told; the message names the remedy.</summary>
public sealed class KafkaDeploymentException(string message) : Exception(message);
