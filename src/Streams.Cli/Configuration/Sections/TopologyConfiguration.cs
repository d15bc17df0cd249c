namespace Streams.Cli.Configuration.Sections;

/// <summary>The topics that <c>setup</c> makes.</summary>
internal sealed record TopologyConfiguration
{
    [Setting("Partitions that share the accounts. Fixed at setup: another count means a new prefix and a replay.",
        Least = 1, Most = 1024)]
    public int Shards { get; init; } = 32;

    [Setting("Copies of each partition; null takes the brokers' default.", Least = 1, Most = 32)]
    public int? ReplicationFactor { get; init; }

    [Setting("Copies that must have a record before it counts as written; null takes the brokers' default.", Least = 1,
        Most = 32)]
    public int? MinInsyncReplicas { get; init; }

    [Setting("First part of every document's version. Raise it when a new prefix replays into the same indices.",
        Least = 1, Most = 500_000)]
    public int Epoch { get; init; } = 1;

    [Setting("How long the flow log is kept; what is older is in snapshots.", Least = 3600)]
    public TimeSpan FlowRetention { get; init; } = TimeSpan.FromDays(7);

    [Setting("How long results are kept: the longest outage of a sink that loses nothing.", Least = 3600)]
    public TimeSpan ResultsRetention { get; init; } = TimeSpan.FromDays(14);

    [Setting("How long records that were not understood are kept.", Least = 3600)]
    public TimeSpan QuarantineRetention { get; init; } = TimeSpan.FromDays(30);
}
