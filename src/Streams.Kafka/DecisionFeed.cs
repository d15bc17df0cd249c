using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>
/// The control log's decisions, which every ingest actor of the process reads from the beginning: fetched once, held
/// (they are kept tiny), given to each at its own pace.
/// </summary>
internal sealed class DecisionFeed(IRuntime runtime, PartitionReader frames) : IActor
{
    private const int BatchRecords = 256;
    private readonly object _gate = new();
    private readonly List<LogRecord> _records = [];
    private readonly Dictionary<ActorRef, int> _next = [];

    public void Start(IActorContext actor)
    {
        lock (_gate)
        {
            _records.Clear();
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
            _records.AddRange(message.Batch!.Records);
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
            while (next < _records.Count)
            {
                var batch = new LogBatch { Partition = Topics.Decisions };
                batch.Records.AddRange(_records.Skip(next).Take(BatchRecords));
                if (!runtime.TryPost(reader, new Message(MessageKind.Records, batch))) break;
                next += batch.Records.Count;
            }

            _next[reader] = next;
        }
    }
}
