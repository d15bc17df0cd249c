namespace Streams.Cli.Configuration.Sections;

/// <summary>How a worker treats time and order, and how much it may hold.</summary>
internal sealed record ProcessingConfiguration
{
    [Setting("How much later than the newest an event may come and still be put in its order.", Least = 0,
        Most = 86_400)]
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMinutes(15);

    [Setting("How long event ids are remembered, to know duplicates.", Least = 0, Most = 90 * 86_400)]
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(2);

    [Setting("Most event ids remembered by a shard (about 40 bytes each).", Least = 1_000, Most = 100_000_000)]
    public int RememberedIds { get; init; } = 2_000_000;

    [Setting("Most accounts that a shard knows (about 5 KB each); beyond, silent ones of which nothing is said go.", Least = 1_000,
        Most = 100_000_000)]
    public int Accounts { get; init; } = 200_000;

    [Setting("Time between two snapshots of a shard; a restart replays at most about as much.", Least = 1,
        Most = 86_400)]
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(1);

    [Setting("A source silent for so long is not waited for.", Least = 1, Most = 86_400)]
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(1);

    [Setting("An event time ahead of its record's time by more does not move the watermark.", Least = 0, Most = 86_400)]
    public TimeSpan AllowedSkew { get; init; } = TimeSpan.FromMinutes(10);

    [Setting("Threads for shards; null is one for each processor.", Least = 1, Most = 1024)]
    public int? Threads { get; init; }

    [Setting("Memory that a worker may use, all in all; near it input waits.", As = SettingKind.Bytes, Least = 384L << 20,
        Most = 1L << 40)]
    public long Memory { get; init; } = 1L << 30;

    [Setting("Largest record that is read; a larger one goes to quarantine.", As = SettingKind.Bytes, Least = 1 << 10,
        Most = 64L << 20)]
    public long RecordSize { get; init; } = 1L << 20;

    [Setting("A step of a shard or a source that does not end for so long makes the worker not live: what watches it starts it again.",
        Least = 1, Most = 86_400)]
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(5);

    [Setting("Time for an orderly stop; keep it below the grace period of what starts the worker.", Least = 1,
        Most = 3600)]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(25);
}
