using Streams.Runtime.Logs;

namespace Streams.Runtime.Actors;

/// <summary>
/// The deterministic runtime: one thread, virtual time, and an order of steps drawn from a seed. The same seed runs the
/// same way, so a failing interleaving can be run again and read.
/// </summary>
public sealed class SeededRuntime : IRuntime
{
    private readonly List<ActorCell> _cells = [];
    private readonly List<ActorCell> _ready = [];
    private readonly List<(long Due, ActorCell Cell, int Generation)> _alarms = [];
    private readonly SeededRandom _random;

    public SeededRuntime(ulong seed, Func<IRuntime, ILogPump>? log = null, long startMs = 0)
    {
        _random = new SeededRandom(seed);
        Now = startMs;
        Log = log is null ? new MemoryLog(this) : log(this);
    }

    public ILogPump Log { get; }

    /// <summary>Virtual Unix milliseconds; a step takes one, a back-off as long as it says.</summary>
    public long Now { get; private set; }

    /// <summary>How far the clock that actors read is off: what is woken by a timer does not notice.</summary>
    public long ClockErrorMs { get; set; }

    public long Steps { get; private set; }

    /// <summary>Told of every step (actor, message): the printed trace of a seed.</summary>
    public Action<string, Message>? Trace { get; init; }

    public ActorRef Spawn(string name, Func<IActor> create, SupervisorPolicy? policy = null, int mailboxMax = 8)
    {
        var self = new ActorRef(name);
        var cell = new ActorCell(self, create, policy ?? SupervisorPolicy.Default, mailboxMax);
        self.Cell = cell;
        _cells.Add(cell);
        Guarded(cell, () => Begin(cell));
        return self;
    }

    public bool TryPost(ActorRef to, in Message message) => to.Cell!.TryAdd(message, bounded: true);

    public bool TryPost(ActorRef to, int generation, in Message message) => to.Cell!.TryAdd(message, bounded: true, generation);

    public void Post(ActorRef to, in Message message) => to.Cell!.TryAdd(message, bounded: false);

    public bool Reply(ActorRef to, int generation, in Message message) => to.Cell!.TryAdd(message, bounded: false, generation);

    public int GenerationOf(ActorRef actor) => actor.Cell!.Generation;

    public void RunUntilIdle(CancellationToken cancel = default)
    {
        while (Step()) cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Time passes; what was to be woken meanwhile is ready.</summary>
    public void Pass(long ms) => Now += ms;

    /// <summary>
    /// One message to one actor, both drawn from the seed; false when nothing is left to do but wait for an alarm.
    /// </summary>
    public bool Step()
    {
        Ring();
        _ready.Clear();
        var wake = long.MaxValue;
        foreach (var candidate in _cells)
        {
            if (candidate.Stopped || (candidate.Actor is not null && candidate.Waiting == 0)) continue;
            if (candidate.NotBefore <= Now) _ready.Add(candidate);
            else wake = Math.Min(wake, candidate.NotBefore);
        }

        if (_ready.Count == 0)
        {
            if (wake == long.MaxValue) return false;
            Now = wake;
            return true;
        }

        Now++;
        Steps++;
        var cell = _ready[_random.Next(_ready.Count)];
        Guarded(cell, () => Take(cell));
        return true;
    }

    /// <summary>
    /// Kills an actor drawn from the seed between two of its steps: mailbox and state are gone, the log is not.
    /// </summary>
    public string Crash()
    {
        var cell = _cells[_random.Next(_cells.Count)];
        if (!cell.Stopped) Reset(cell, 0);
        return cell.Self.Name;
    }

    /// <summary>Takes an actor away without a word: its process was killed.</summary>
    public void Kill(ActorRef actor)
    {
        Reset(actor.Cell!, 0);
        actor.Cell!.Stopped = true;
        _cells.Remove(actor.Cell);
    }

    private void Take(ActorCell cell)
    {
        if (cell.Actor is null)
        {
            Begin(cell);
            return;
        }

        if (!cell.TryTake(out var message)) return;
        Trace?.Invoke(cell.Self.Name, message);
        Log.Drained(cell.Self);
        cell.Actor.Receive(message, new Context(this, cell));
        if (message.Kind == MessageKind.Records) cell.Failures = 0;
    }

    private void Ring()
    {
        for (var i = _alarms.Count - 1; i >= 0; i--)
        {
            var (due, cell, generation) = _alarms[i];
            if (due > Now) continue;
            _alarms.RemoveAt(i);
            cell.TryAdd(new Message(MessageKind.Wake, null, Now), bounded: false, generation);
        }
    }

    private void Begin(ActorCell cell)
    {
        cell.Actor = cell.Create();
        cell.Actor.Start(new Context(this, cell));
    }

    private void Guarded(ActorCell cell, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            cell.Failures++;
            if (cell.Failures > cell.Policy.RestartsMax) throw new ActorFailedException(cell.Self.Name, cell.Failures, e);
            Reset(cell, cell.Failures);
        }
    }

    private void Reset(ActorCell cell, int failures)
    {
        Log.Unsubscribe(cell.Self);
        cell.Clear();
        cell.Actor = null;
        cell.Stopped |= cell.IsLeaving;
        cell.NotBefore = Now + cell.Policy.DelayMs(failures);
    }

    private sealed class Context(SeededRuntime runtime, ActorCell cell) : IActorContext
    {
        public ActorRef Self => cell.Self;

        public ILog Log => runtime.Log;

        public long Now => runtime.Now + runtime.ClockErrorMs;

        public void Wake(int afterMs) => runtime._alarms.Add((runtime.Now + afterMs, cell, cell.Generation));

        public void Hold(Partition partition) => cell.Hold(partition);

        public void Release() => cell.Hold(null);

        public void Again(long number) => cell.TryAdd(new Message(MessageKind.Again, null, number), bounded: false);

        public void Stop()
        {
            cell.Stopped = true;
            runtime.Log.Unsubscribe(cell.Self);
        }
    }
}
