using System.Buffers;
using System.Runtime.InteropServices;
using Streams.Runtime.Actors;

namespace Streams.Runtime.Logs;

public readonly record struct Partition(string Topic, int Index)
{
    public override string ToString() => $"{Topic}/{Index}";
}

public static class Topics
{
    public const string Flow = "streams.flow", State = "streams.state", Control = "streams.control",
        Results = "streams.results", Quarantine = "streams.quarantine", Outbox = "streams.outbox";

    /// <summary>Grants, what is published, skips: what every owner reads first.</summary>
    public static readonly Partition Decisions = new(Control, 0);

    /// <summary>The content of tables and settings, in pieces, by hash.</summary>
    public static readonly Partition Contents = new(Control, 1);

    /// <summary>What owners were about when their process ended.</summary>
    public static readonly Partition Trials = new(Control, 2);
}

/// <summary>
/// A partitioned, ordered, durable log: the only truth. Two implementations: in memory and Kafka. A partition's offsets
/// only grow; what was appended is read by every subscriber, in order, at least once.
/// </summary>
public interface ILog
{
    /// <summary>
    /// Appends a copy of the value. It is durable once a later <see cref="Barrier"/> is acknowledged; until then it may
    /// be there or not. An empty value under a key takes the key out of a compacted topic.
    /// </summary>
    void Append(Partition to, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key = default, IReadOnlyList<LogHeader>? headers = null);

    /// <summary>
    /// The actor gets <see cref="MessageKind.Acknowledged"/> with the token once everything that was appended through
    /// this log before is durable.
    /// </summary>
    void Barrier(ActorRef actor, long token);

    /// <summary>
    /// From then on the actor gets the partition's records from that offset in batches, as fast as its mailbox takes
    /// them.
    /// </summary>
    void Subscribe(Partition partition, long from, ActorRef actor);

    /// <summary>
    /// The actor gets <see cref="MessageKind.End"/>, with the offset behind the last record that it was given, once it
    /// was given all that its partition holds now. Nobody answers while the log cannot say how much that is.
    /// </summary>
    void AskEnd(Partition partition, ActorRef actor);

    /// <summary>
    /// Whether what waits to be read is below the bound; else the actor gets <see cref="MessageKind.Room"/> when it is.
    /// </summary>
    bool HasRoom(Partition partition, ActorRef whenNot);

    /// <summary>
    /// All that a small or compacted partition holds now, oldest first: control records and snapshots at a restore.
    /// </summary>
    IEnumerable<LogRecord> ReadAll(Partition partition);

    /// <summary>Where to go on in a source partition: the first offset that is not in every shard for certain.</summary>
    long Committed(Partition source);

    /// <summary>Everything before that offset of a source partition is in every shard for certain.</summary>
    void Commit(Partition source, long next);

    /// <summary>What is before that offset is no longer needed.</summary>
    void Trim(Partition partition, long before);
}

public readonly record struct LogHeader(string Name, byte[] Value);

/// <summary>One record of a batch. The bytes belong to the batch.</summary>
public readonly record struct LogRecord(long Offset, byte[] Buffer, int Start, int Length, byte[]? Key = null)
{
    /// <summary>When the log took it, Unix ms; 0 where the log does not say.</summary>
    public long Timestamp { get; init; }

    public IReadOnlyList<LogHeader>? Headers { get; init; }

    /// <summary>
    /// The buffer is the pool's, and whoever reads the record is the only one. Only a log in this process's memory lends.
    /// </summary>
    public bool IsLent { get; init; }

    /// <summary>
    /// 0: the whole of it. From 1 on: only this event or fact of the frame; <see cref="Frames.Suspect.Rest"/>: what is
    /// left when those were given one by one.
    /// </summary>
    public int Part { get; init; }

    /// <summary>It ends whoever steps it, and goes to quarantine for this reason.</summary>
    public string? SetAside { get; init; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(Start, Length);
}

/// <summary>A handful of records of one partition: what crosses between threads.</summary>
public sealed class LogBatch
{
    public Partition Partition { get; init; }

    public List<LogRecord> Records { get; } = [];

    /// <summary>More of the same record comes: the reader is at rest only after it.</summary>
    public bool IsPart => Records.Count > 0 && Records[^1].Part is > 0 and < Frames.Suspect.Rest;

    /// <summary>What follows from these is to be done at once, not with later ones.</summary>
    public bool IsTrial { get; init; }

    /// <summary>
    /// The reader needs the bytes no more. Not to call it costs an allocation; to read on after it is a mistake.
    /// </summary>
    public void Return()
    {
        foreach (ref readonly var record in CollectionsMarshal.AsSpan(Records))
            if (record.IsLent) ArrayPool<byte>.Shared.Return(record.Buffer);
        Records.Clear();
    }

    public long Next => Records.Count == 0 ? 0 : Records[^1].Offset + 1;
}
