using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>One partition that an actor reads: what was fetched and not yet taken.</summary>
internal sealed class Subscription(Partition partition, long from, ActorRef actor, int generation)
{
    private const int BatchRecords = 512, BatchBytesMin = 16 << 10, BatchBytesMax = 1 << 20;

    private readonly Queue<(LogBatch Batch, int Bytes, long Next)> _waiting = new();
    private readonly List<long> _asked = [];
    private LogBatch? _filling;
    private int _fillingBytes;
    private long _waitingBytes;
    private int _untold;
    private long _given = from;

    public Partition Partition { get; } = partition;

    public long From { get; } = from;

    public ActorRef Actor { get; } = actor;

    public bool IsPaused { get; set; }

    /// <summary>Offset behind the last record that came here.</summary>
    public long Fetched { get; private set; } = from;

    /// <summary>Fetched bytes that may wait for the actor before the partition is paused; as much again in its mailbox.</summary>
    public long WaitingMax { get; set; }

    public bool IsFull => _waitingBytes >= WaitingMax;

    public bool IsEmpty => _waiting.Count == 0 && _filling is null;

    public void Add(in LogRecord record)
    {
        if (record.Offset < From) return;
        Fetched = record.Offset + 1;
        _untold++;
        if (_filling is { } full && (full.Records.Count >= BatchRecords || _fillingBytes >= BatchBytes)) Close();
        _filling ??= new LogBatch { Partition = Partition };
        _filling.Records.Add(record);
        _fillingBytes += record.Length;
        _waitingBytes += record.Length;
    }

    /// <summary>Records fetched since the last call.</summary>
    public int TakeFetched()
    {
        var fetched = _untold;
        _untold = 0;
        return fetched;
    }

    /// <summary>The actor is told when it was given everything before that offset.</summary>
    public void Ask(long end) => _asked.Add(end);

    /// <summary>There was nothing behind that offset; what is before it and was not fetched is no record.</summary>
    public void Ended(long offset) => Fetched = Math.Max(Fetched, offset);

    /// <summary>Gives the actor what it takes.</summary>
    public void Pump(IRuntime runtime)
    {
        if (_filling is not null) Close();
        // Once posted a batch is the actor's, who may be done with it at once and have emptied it.
        while (_waiting.TryPeek(out var first) && runtime.TryPost(Actor, generation, new Message(MessageKind.Records, first.Batch)))
        {
            _waiting.Dequeue();
            _waitingBytes -= first.Bytes;
            _given = first.Next;
        }

        var reached = IsEmpty ? Fetched : _given;
        if (_asked.RemoveAll(end => end <= reached) > 0) runtime.Reply(Actor, generation, new Message(MessageKind.End, null, _given));
    }

    /// <summary>A mailbox holds eight.</summary>
    private long BatchBytes => Math.Clamp(WaitingMax / 8, BatchBytesMin, BatchBytesMax);

    private void Close()
    {
        _waiting.Enqueue((_filling!, _fillingBytes, _filling!.Next));
        _filling = null;
        _fillingBytes = 0;
    }
}
