using System.Threading.Channels;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Actors;

/// <summary>
/// The production runtime: actors with something to do wait in one channel, a few workers take them. An actor runs on
/// one worker at a time
/// and gives it back after a slice, so that 32 shards share two cores without 32 threads.
/// </summary>
public sealed class ThreadedRuntime : IRuntime, IDisposable
{
    private const int SliceMessages = 16, IdlePollMs = 100;
    private readonly Channel<Running> _ready = Channel.CreateUnbounded<Running>();
    private readonly List<Thread> _workers = [];
    private readonly object _idle = new();
    private readonly CancellationTokenSource _stop = new();
    private Exception? _failed;
    private long _pending;

    public ThreadedRuntime(int workers, Func<IRuntime, MemoryLog>? log = null)
    {
        Log = log is null ? new MemoryLog(this) : log(this);
        for (var i = 0; i < Math.Max(1, workers); i++)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = $"streams-{i}" };
            _workers.Add(thread);
            thread.Start();
        }
    }

    public MemoryLog Log { get; }

    public ActorRef Spawn(string name, Func<IActor> create, SupervisorPolicy? policy = null, int mailboxMax = 8)
    {
        var self = new ActorRef(name);
        var running = new Running(new ActorCell(self, create, policy ?? SupervisorPolicy.Default, mailboxMax));
        self.Cell = running;
        Begun();
        Schedule(running);
        return self;
    }

    public bool TryPost(ActorRef to, in Message message) => Add((Running)to.Cell!, message, bounded: true);

    public void Post(ActorRef to, in Message message) => Add((Running)to.Cell!, message, bounded: false);

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

        if (Volatile.Read(ref _failed) is { } failed) throw new InvalidOperationException(failed.Message, failed);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _ready.Writer.TryComplete();
        foreach (var worker in _workers) worker.Join(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private bool Add(Running running, in Message message, bool bounded)
    {
        Begun();
        if (!running.Cell.TryAdd(message, bounded))
        {
            Ended(1);
            return false;
        }

        Schedule(running);
        return true;
    }

    private void Schedule(Running running)
    {
        if (Interlocked.Exchange(ref running.Scheduled, 1) == 0) _ready.Writer.TryWrite(running);
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

    private void Work()
    {
        var reader = _ready.Reader;
        try
        {
            while (true)
            {
                if (!reader.TryRead(out var running))
                {
                    if (!reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult()) return;
                    continue;
                }

                Slice(running);
            }
        }
        catch (OperationCanceledException)
        {
            // The runtime is being disposed.
        }
    }

    private void Slice(Running running)
    {
        var cell = running.Cell;
        if (Environment.TickCount64 < cell.NotBefore)
        {
            _ = Task.Delay((int)Math.Max(1, cell.NotBefore - Environment.TickCount64)).ContinueWith(_ => _ready.Writer.TryWrite(running));
            return;
        }

        if (cell.Actor is null && !cell.Stopped)
        {
            if (!Guarded(cell, () => Begin(cell)))
            {
                _ready.Writer.TryWrite(running);
                return;
            }

            Ended(1);
        }

        for (var i = 0; i < SliceMessages && cell.TryTake(out var message); i++)
        {
            Log.Drained(cell.Self);
            var taken = message;
            var fine = cell.Stopped || Guarded(cell, () => cell.Actor!.Receive(taken, new Context(this, running)));
            if (fine && taken.Kind == MessageKind.Records) cell.Failures = 0;
            Ended(1);
            if (!fine) break;
        }

        Interlocked.Exchange(ref running.Scheduled, 0);
        if (cell.Waiting > 0 || (cell.Actor is null && !cell.Stopped)) Schedule(running);
    }

    private void Begin(ActorCell cell)
    {
        cell.Actor = cell.Create();
        cell.Actor.Start(new Context(this, (Running)cell.Self.Cell!));
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
            cell.Failures++;
            if (cell.Failures > cell.Policy.RestartsMax)
            {
                Volatile.Write(ref _failed, new ActorFailedException(cell.Self.Name, cell.Failures, e));
                cell.Stopped = true;
                Log.Unsubscribe(cell.Self);
                Ended(cell.Clear());
                return true;
            }

            var starting = cell.Actor is null;
            Log.Unsubscribe(cell.Self);
            Ended(cell.Clear());
            cell.Actor = null;
            cell.NotBefore = Environment.TickCount64 + cell.Policy.DelayMs(cell.Failures);
            if (!starting) Begun();
            return false;
        }
    }

    private sealed class Running(ActorCell cell)
    {
        public readonly ActorCell Cell = cell;
        public int Scheduled;
    }

    private sealed class Context(ThreadedRuntime runtime, Running running) : IActorContext
    {
        public ActorRef Self => running.Cell.Self;

        public ILog Log => runtime.Log;

        public void Again(long number) => runtime.Add(running, new Message(MessageKind.Again, null, number), bounded: false);

        public void Stop() => running.Cell.Stopped = true;
    }
}
