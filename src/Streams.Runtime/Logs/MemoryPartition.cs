using Streams.Runtime.Actors;

namespace Streams.Runtime.Logs;

/// <summary>One partition: records by offset, what each subscriber has been given, who waits for room.</summary>
internal sealed class MemoryPartition(Partition name, IRuntime runtime, MemoryLogOptions options)
{
    private readonly object _gate = new();
    private readonly LinkedList<Stored> _records = [];
    private readonly Dictionary<ActorRef, Cursor> _cursors = [];
    private readonly HashSet<ActorRef> _waiting = [];
    private readonly Dictionary<string, LinkedListNode<Stored>> _byKey = [];
    private readonly bool _compacted = options.Compacted.Contains(name.Topic);
    private long _next;
    private long _waitingBytes;

    private sealed record Stored(long Offset, byte[] Value, byte[]? Key);

    private sealed class Cursor
    {
        public long Next;
        public LinkedListNode<Stored>? Last;
    }

    public long Append(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        long offset;
        ActorRef[] readers;
        lock (_gate)
        {
            offset = _next++;
            var stored = new Stored(offset, value.ToArray(), key.IsEmpty ? null : key.ToArray());
            var node = _records.AddLast(stored);
            if (_compacted && stored.Key is not null) Compact(node);
            if (_cursors.Count > 0) _waitingBytes += value.Length;
            readers = [.. _cursors.Keys];
        }

        foreach (var reader in readers) Pump(reader);
        return offset;
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
        lock (_gate) return [.. _records.Select(r => new LogRecord(r.Offset, r.Value, 0, r.Value.Length, r.Key))];
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

                if (!runtime.TryPost(actor, new Message(MessageKind.Records, batch))) break;
                cursor.Next = batch.Next;
                cursor.Last = last;
                foreach (var record in batch.Records) _waitingBytes -= record.Length;
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

    private LogBatch Cut(Cursor cursor, out LinkedListNode<Stored>? last)
    {
        var batch = new LogBatch { Partition = name };
        var max = Math.Max(1, options.BatchRecords());
        var node = cursor.Last is { List: not null } known ? known.Next : _records.First;
        while (node is not null && node.Value.Offset < cursor.Next) node = node.Next;
        last = null;
        for (; node is not null && batch.Records.Count < max; node = node.Next)
        {
            batch.Records.Add(new LogRecord(node.Value.Offset, node.Value.Value, 0, node.Value.Value.Length, node.Value.Key));
            last = node;
        }

        return batch;
    }

    private void DropRead()
    {
        var oldest = _cursors.Values.Min(c => c.Next);
        while (_records.First is { } first && first.Value.Offset < oldest) _records.RemoveFirst();
    }

    private void Compact(LinkedListNode<Stored> node)
    {
        var key = Convert.ToHexString(node.Value.Key!);
        if (_byKey.Remove(key, out var older) && older.List is not null) _records.Remove(older);
        _byKey[key] = node;
    }
}
