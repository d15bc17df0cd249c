using System.Diagnostics;
using System.Threading.Channels;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Actors;

/// <summary>
/// The production runtime: actors with something to do wait in one channel, a few workers take them. An actor runs on
/// one worker at a time and gives it back after a slice, so that 32 shards share two cores without 32 threads.
/// </summary>
public sealed class ThreadedRuntime : IRuntime, IDisposable
{
    private const int SliceMessages = 16, IdlePollMs = 100, AlarmMs = 20;
    private readonly Channel<ActorCell> _ready = Channel.CreateUnbounded<ActorCell>();
    private readonly List<Thread> _workers = [];
    private readonly List<Lane> _lanes = [];
    private readonly PriorityQueue<(ActorCell Cell, int Generation), long> _alarms = new();
    private readonly object _idle = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _timer;
    private readonly TimeProvider _time;
    private Exception? _failed;
    private long _pending;

    public ThreadedRuntime(int workers, Func<IRuntime, ILogPump>? log = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Log = log is null ? new MemoryLog(this) : log(this);
        for (var i = 0; i < Math.Max(1, workers); i++)
        {
            var lane = new Lane();
            var thread = new Thread(() => Work(lane)) { IsBackground = true, Name = $"streams-{i}" };
            _workers.Add(thread);
            _lanes.Add(lane);
            thread.Start();
        }

        _timer = new Timer(_ => Ring(), null, AlarmMs, AlarmMs);
    }

    public ILogPump Log { get; }

    /// <summary>What an actor failed with for good; null while all is well.</summary>
    public Exception? Failed => Volatile.Read(ref _failed);

    /// <summary>Told once of an actor that its supervisor gave up on.</summary>
    public Action<Exception>? GaveUp { get; init; }

    /// <summary>Told of an actor that failed and is started again after so many ms.</summary>
    public Action<string, int, Exception>? Restarting { get; init; }

    /// <summary>Told how many seconds a batch of a partition took.</summary>
    public Action<Partition, double>? Processed { get; init; }

    /// <summary>
    /// Who has not come back from a step for so long; null where nobody. What an actor does when it starts is no step: it
    /// may restore for long.
    /// </summary>
    public ActorRef? Stuck(TimeSpan limit)
    {
        var before = Environment.TickCount64 - (long)limit.TotalMilliseconds;
        foreach (var lane in _lanes)
            if (lane.Actor is { } actor && Volatile.Read(ref lane.Since) < before) return actor;
        return null;
    }

    public ActorRef Spawn(string name, Func<IActor> create, SupervisorPolicy? policy = null, int mailboxMax = 8)
    {
        var self = new ActorRef(name);
        self.Cell = new ActorCell(self, create, policy ?? SupervisorPolicy.Default, mailboxMax);
        Begun();
        Schedule(self.Cell);
        return self;
    }

    public bool TryPost(ActorRef to, in Message message) => Add(to.Cell!, message, bounded: true);

    public bool TryPost(ActorRef to, int generation, in Message message) => Add(to.Cell!, message, bounded: true, generation);

    public void Post(ActorRef to, in Message message) => Add(to.Cell!, message, bounded: false);

    public bool Reply(ActorRef to, int generation, in Message message) => Add(to.Cell!, message, bounded: false, generation);

    public int GenerationOf(ActorRef actor) => actor.Cell!.Generation;

    public void RunUntilIdle(CancellationToken cancel = default)
    {
        lock (_idle)
        {
            while (_pending > 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_idle, IdlePollMs);
            }
        }

