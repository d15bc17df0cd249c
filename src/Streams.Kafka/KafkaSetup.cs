using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>What <c>setup</c> makes, and every start compares.</summary>
public sealed record TopicPlan
{
    public required Topology Topology { get; init; }

    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Copies of each partition; null: the brokers' default.</summary>
    public int? Replicas { get; init; }

    public int? MinInsyncReplicas { get; init; }

    public TimeSpan FlowRetention { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan ResultsRetention { get; init; } = TimeSpan.FromDays(14);

    public TimeSpan QuarantineRetention { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>Creates Streams' own topics and compares those that are there; never changes or removes one.</summary>
public sealed class KafkaSetup(KafkaOptions options, TopicPlan plan) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstAnswerTime = TimeSpan.FromSeconds(1), AnswerTime = TimeSpan.FromSeconds(4);
    private readonly KafkaClients _clients = new(options);
    private IAdminClient? _admin;

    /// <summary>Why a broker turned this client away: the library itself only says that none answers.</summary>
    private volatile string? _refusal;

    /// <summary>The last trouble on the way to one.</summary>
    private volatile string? _trouble;

    private sealed record Wanted(string Topic, int Partitions, IReadOnlyDictionary<string, string> Settings);

    private IAdminClient Admin => _admin ??= _clients.Login.Open(new AdminClientBuilder(_clients.Admin()), error =>
    {
        if (KafkaLogin.IsRefusal(error)) _refusal = error.Reason;
        else if (error.Code != ErrorCode.Local_AllBrokersDown) _trouble = error.Reason;
    });

    /// <summary>Topics that it made; what is there already is left as it is.</summary>
    /// <exception cref="KafkaDeploymentException">What is there does not fit.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync()
    {
        var problems = new List<string>();
        var existing = Partitions();
        Compare(existing, problems, missing: false);
        if (problems.Count > 0) throw new KafkaDeploymentException(string.Join(Environment.NewLine, problems));
        var missing = All().Where(wanted => !existing.ContainsKey(_clients.TopicOf(wanted.Topic))).ToList();
        if (missing.Count == 0) return [];
        var patience = new CreateTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience };
        try
        {
            await Admin.CreateTopicsAsync(missing.Select(Specification), patience);
        }
        catch (CreateTopicsException e)
        {
            throw new KafkaDeploymentException(string.Join(Environment.NewLine, e.Results.Where(r => r.Error.IsError).Select(Refused)));
        }

        return [.. missing.Select(wanted => _clients.TopicOf(wanted.Topic))];
    }

    /// <summary>What hinders a start, one line each.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        var problems = new List<string>();
        var existing = Partitions();
        Compare(existing, problems, missing: true);
        try
        {
            if (problems.Count == 0) await CompareSettings(problems);
        }
        catch (KafkaException e)
        {
            problems.Add($"the settings of {options.Prefix}'s topics cannot be read ({e.Error.Reason}): this user needs the right DescribeConfigs on them");
        }

        foreach (var twins in SourcePartitions(existing).GroupBy(s => s.Id).Where(g => g.Count() > 1))
            problems.Add($"source partitions {string.Join(" and ", twins.Select(t => t.Log))} have the same number: rename one topic");
        return problems;
    }

    /// <summary>The partitions of all source topics that exist now.</summary>
    public IReadOnlyList<SourcePartition> SourcePartitions() => SourcePartitions(Partitions());

    public void Dispose() => _admin?.Dispose();

    private List<SourcePartition> SourcePartitions(Dictionary<string, int> existing) =>
    [
        .. plan.Sources.SelectMany(topic => Enumerable.Range(0, existing.GetValueOrDefault(topic))
            .Select(index => SourcePartition.Of(new Partition(topic, index)))),
    ];

