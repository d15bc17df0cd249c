namespace Streams.Acceptance.Service;

/// <summary>What is a deployment's own; the rest is alike in all tests.</summary>
public sealed record DeploymentOptions(string Name, IReadOnlyList<string> Topics)
{
    public int Partitions { get; init; } = ServiceWorld.Partitions;

    /// <summary>Null: the company's.</summary>
    public string? Tables { get; init; }

    /// <summary>Null: the broker that all tests share.</summary>
    public KafkaServer? Server { get; init; }

    /// <summary>Null: the listener without TLS.</summary>
    public string? Bootstrap { get; init; }

    /// <summary>More lines of the section kafka.</summary>
    public string Kafka { get; init; } = "";

    /// <summary>More lines of the section topology.</summary>
    public string Topology { get; init; } = "";

    /// <summary>More lines of the section processing.</summary>
    public string Processing { get; init; } = "";

    /// <summary>More sections.</summary>
    public string More { get; init; } = "";

    /// <summary>How long anything is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    public string SessionTimeout { get; init; } = "6s";

    public string IdleAfter { get; init; } = "20s";

    /// <summary>A container's memory, MiB; 0: as much as there is.</summary>
    public int MemoryMiB { get; init; }
}
