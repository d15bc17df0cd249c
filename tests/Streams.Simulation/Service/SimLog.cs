using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Simulation.Service;

/// <summary>
/// One process's client of the <see cref="Broker"/>: what it appends waits here until it is sent, in order within a
/// partition and in any order between them; a kill loses what was not sent. Any call may fail, before or after it took
/// effect.
/// </summary>
internal sealed class SimLog(IRuntime runtime, Broker broker, SeededRandom random, FaultyBytes faults) : ILogPump
{
    public const string GrantOnItsWay = "killed with a grant on its way";
    private const int CallFailsOneIn = 900, SentTwiceOneIn = 200, HeaderKillsOneIn = 60, WorstKillsOneIn = 4,
        EntityKillsOneIn = 2_500, CommitKillsOneIn = 500, GrantKillsOneIn = 25, StallsOneIn = 60, StallMax = 60,
        BarrierStallsOneIn = 6, BarrierStallMax = 150;
    private readonly Dictionary<Partition, Queue<(byte[] Value, byte[]? Key, IReadOnlyList<LogHeader>? Headers)>> _unsent = [];
    private readonly List<Partition> _waiting = [];
    private readonly Dictionary<Partition, long> _sent = [];
    private readonly List<(ActorRef Actor, int Generation, long Token, Dictionary<Partition, long> Until)> _barriers = [];
    private readonly Dictionary<ActorRef, List<Cursor>> _cursors = [];
    private readonly List<(ActorRef Actor, Cursor Cursor)> _reading = [];
    private readonly Dictionary<Partition, int> _stalledUntil = [];
    private readonly List<(Partition Partition, ActorRef Actor, int Generation, long End)> _asked = [];
    private int _sends;

    private sealed class Cursor(Partition partition, long next)
    {
        public Partition Partition { get; } = partition;

        public long Next { get; set; } = next;
    }

    public bool Breaks { get; set; }

    /// <summary>Who asks for an end that it has not come to is told when it has; else it has to ask again.</summary>
    public bool AnswersLater { get; init; }

    /// <summary>The process dies here and now: a point of the protocol that a kill at random seldom meets.</summary>
    public string? DiesAt { get; private set; }

    public bool HasUnsent => _waiting.Count > 0 || _barriers.Count > 0;

    public void Append(
        Partition to, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key = default, IReadOnlyList<LogHeader>? headers = null)
    {
        Fail(before: true, $"append to {to}");
        if (to == Topics.Decisions && value.Length > 0 && (FrameKind)value[5] == FrameKind.Grant) Die(GrantKillsOneIn, GrantOnItsWay);
        foreach (var (bytes, name) in faults.Appended(broker, to, value.ToArray(), key.IsEmpty ? null : key.ToArray()))
        {
            if (!_unsent.TryGetValue(to, out var queue)) _unsent.Add(to, queue = new());
            if (queue.Count == 0) _waiting.Add(to);
            queue.Enqueue((bytes, name, headers));
        }

        Fail(before: false, $"append to {to}");
    }

    public void Barrier(ActorRef actor, long token)
    {
        Fail(before: true, "barrier");
        // A broker that is slow just when somebody waits for it.
        if (Breaks && _waiting.Count > 0 && random.Next(BarrierStallsOneIn) == 0)
            _stalledUntil[_waiting[random.Next(_waiting.Count)]] = _sends + random.Next(BarrierStallMax);
        if (faults.BarrierAtOnce(actor))
        {
            runtime.Reply(actor, runtime.GenerationOf(actor), new Message(MessageKind.Acknowledged, null, token));
            return;
        }

        var until = _waiting.ToDictionary(p => p, p => _sent.GetValueOrDefault(p) + _unsent[p].Count);
        _barriers.Add((actor, runtime.GenerationOf(actor), token, until));
        Fail(before: false, "barrier");
    }

    public void Subscribe(Partition partition, long from, ActorRef actor)
    {
        Fail(before: true, "subscribe");
        if (!_cursors.TryGetValue(actor, out var mine)) _cursors.Add(actor, mine = []);
        _reading.RemoveAll(r => r.Actor == actor && r.Cursor.Partition == partition);
        var cursor = new Cursor(partition, faults.From(partition, from));
        mine.Add(cursor);
        _reading.Add((actor, cursor));
    }

    public void Unsubscribe(ActorRef actor)
    {
        if (_cursors.Remove(actor)) _reading.RemoveAll(r => r.Actor == actor);
    }

    public void AskEnd(Partition partition, ActorRef actor)
    {
        var end = broker.Of(partition).End;
        if (!Answer(partition, actor, runtime.GenerationOf(actor), end) && AnswersLater)
            _asked.Add((partition, actor, runtime.GenerationOf(actor), end));
    }

    private bool Answer(Partition partition, ActorRef actor, int generation, long end)
    {
        if (!_cursors.TryGetValue(actor, out var mine) || !mine.Any(c => c.Partition == partition && c.Next >= end)) return false;
        runtime.Reply(actor, generation, new Message(MessageKind.End, null, end));
        return true;
    }

    public bool HasRoom(Partition partition, ActorRef whenNot) => true;

    public IEnumerable<LogRecord> ReadAll(Partition partition)
    {
        Fail(before: true, $"read of {partition}");
        return faults.ReadBack(partition, broker.Of(partition).All());
    }