    private void Compare(Dictionary<string, int> existing, List<string> problems, bool missing)
    {
        foreach (var wanted in All())
        {
            var name = _clients.TopicOf(wanted.Topic);
            if (!existing.TryGetValue(name, out var partitions))
            {
                if (missing) problems.Add($"topic {name} does not exist: run streams setup");
            }
            else if (wanted.Topic == Topics.Flow && partitions != wanted.Partitions)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture,
                    $"topic {name} has {partitions} partitions, which is {partitions - 2} shards; the configuration says {plan.Topology.Shards}. The shard count of a "
                    + $"deployment cannot change: set topology.shards to {partitions - 2}, or begin anew under another kafka.prefix and replay"));
            }
            else if (partitions < wanted.Partitions)
            {
                problems.Add($"topic {name} has {partitions} partitions, needed are {wanted.Partitions}: it was not made by streams setup");
            }
        }

        if (!missing) return;
        foreach (var source in plan.Sources.Where(source => !existing.ContainsKey(source)))
            problems.Add($"source topic {source} does not exist: create it, or take it out of sources");
    }

    private async Task CompareSettings(List<string> problems)
    {
        var resources = All().Select(w => new ConfigResource { Type = ResourceType.Topic, Name = _clients.TopicOf(w.Topic) }).ToList();
        var described = await Admin.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = Patience });
        foreach (var wanted in All())
        {
            var name = _clients.TopicOf(wanted.Topic);
            var entries = described.First(d => d.ConfigResource.Name == name).Entries;
            var policy = entries.TryGetValue("cleanup.policy", out var entry) ? entry.Value : "";
            if (policy != wanted.Settings["cleanup.policy"])
                problems.Add($"topic {name} has cleanup.policy {policy}, needed is {wanted.Settings["cleanup.policy"]}");
            if (entries.TryGetValue("max.message.bytes", out var size) && long.TryParse(size.Value, CultureInfo.InvariantCulture, out var bytes)
                && bytes < RecordBytesMax)
                problems.Add($"topic {name} takes records up to {bytes} bytes, needed are {RecordBytesMax}: raise max.message.bytes");
        }
    }

    /// <summary>What a record of ours may reach: a snapshot of an account with all its events under way.</summary>
    private const int RecordBytesMax = 4 << 20;

    private Dictionary<string, int> Partitions()
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        if (_clients.Login.IsOutdated)
        {
            _admin?.Dispose();
            _admin = null;
            _refusal = null;
        }

        // A refusal comes within a second and is not waited for any longer.
        for (var answer = FirstAnswerTime; ; answer = answer < AnswerTime ? answer + answer : AnswerTime)
        {
            try
            {
                return Admin.GetMetadata(answer).Topics.Where(t => !t.Error.IsError)
                    .ToDictionary(t => t.Topic, t => t.Partitions.Count, StringComparer.Ordinal);
            }
            catch (KafkaException e) when (_refusal is not null || Environment.TickCount64 >= until)
            {
                throw new KafkaDeploymentException(_refusal is { } refusal
                    ? $"Kafka at {options.BootstrapServers} turns this client away ({refusal}): {_clients.Login.Remedy(refusal)}"
                    : $"Kafka at {options.BootstrapServers} does not answer ({_trouble ?? e.Error.Reason}): "
                        + "check kafka.bootstrap_servers and kafka.security.protocol");
            }
            catch (KafkaException)
            {
                // A broker that starts, or a refusal that is not told yet.
            }
        }
    }

    private static string Refused(CreateTopicReport report)
    {
        var settings = report.Error.Code switch
        {
            ErrorCode.InvalidReplicationFactor => ": topology.replication_factor asks for more brokers than there are",
            ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => ": this user may not create topics",
            _ => "",
        };
        return $"topic {report.Topic} was not created ({report.Error.Reason}){settings}";
    }

    private TopicSpecification Specification(Wanted wanted)
    {
        var settings = new Dictionary<string, string>(wanted.Settings);
        if (plan.MinInsyncReplicas is { } least) settings["min.insync.replicas"] = least.ToString(CultureInfo.InvariantCulture);
        return new TopicSpecification
        {
            Name = _clients.TopicOf(wanted.Topic),
            NumPartitions = wanted.Partitions,
            ReplicationFactor = (short)(plan.Replicas ?? -1),
            Configs = settings,
        };
    }

    private IEnumerable<Wanted> All()
    {
        yield return new Wanted(Topics.Flow, plan.Topology.FlowPartitions, Kept(plan.FlowRetention));
        yield return new Wanted(Topics.State, plan.Topology.FlowPartitions, Compacted(segmentMs: 3_600_000));
        yield return new Wanted(Topics.Control, 3, Compacted(segmentMs: 86_400_000));
        yield return new Wanted(Topics.Results, plan.Topology.ResultPartitions, Kept(plan.ResultsRetention));
        yield return new Wanted(Topics.Outbox, 2, Compacted(segmentMs: 3_600_000));
        yield return new Wanted(Topics.Quarantine, 1, Kept(plan.QuarantineRetention));
    }

    private static string LargestRecord => RecordBytesMax.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Kept(TimeSpan retention) => new()
    {
        ["cleanup.policy"] = "delete",
        ["max.message.bytes"] = LargestRecord,
        ["retention.ms"] = ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        // Time is what the log took a record at: watermarks and retention may not rest on what a producer claims.
        ["message.timestamp.type"] = "LogAppendTime",
    };

    private static Dictionary<string, string> Compacted(long segmentMs) => new()
    {
        ["cleanup.policy"] = "compact",
        ["max.message.bytes"] = LargestRecord,
        ["segment.ms"] = segmentMs.ToString(CultureInfo.InvariantCulture),
        ["min.cleanable.dirty.ratio"] = "0.3",
    };
}
