using Confluent.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>Settings of producers, consumers and admins, and the names of topics.</summary>
internal sealed class KafkaClients
{
    private readonly KafkaOptions _options;

    public KafkaClients(KafkaOptions options)
    {
        _options = options;
        KafkaNative.Load();
        Login = new KafkaLogin(options.Security);
    }

    /// <summary>What opens a client of these settings.</summary>
    public KafkaLogin Login { get; }

    /// <summary>Own topics carry the prefix; a source topic is called as it is.</summary>
    public string TopicOf(string topic) =>
        topic.StartsWith("streams.", StringComparison.Ordinal) ? _options.Prefix + topic["streams".Length..] : topic;

    public TopicPartition Of(Partition partition) => new(TopicOf(partition.Topic), partition.Index);

    /// <summary>Readers commit nothing; the name is for the brokers' logs and the instruments.</summary>
    public string Group => $"{_options.Group}-reader";

    /// <summary>Fetched bytes that may wait for actors in one reader.</summary>
    public long WaitingBytes => _options.WaitingBytes;

    public ProducerConfig Producer() => new(Common("producer"))
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 5,
        BatchSize = 1_000_000,
        // Before it is packed: brokers judge what is left of it then.
        MessageMaxBytes = 16 << 20,
        CompressionType = CompressionType.Lz4,
        QueueBufferingMaxKbytes = (int)Math.Clamp(_options.QueueBytes / 4 / 1024, 1024, int.MaxValue),
        QueueBufferingMaxMessages = 500_000,
        MessageTimeoutMs = 120_000,
        // A second of back-off between attempts would be a second of everybody's latency.
        RetryBackoffMs = 50,
    };

    /// <summary>Reads partitions that it was told, from offsets that it was told; belongs to no group.</summary>
    public ConsumerConfig Reader(string name, bool headers) => new(Fetching(name))
    {
        GroupId = Group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        EnablePartitionEof = true,
        ConsumeResultFields = headers ? "headers,timestamp,topic" : "timestamp,topic",
        // Bytes are what counts. See FetchWake for what becomes of a queue that is full.
        QueuedMinMessages = 1_000_000,
        QueuedMaxMessagesKbytes = (int)Math.Clamp(_options.QueueBytes / 4 / 1024, 1024, 2_000_000),
        // A response stays as long as one of its records does: many small ones, not the 50 MiB that a broker may send.
        FetchMaxBytes = (int)Math.Clamp(_options.QueueBytes / 16, 1 << 20, 50 << 20),
        FetchWaitMaxMs = 100,
        FetchMinBytes = 1,
        IsolationLevel = IsolationLevel.ReadUncommitted,
    };

    /// <summary>Takes part in a group only to learn what is this process's work.</summary>
    public ConsumerConfig Member(string work) => new(Fetching(work))
    {
        GroupId = $"{_options.Group}-{work}",
        GroupInstanceId = _options.InstanceId is { } instance ? $"{instance}-{work}" : null,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = (int)_options.SessionTimeout.TotalMilliseconds,
        HeartbeatIntervalMs = (int)Math.Clamp(_options.SessionTimeout.TotalMilliseconds / 5, 500, 5_000),
        MaxPollIntervalMs = (int)Math.Max(_options.MaxPollInterval.TotalMilliseconds, _options.SessionTimeout.TotalMilliseconds),
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    };

    public AdminClientConfig Admin() => new(Common("admin"));

    private ClientConfig Fetching(string name)
    {
        var config = Common(name);
        FetchWake.Tell(config);
        return config;
    }

    private ClientConfig Common(string name)
    {
        var config = new ClientConfig
        {
            BootstrapServers = _options.BootstrapServers,
            ClientId = $"{_options.ClientId}-{name}",
            SocketKeepaliveEnable = true,
            ReconnectBackoffMaxMs = 2_000,
        };
        Login.Apply(config);
        return config;
    }
}
