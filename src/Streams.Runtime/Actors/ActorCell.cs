using Streams.Runtime.Logs;

namespace Streams.Runtime.Actors;

/// <summary>
/// An actor with its mailbox and its record of failures; shared by both runtimes, scheduled by neither.
/// </summary>
internal sealed class ActorCell(ActorRef self, Func<IActor> create, SupervisorPolicy policy, int mailboxMax)
{
    private readonly List<Message> _batches = [];
    private readonly Queue<Message> _replies = new();
    private readonly object _gate = new();
    private Partition? _held;
    private volatile bool _stopped;

    public ActorRef Self { get; } = self;

    public Func<IActor> Create { get; } = create;

    public SupervisorPolicy Policy { get; } = policy;

    public IActor? Actor { get; set; }

    public int Failures { get; set; }

    public bool Stopped { get => _stopped; set => _stopped = value; }

    /// <summary>Virtual or real time in ms before which it may not run: the back-off.</summary>
    public long NotBefore { get; set; }

    /// <summary>Grows with every restart: what was asked for by an earlier instance is not given to this one.</summary>
    public int Generation { get; private set; }

    /// <summary>Somebody else takes over: it is not started again after a failure.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>1 while it stands in the threaded runtime's queue.</summary>
    public int Scheduled;

    /// <summary>Messages that it would take now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _replies.Count + (_held is null ? _batches.Count : _batches.Count(Takeable));
        }
    }

    public void Hold(Partition? partition)
    {
        lock (_gate) _held = partition;
    }

    /// <summary>
    /// Only batches count against the bound, each partition's alone; a reply that was asked for always fits. What was
    /// asked for by an earlier generation is refused.
    /// </summary>
    public bool TryAdd(in Message message, bool bounded, int? generation = null)
    {
        lock (_gate)
        {
            if (Stopped || (generation ?? Generation) != Generation) return false;
            if (message.Kind != MessageKind.Records)
            {
                IsLeaving |= message.Kind == MessageKind.Leave;
                _replies.Enqueue(message);
                return true;
            }

            var partition = message.Batch!.Partition;
            if (bounded && _batches.Count(m => m.Batch!.Partition == partition) >= mailboxMax) return false;
            _batches.Add(message);
            return true;
        }
    }

    public bool TryTake(out Message message)
    {
        lock (_gate)
        {
            if (_replies.TryDequeue(out message)) return true;
            var next = _held is null ? (_batches.Count > 0 ? 0 : -1) : _batches.FindIndex(Takeable);
            if (next < 0) return false;
            message = _batches[next];
            _batches.RemoveAt(next);
            return true;
        }
    }

    /// <summary>A restarted actor reads its log again: what waited is dropped, the log still has it.</summary>
    public int Clear()
    {
        lock (_gate)
        {
            var dropped = _batches.Count + _replies.Count;
            _batches.Clear();
            _replies.Clear();
            _held = null;
            Generation++;
            return dropped;
        }
    }

    private bool Takeable(Message batch) => batch.Batch!.Partition != _held;
}
