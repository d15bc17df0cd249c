namespace Streams.Runtime.Actors;

/// <summary>
/// An actor with its mailbox and its record of failures; shared by both runtimes, scheduled by neither.
/// </summary>
internal sealed class ActorCell(ActorRef self, Func<IActor> create, SupervisorPolicy policy, int mailboxMax)
{
    private readonly Queue<Message> _mailbox = new();
    private readonly object _gate = new();
    private int _batches;

    public ActorRef Self { get; } = self;

    public Func<IActor> Create { get; } = create;

    public SupervisorPolicy Policy { get; } = policy;

    public IActor? Actor { get; set; }

    public int Failures { get; set; }

    public bool Stopped { get; set; }

    /// <summary>Virtual or real time in ms before which it may not run: the back-off.</summary>
    public long NotBefore { get; set; }

    public int Waiting
    {
        get
        {
            lock (_gate) return _mailbox.Count;
        }
    }

    /// <summary>Only batches count against the bound; a reply that was asked for always fits.</summary>
    public bool TryAdd(in Message message, bool bounded)
    {
        lock (_gate)
        {
            if (Stopped) return false;
            if (bounded && _batches >= mailboxMax) return false;
            if (message.Kind == MessageKind.Records) _batches++;
            _mailbox.Enqueue(message);
            return true;
        }
    }

    public bool TryTake(out Message message)
    {
        lock (_gate)
        {
            if (!_mailbox.TryDequeue(out message)) return false;
            if (message.Kind == MessageKind.Records) _batches--;
            return true;
        }
    }

    /// <summary>A restarted actor reads its log again: what waited is dropped, the log still has it.</summary>
    public int Clear()
    {
        lock (_gate)
        {
            var dropped = _mailbox.Count;
            _mailbox.Clear();
            _batches = 0;
            return dropped;
        }
    }
}
