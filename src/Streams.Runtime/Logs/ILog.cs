using Streams.Runtime.Actors;

namespace Streams.Runtime.Logs;

public readonly record struct Partition(string Topic, int Index)
{
    public override string ToString() => $"{Topic}/{Index}";
}

public static class Topics
{
    public const string Flow = "streams.flow", State = "streams.state", Control = "streams.control",
        Results = "streams.results", Quarantine = "streams.quarantine";
}

/// <summary>
/// A partitioned, ordered, durable log: the only truth. Two implementations: in memory and Kafka. A partition's offsets
/// only grow;
/// what was appended is read by every subscriber, in order, at least once.
/// </summary>
public interface ILog
{
    /// <summary>
    /// Appends a copy of the value. With <paramref name="acknowledge"/>, that actor gets
    /// <see cref="MessageKind.Acknowledged"/> with the token
    /// once the record is durable; until then it may be there or not.
    /// </summary>
    void Append(Partition to, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key = default, ActorRef? acknowledge = null, long token = 0);

    /// <summary>
    /// From then on the actor gets the partition's records from that offset in batches, as fast as its mailbox takes
    /// them.
    /// </summary>
    void Subscribe(Partition partition, long from, ActorRef actor);

    /// <summary>
    /// Whether what waits to be read is below the bound; else the actor gets <see cref="MessageKind.Room"/> when it is.
    /// </summary>
    bool HasRoom(Partition partition, ActorRef whenNot);

    /// <summary>
    /// All that a small or compacted partition holds, oldest first: control records and snapshots at a restore.
    /// </summary>
    IReadOnlyList<LogRecord> ReadAll(Partition partition);

    /// <summary>What is before that offset is no longer needed.</summary>
    void Trim(Partition partition, long before);
}

/// <summary>One record of a batch. The bytes belong to the batch.</summary>
public readonly record struct LogRecord(long Offset, byte[] Buffer, int Start, int Length, byte[]? Key = null)
{
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(Start, Length);
}

/// <summary>A pooled handful of records of one partition: what crosses between threads.</summary>
public sealed class LogBatch
{
    public Partition Partition { get; internal set; }

    public List<LogRecord> Records { get; } = [];

    public long Next => Records.Count == 0 ? 0 : Records[^1].Offset + 1;
}
