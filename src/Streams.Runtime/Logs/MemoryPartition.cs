using System.Buffers;
using Streams.Runtime.Actors;

namespace Streams.Runtime.Logs;

/// <summary>One partition: records by offset, what each subscriber has been given, who waits for room.</summary>
internal sealed class MemoryPartition(Partition name, IRuntime runtime, MemoryLogOptions options)
{
    /// <summary>Below this a copy of their own is cheaper than the pool, whose arrays are powers of two.</summary>
    private const int LentBytesMin = 512;

    private readonly object _gate = new();
    private readonly LinkedList<LogRecord> _records = [];
    private readonly Dictionary<ActorRef, Cursor> _cursors = [];
    private readonly HashSet<ActorRef> _waiting = [];
    private readonly Dictionary<string, LinkedListNode<LogRecord>> _byKey = [];
    private readonly bool _compacted = options.Compacted.Contains(name.Topic);
    private long _next;
    private long _waitingBytes;

    private sealed class Cursor
    {
        public long Next;
        public LinkedListNode<LogRecord>? Last;
    }

    public long Next
    {
        get
        {
            lock (_gate) return _next;
        }
    }

    public void Append(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key, IReadOnlyList<LogHeader>? headers)
    {
        // Where records go when they are read, their bytes are used again.
        var isLent = !options.Retain && !_compacted && value.Length >= LentBytesMin;
        var bytes = isLent ? ArrayPool<byte>.Shared.Rent(value.Length) : new byte[value.Length];
        value.CopyTo(bytes);
        Add(new LogRecord(-1, bytes, 0, value.Length, key.IsEmpty ? null : key.ToArray()) { Headers = headers, IsLent = isLent });
    }

    /// <summary>At the offset that the record already has.</summary>
    public void Place(in LogRecord record) => Add(record);

    public void Begin(long offset)
    {
        lock (_gate) _next = Math.Max(_next, offset);
    }

    public void Subscribe(long from, ActorRef actor)
    {
        lock (_gate) _cursors[actor] = new Cursor { Next = from };
        Pump(actor);
    }

    public void Unsubscribe(ActorRef actor)
    {
        lock (_gate) _cursors.Remove(actor);
    }

    public bool HasRoom(ActorRef whenNot)
    {
        lock (_gate)
        {
            if (_waitingBytes < options.BacklogMaxBytes) return true;
            _waiting.Add(whenNot);
            return false;
        }
    }

    public IReadOnlyList<LogRecord> ReadAll()
    {
        lock (_gate) return [.. _records];
    }

    public void Trim(long before)
    {
        lock (_gate)
        {
            while (_records.First is { } first && first.Value.Offset < before) _records.RemoveFirst();
        }
    }

    /// <summary>Gives the actor as many batches as its mailbox takes.</summary>
    public void Pump(ActorRef actor)
    {
        ActorRef[] roomy = [];
        lock (_gate)
        {
            if (!_cursors.TryGetValue(actor, out var cursor)) return;
            while (cursor.Next < _next)
            {
                var batch = Cut(cursor, out var last);
                if (batch.Records.Count == 0)
                {
                    cursor.Next = _next;
                    break;
                }

                // Once posted it is the reader's, who may be done with it at once.
                var (next, bytes) = (batch.Next, batch.Records.Sum(record => (long)record.Length));
                if (!runtime.TryPost(actor, new Message(MessageKind.Records, batch))) break;
                cursor.Next = next;
                cursor.Last = last;
                _waitingBytes -= bytes;
                if (!options.Retain && !_compacted) DropRead();
            }

            if (_waiting.Count > 0 && _waitingBytes < options.BacklogMaxBytes / 2)
            {
                roomy = [.. _waiting];
                _waiting.Clear();
            }
        }

        foreach (var waiting in roomy) runtime.Post(waiting, new Message(MessageKind.Room));
    }

    private void Add(in LogRecord record)
    {
        ActorRef[] readers;
        lock (_gate)
        {
            var stored = record.Offset < 0 ? record with { Offset = _next, Timestamp = options.Clock() } : record;
            _next = stored.Offset + 1;
            var node = _records.AddLast(stored);
            if (_compacted && stored.Key is not null) Compact(node);
            if (_cursors.Count > 0) _waitingBytes += stored.Length;
            readers = [.. _cursors.Keys];
        }

        foreach (var reader in readers) Pump(reader);
    }

    private LogBatch Cut(Cursor cursor, out LinkedListNode<LogRecord>? last)
    {
        var batch = new LogBatch { Partition = name };
        var max = Math.Max(1, options.BatchRecords());
        var node = cursor.Last is { List: not null } known ? known.Next : _records.First;
        while (node is not null && node.Value.Offset < cursor.Next) node = node.Next;
        last = null;
        for (; node is not null && batch.Records.Count < max; node = node.Next)
        {
            // What two read is nobody's to give back.
            batch.Records.Add(_cursors.Count == 1 ? node.Value : node.Value with { IsLent = false });
            last = node;
        }

        return batch;
    }

    private void DropRead()
    {
        var oldest = _cursors.Values.Min(c => c.Next);
        while (_records.First is { } first && first.Value.Offset < oldest) _records.RemoveFirst();
    }

    /// <summary>Compaction keeps the last append of a key; an empty one is gone with it.</summary>
    private void Compact(LinkedListNode<LogRecord> node)
    {
        var key = Convert.ToHexString(node.Value.Key!);
        if (_byKey.Remove(key, out var older) && older.List is not null) _records.Remove(older);
        if (node.Value.Length > 0) _byKey[key] = node;
        else if (_cursors.Count == 0) _records.Remove(node);
    }
}
