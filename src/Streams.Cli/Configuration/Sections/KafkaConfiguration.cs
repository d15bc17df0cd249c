namespace Streams.Cli.Configuration.Sections;

/// <summary>The brokers and how to speak to them.</summary>
internal sealed record KafkaConfiguration
{
    [Setting("Brokers to begin with, host:port.", As = SettingKind.HostPort, Least = 1, Most = 64)]
    public IReadOnlyList<string> BootstrapServers { get; init; } = ["localhost:9092"];

    [Setting("Consumer group of the workers.", As = SettingKind.Name)]
    public string Group { get; init; } = "streams";

    [Setting("Beginning of the names of Streams' own topics.", As = SettingKind.Name)]
    public string Prefix { get; init; } = "streams";

    [Setting("What brokers call this client in their logs and quotas.", As = SettingKind.Name)]
    public string ClientId { get; init; } = "streams";

    [Setting("Static member name, one for each worker, so that a restart moves no partitions; null takes the host's name.", As = SettingKind.Name)]
    public string? InstanceId { get; init; }

    [Setting("Encryption and identity.")]
    public KafkaSecurityConfiguration Security { get; init; } = new();

    [Setting("A worker silent for longer has lost its partitions.", Least = 6, Most = 1800)]
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    [Setting("Memory in which the native client fetches ahead and keeps what is to be sent; part of processing.memory. Null is an eighth of it.",
        As = SettingKind.Bytes, Least = 8 << 20, Most = 4L << 30)]
    public long? QueueMemory { get; init; }
}
