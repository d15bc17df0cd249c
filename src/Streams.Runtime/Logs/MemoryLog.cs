using System.Collections.Concurrent;
using Streams.Runtime.Actors;

namespace Streams.Runtime.Logs;

/// <summary>How the in-memory log cuts and bounds: nothing a stage may notice.</summary>
public sealed record MemoryLogOptions
{
    /// <summary>Bytes of a partition that may wait unread before <see cref="ILog.HasRoom"/> says no.</summary>
    public long BacklogMaxBytes { get; init; } = 8 << 20;

    /// <summary>Most records in a batch; the seeded tests vary it.</summary>
    public Func<int> BatchRecords { get; init; } = () => 16;

    /// <summary>Keep what was read until it is trimmed (snapshots are on), or drop it at once.</summary>
    public bool Retain { get; init; }

    /// <summary>
    /// Fault injection: an append for which it says so throws, before the record is there (true) or after (false).
    /// </summary>
    public Func<bool?>? FailAppend { get; init; }

    /// <summary>What the log writes as a record's time, Unix ms. <value>Default: nothing.</value></summary>
    public Func<long> Clock { get; init; } = () => 0;

    public IReadOnlySet<string> Compacted { get; init; } = new HashSet<string> { Topics.State, Topics.Control };
}

/// <summary>
/// The log of <c>hunt</c>, <c>demo</c> and tests: partitions in memory, subscriptions that push into mailboxes.
/// </summary>
public sealed class MemoryLog(IRuntime runtime, MemoryLogOptions? options = null) : ILogPump
{
    private readonly MemoryLogOptions _options = options ?? new MemoryLogOptions();
    private readonly ConcurrentDictionary<Partition, MemoryPartition> _partitions = new();
    private readonly ConcurrentDictionary<ActorRef, List<MemoryPartition>> _subscribed = new();
    private readonly ConcurrentDictionary<Partition, long> _committed = new();

    public void Append(
        Partition to, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key = default, IReadOnlyList<LogHeader>? headers = null)
    {
        var fails = _options.FailAppend?.Invoke();
        if (fails == true) throw new IOException($"append to {to} failed");
        Of(to).Append(value, key, headers);
        if (fails == false) throw new IOException($"append to {to} went through, its acknowledgement was lost");
    }

    /// <summary>Puts a record where it stood in another log: how an export looks at a running deployment.</summary>
    public void Place(Partition to, in LogRecord record) => Of(to).Place(record);

    /// <summary>The partition's next record gets at least that offset.</summary>
    public void Begin(Partition partition, long offset) => Of(partition).Begin(offset);

    public void Barrier(ActorRef actor, long token) => runtime.Post(actor, new Message(MessageKind.Acknowledged, null, token));

    public long Committed(Partition source) => _committed.GetValueOrDefault(source);

    public void Commit(Partition source, long next) => _committed.AddOrUpdate(source, next, (_, known) => Math.Max(known, next));

    public void Subscribe(Partition partition, long from, ActorRef actor)
    {
        var target = Of(partition);
        var mine = _subscribed.GetOrAdd(actor, _ => []);
        lock (mine)
        {
            mine.Remove(target);
            mine.Add(target);
        }

        target.Subscribe(from, actor);
    }

    public void Unsubscribe(ActorRef actor)
    {
        if (!_subscribed.TryRemove(actor, out var mine)) return;
        lock (mine)
        {
            foreach (var partition in mine) partition.Unsubscribe(actor);
        }
    }

    public void AskEnd(Partition partition, ActorRef actor) =>
        runtime.Reply(actor, runtime.GenerationOf(actor), new Message(MessageKind.End, null, Of(partition).Next));

    public bool HasRoom(Partition partition, ActorRef whenNot) => Of(partition).HasRoom(whenNot);

    public IEnumerable<LogRecord> ReadAll(Partition partition) => Of(partition).ReadAll();

    public void Trim(Partition partition, long before) => Of(partition).Trim(before);

    public void Drained(ActorRef actor)
    {
        if (!_subscribed.TryGetValue(actor, out var mine)) return;
        lock (mine)
        {
            foreach (var partition in mine) partition.Pump(actor);
        }
    }

    private MemoryPartition Of(Partition partition) =>
        _partitions.GetOrAdd(partition, p => new MemoryPartition(p, runtime, _options));
}
