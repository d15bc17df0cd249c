using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>
/// The control log's decisions, which every ingest actor of the process reads from the beginning: fetched once, held as
/// the compacted log will hold them (what is taken out there is let go here), given to each at its own pace.
/// </summary>
internal sealed class DecisionFeed(IRuntime runtime, PartitionReader frames) : IActor
{
    private const int BatchRecords = 256;
    private readonly object _gate = new();

    /// <summary>In order of offset.</summary>
    private readonly List<LogRecord> _records = [];
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private readonly Dictionary<ActorRef, long> _next = [];

    public void Start(IActorContext actor)
    {
        lock (_gate)
        {
            _records.Clear();
            _offsets.Clear();
            foreach (var reader in _next.Keys) _next[reader] = 0;
        }

        frames.Subscribe(Topics.Decisions, 0, actor.Self);
    }

    public void Receive(in Message message, IActorContext actor)
    {
        if (message.Kind != MessageKind.Records) return;
        ActorRef[] readers;
        lock (_gate)
        {
            foreach (var record in message.Batch!.Records) Keep(record);
            readers = [.. _next.Keys];
        }

        foreach (var reader in readers) Pump(reader);
    }

    public void Add(ActorRef reader)
    {
        lock (_gate) _next[reader] = 0;
        Pump(reader);
    }

    public void Remove(ActorRef reader)
    {
        lock (_gate) _next.Remove(reader);
    }

    public void Pump(ActorRef reader)
    {
        lock (_gate)
        {
            if (!_next.TryGetValue(reader, out var next)) return;
            for (var at = At(next); at < _records.Count; at = At(next))
            {
                var batch = new LogBatch { Partition = Topics.Decisions };
                batch.Records.AddRange(_records.GetRange(at, Math.Min(BatchRecords, _records.Count - at)));
                // Once posted it is the reader's, who may be done with it at once.
                var after = batch.Next;
                if (!runtime.TryPost(reader, new Message(MessageKind.Records, batch))) break;
                next = after;
            }

            _next[reader] = next;
        }
    }

    private void Keep(in LogRecord record)
    {
        var key = record.Key is null ? "" : Convert.ToHexString(record.Key);
        if (_offsets.Remove(key, out var before)) _records.RemoveAt(At(before));
        if (record.Length == 0) return;
        if (key.Length > 0) _offsets.Add(key, record.Offset);
        // A few bytes that stay must not keep what they were fetched with.
        _records.Add(record with { Buffer = record.Span.ToArray(), Start = 0 });
    }

    /// <summary>Where the first record stands that is not before the offset.</summary>
    private int At(long offset)
    {
        var (low, high) = (0, _records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_records[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