        if (Failed is { } failed) throw new InvalidOperationException(failed.Message, failed);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stop.Cancel();
        _ready.Writer.TryComplete();
        foreach (var worker in _workers) worker.Join(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private bool Add(ActorCell cell, in Message message, bool bounded, int? generation = null)
    {
        Begun();
        if (!cell.TryAdd(message, bounded, generation))
        {
            Ended(1);
            return false;
        }

        Schedule(cell);
        return true;
    }

    private void Schedule(ActorCell cell)
    {
        if (Interlocked.Exchange(ref cell.Scheduled, 1) == 0) _ready.Writer.TryWrite(cell);
    }

    private void Begun()
    {
        lock (_idle) _pending++;
    }

    private void Ended(int count)
    {
        lock (_idle)
        {
            _pending -= count;
            if (_pending == 0) Monitor.PulseAll(_idle);
        }
    }

    private void Ring()
    {
        while (true)
        {
            ActorCell cell;
            int generation;
            lock (_alarms)
            {
                if (!_alarms.TryPeek(out var alarm, out var due) || due > Environment.TickCount64) return;
                (cell, generation) = alarm;
                _alarms.Dequeue();
            }

            Reply(cell.Self, generation, new Message(MessageKind.Wake, null, _time.GetUtcNow().ToUnixTimeMilliseconds()));
        }
    }

    private void Work(Lane lane)
    {
        var reader = _ready.Reader;
        try
        {
            while (true)
            {
                if (!reader.TryRead(out var cell))
                {
                    if (!reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult()) return;
                    continue;
                }

                Slice(cell, lane);
            }
        }
        catch (OperationCanceledException)
        {
            // The runtime is being disposed.
        }
    }

    private void Slice(ActorCell cell, Lane lane)
    {
        if (Environment.TickCount64 < cell.NotBefore)
        {
            _ = Task.Delay((int)Math.Max(1, cell.NotBefore - Environment.TickCount64)).ContinueWith(_ => _ready.Writer.TryWrite(cell));
            return;
        }

        if (cell.Actor is null && !cell.Stopped)
        {
            if (!Guarded(cell, () => Begin(cell)))
            {
                _ready.Writer.TryWrite(cell);
                return;
            }

            Ended(1);
        }

        for (var i = 0; i < SliceMessages && cell.TryTake(out var message); i++)
        {
            Log.Drained(cell.Self);
            var taken = message;
            var began = Processed is null ? 0 : Stopwatch.GetTimestamp();
            lane.Begin(cell.Self);
            var fine = cell.Stopped || Guarded(cell, () => cell.Actor!.Receive(taken, new Context(this, cell)));
            lane.Actor = null;
            if (fine && taken.Kind == MessageKind.Records) cell.Failures = 0;
            if (taken.Kind == MessageKind.Records) Processed?.Invoke(taken.Batch!.Partition, Stopwatch.GetElapsedTime(began).TotalSeconds);
            Ended(1);
            if (!fine) break;
        }

        Interlocked.Exchange(ref cell.Scheduled, 0);
        if (cell.Waiting > 0 || (cell.Actor is null && !cell.Stopped)) Schedule(cell);
    }

    private void Begin(ActorCell cell)
    {
        cell.Actor = cell.Create();
        cell.Actor.Start(new Context(this, cell));
    }

    private bool Guarded(ActorCell cell, Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception e)
        {
            if (_stop.IsCancellationRequested) throw new OperationCanceledException();
            cell.Failures++;
            Log.Unsubscribe(cell.Self);
            Ended(cell.Clear());
            if (cell.IsLeaving)
            {
                cell.Stopped = true;
                return true;
            }

            if (cell.Failures > cell.Policy.RestartsMax)
            {
                var failed = new ActorFailedException(cell.Self.Name, cell.Failures, e);
                if (Interlocked.CompareExchange(ref _failed, failed, null) is null) GaveUp?.Invoke(failed);
                cell.Stopped = true;
                return true;
            }

            var starting = cell.Actor is null;
            cell.Actor = null;
            var delay = cell.Policy.DelayMs(cell.Failures);
            cell.NotBefore = Environment.TickCount64 + delay;
            Restarting?.Invoke(cell.Self.Name, delay, e);
            if (!starting) Begun();
            return false;
        }
    }

    /// <summary>What one worker is at.</summary>
    private sealed class Lane
    {
        public volatile ActorRef? Actor;
        public long Since;

        public void Begin(ActorRef actor)
        {
            Volatile.Write(ref Since, Environment.TickCount64);
            Actor = actor;
        }
    }

    private sealed class Context(ThreadedRuntime runtime, ActorCell cell) : IActorContext
    {
        public ActorRef Self => cell.Self;

        public ILog Log => runtime.Log;

        public long Now => runtime._time.GetUtcNow().ToUnixTimeMilliseconds();

        public void Wake(int afterMs)
        {
            lock (runtime._alarms) runtime._alarms.Enqueue((cell, cell.Generation), Environment.TickCount64 + afterMs);
        }

        public void Hold(Partition partition) => cell.Hold(partition);

        /// <summary>Only its own step releases an actor, and a step looks at what waits when it ends.</summary>
        public void Release() => cell.Hold(null);

        public void Again(long number) => runtime.Add(cell, new Message(MessageKind.Again, null, number), bounded: false);

        public void Stop()
        {
            cell.Stopped = true;
            cell.Hold(null);
            runtime.Log.Unsubscribe(cell.Self);
        }
    }
}