    public long Committed(Partition source) => broker.Committed(source);

    public void Commit(Partition source, long next)
    {
        Fail(before: true, "commit");
        broker.Commit(source, next);
        Die(CommitKillsOneIn, "killed after a commit");
        Fail(before: false, "commit");
    }

    /// <summary>Retention is the broker's, as on Kafka.</summary>
    public void Trim(Partition partition, long before)
    {
    }

    public void Drained(ActorRef actor)
    {
    }

    /// <summary>Where the reader that is furthest behind is.</summary>
    public long LeastRead(Partition partition) =>
        _reading.Where(r => r.Cursor.Partition == partition).Select(r => r.Cursor.Next).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>Gives every reader what fits its mailbox.</summary>
    public void Pump()
    {
        foreach (var (actor, cursor) in _reading)
        {
            var partition = broker.Of(cursor.Partition);
            while (cursor.Next < partition.End)
            {
                var batch = new LogBatch { Partition = cursor.Partition };
                if (partition.Read(cursor.Next, 1 + random.Next(7), batch.Records) == 0)
                {
                    cursor.Next = partition.End;
                    break;
                }

                var next = batch.Next;
                faults.Delivered(batch, partition);
                if (batch.Records.Count > 0 && !runtime.TryPost(actor, new Message(MessageKind.Records, batch))) break;
                cursor.Next = next;
            }
        }

        _asked.RemoveAll(a => Answer(a.Partition, a.Actor, a.Generation, a.End));
    }

    /// <summary>Some of what waits for one partition reaches the broker.</summary>
    public void Send(int most)
    {
        if (_waiting.Count > 0)
        {
            var at = random.Next(_waiting.Count);
            var partition = _waiting[at];
            if (IsStalled(partition)) return;
            var queue = _unsent[partition];
            for (var n = 1 + random.Next(most); n > 0 && queue.Count > 0; n--)
            {
                var (value, key, headers) = queue.Dequeue();
                _sent[partition] = _sent.GetValueOrDefault(partition) + 1;
                if (faults.IsLost(partition, random)) continue;
                broker.Append(partition, value, key, headers);
                if (Breaks && random.Next(SentTwiceOneIn) == 0) broker.Append(partition, value, key, headers);
                if (partition.Topic != Topics.State || value.Length == 0) continue;
                if (SnapshotRecord.KindOf(key) == EntityKind.Header) Die(HasStalled ? WorstKillsOneIn : HeaderKillsOneIn, "killed after a snapshot's header");
                else Die(EntityKillsOneIn, "killed between entities of a snapshot");
                if (DiesAt is not null) return;
            }

            if (queue.Count == 0) _waiting.RemoveAt(at);
        }

        // An acknowledgement takes its own time, and its own chance to come late.
        for (var i = 0; i < _barriers.Count; i++)
        {
            var (actor, generation, token, until) = _barriers[i];
            if (until.Any(u => _sent.GetValueOrDefault(u.Key) < u.Value)) break;
            if (Breaks && random.Next(4) == 0) break;
            _barriers.RemoveAt(i--);
            runtime.Reply(actor, generation, new Message(MessageKind.Acknowledged, null, token));
        }
    }

    /// <summary>What waits to be sent is sent, and nothing is heard of it.</summary>
    public void SendAll()
    {
        _barriers.Clear();
        Breaks = false;
        while (_waiting.Count > 0) Send(100);
    }

    /// <summary>What was on its way when the process died, and of which nobody can say when it arrives.</summary>
    public List<Sent> InFlight() =>
    [
        .. _unsent.Where(u => IsData(u.Key)).SelectMany(u => u.Value.Where(r => IsData(u.Key, r.Value))
            .Select(r => new Sent(u.Key, r.Value, r.Key, r.Headers))),
    ];

    private static bool IsData(Partition to) => to.Topic is Topics.Flow or Topics.State or Topics.Results || to == Topics.Decisions;

    private static bool IsData(Partition to, byte[] value) => to.Topic is Topics.State or Topics.Results || value.Length == 0
        || (FrameKind)value[5] is FrameKind.Events or FrameKind.Facts or FrameKind.Grant or FrameKind.Published
            or FrameKind.Tables or FrameKind.Sources;

    /// <summary>A partition's broker is slow for a while: what was appended later overtakes it elsewhere.</summary>
    private bool IsStalled(Partition partition)
    {
        _sends++;
        if (!Breaks) return false;
        if (random.Next(StallsOneIn) == 0) _stalledUntil[partition] = _sends + random.Next(StallMax);
        return _stalledUntil.GetValueOrDefault(partition) > _sends;
    }

    /// <summary>Something that was said is still on its way: the worst time for a snapshot to be whole.</summary>
    private bool HasStalled => _stalledUntil.Any(s => s.Value > _sends && s.Key.Topic != Topics.State && _unsent[s.Key].Count > 0);

    private void Die(int oneIn, string where)
    {
        if (Breaks && random.Next(oneIn) == 0) DiesAt = where;
    }

    private void Fail(bool before, string call)
    {
        if (!Breaks || random.Next(CallFailsOneIn) != 0) return;
        throw new IOException(before ? $"{call} failed" : $"{call} went through, its answer was lost");
    }
}
