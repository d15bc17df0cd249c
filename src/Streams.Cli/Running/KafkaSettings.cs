using System.Security.Cryptography;
using Streams.Cli.Configuration.Sections;
using Streams.Core.Activities;
using Streams.Core.Alerts;
using Streams.Kafka;
using Streams.Runtime;
using Streams.Runtime.Control;
using Streams.Runtime.Ingest;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;

namespace Streams.Cli.Running;

/// <summary>From the configuration to what the Kafka edge and the pipeline are told.</summary>
internal static class KafkaSettings
{
    public static KafkaOptions Options(StreamsConfiguration configuration)
    {
        var kafka = configuration.Kafka;
        var security = kafka.Security;
        var memory = MemoryBudget.Of(configuration);
        return new KafkaOptions
        {
            BootstrapServers = string.Join(',', kafka.BootstrapServers),
            Prefix = kafka.Prefix,
            Group = kafka.Group,
            ClientId = kafka.ClientId,
            InstanceId = kafka.InstanceId ?? Environment.MachineName,
            SessionTimeout = kafka.SessionTimeout,
            MaxPollInterval = AppContext.GetData("Streams.MaxPollInterval") as TimeSpan? ?? TimeSpan.FromMinutes(5),
            QueueBytes = memory.Queues,
            WaitingBytes = memory.Waiting,
            Security = new KafkaSecurity
            {
                Protocol = security.Protocol,
                Mechanism = security.Mechanism,
                Username = security.Username,
                PasswordFile = security.PasswordFile,
                OauthEndpoint = security.OauthEndpoint,
                OauthClientId = security.OauthClientId,
                OauthClientSecretFile = security.OauthClientSecretFile,
                OauthScope = security.OauthScope,
                OauthCaFile = security.OauthCaFile,
                CaFile = security.CaFile,
                CertFile = security.CertFile,
                KeyFile = security.KeyFile,
                KeyPasswordFile = security.KeyPasswordFile,
                VerifiesHostName = security.VerifiesHostName,
            },
        };
    }

    public static TopicPlan Plan(StreamsConfiguration configuration) => new()
    {
        Topology = new Topology(configuration.Topology.Shards),
        Sources = [.. configuration.Sources.Select(source => source.Topic)],
        Replicas = configuration.Topology.ReplicationFactor,
        MinInsyncReplicas = configuration.Topology.MinInsyncReplicas,
        FlowRetention = configuration.Topology.FlowRetention,
        ResultsRetention = configuration.Topology.ResultsRetention,
        QuarantineRetention = configuration.Topology.QuarantineRetention,
    };

    public static Key128 Nonce() => new(
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    public static PipelineContext Context(StreamsConfiguration configuration, ITableLibrary? library, SourceNames names) => new()
    {
        Topology = new Topology(configuration.Topology.Shards),
        Set = new TableSet { Tables = Core.Enrichment.Tables.Empty },
        Library = library,
        SourceNames = names,
        KeepTablesMs = (long)Math.Max(TimeSpan.FromDays(30).TotalMilliseconds, 2 * configuration.Topology.FlowRetention.TotalMilliseconds),
        Shard = new ShardSettings
        {
            LatenessMs = (long)configuration.Processing.Lateness.TotalMilliseconds,
            RememberMs = (long)configuration.Processing.Remember.TotalMilliseconds,
            IdsMax = configuration.Processing.RememberedIds,
            AccountsMax = configuration.Processing.Accounts,
            FactLingerMs = 200,
        },
        EvidencePerDay = configuration.Elasticsearch.Urls.Count > 0 ? configuration.Elasticsearch.EvidencePerDay : 0,
        Alerts = new AlertPolicy
        {
            Settle = configuration.Alerts.Settle,
            CloseAfter = configuration.Alerts.CloseAfter,
            RepageScore = configuration.Alerts.RepageStep,
        },
        Snapshots = new SnapshotSettings { EveryMs = (long)configuration.Processing.SnapshotInterval.TotalMilliseconds },
        Nonce = Nonce,
        DeploymentEpoch = configuration.Topology.Epoch,
        Stepping = AppContext.GetData("Streams.Stepping") as Action<string, int, long>,
    };
}

/// <summary>What people call a source partition: <c>okta/3</c>.</summary>
internal sealed class SourceNames : Core.Scoring.ISourceCatalogue
{
    private volatile Dictionary<int, string> _names = [];

    public void Set(IEnumerable<SourcePartition> partitions) => _names = partitions.ToDictionary(p => p.Id, p => p.Log.ToString());

    public string PathOf(int source) => _names.GetValueOrDefault(source, "unknown");
}
