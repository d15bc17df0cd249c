namespace Streams.Runtime.Telemetry;

/// <summary>What is measured when somebody looks, in base units.</summary>
public sealed record GaugeName(string Name, string Unit, string Description)
{
    /// <summary>By topic and partition of a source.</summary>
    public static readonly GaugeName WatermarkLag =
        new("streams.watermark.lag", "s", "Time between now and the newest event time of a source partition.");

    /// <summary>By topic and partition.</summary>
    public static readonly GaugeName SourceLag =
        new("streams.source.lag", "{message}", "Records of a source partition that are not yet read.");

    /// <summary>By map.</summary>
    public static readonly GaugeName StateKeys = new("streams.state.keys", "{key}", "Entries held, by map.");

    /// <summary>By sink.</summary>
    public static readonly GaugeName SinkQueueDepth =
        new("streams.sink.queue.depth", "{document}",
            "Documents that a sink holds in memory, or messages that wait for a destination.");

    /// <summary>By sink.</summary>
    public static readonly GaugeName SinkLag =
        new("streams.sink.lag", "{document}", "Results that a sink has not yet resolved, of the partitions that this worker serves.");

    /// <summary>By sink and destination: 1 while its breaker is open.</summary>
    public static readonly GaugeName SinkStopped =
        new("streams.sink.stopped", "1", "1 while a sink waits for somebody to mend something.");

    /// <summary>The oldest of the worker's shards.</summary>
    public static readonly GaugeName CheckpointAge =
        new("streams.checkpoint.age", "s", "Time since the last complete snapshot of a shard.");

    public static readonly GaugeName Shards =
        new("streams.shards.assigned", "{shard}", "Shards that this worker holds.");
}
