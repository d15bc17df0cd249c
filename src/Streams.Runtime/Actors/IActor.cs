using Streams.Runtime.Logs;

namespace Streams.Runtime.Actors;

/// <summary>
/// One thread of control with private state. Everything it learns comes as a message, one at a time; it never blocks.
/// </summary>
public interface IActor
{
    /// <summary>Called first, and again on the new instance after a restart: restore, subscribe.</summary>
    void Start(IActorContext context);

    void Receive(in Message message, IActorContext context);
}

/// <summary>What an actor may do to the world while it handles a message.</summary>
public interface IActorContext
{
    ActorRef Self { get; }

    ILog Log { get; }

    /// <summary>
    /// The runtime's clock, Unix ms. For edges only (idleness, grants): what a stage decides may not depend on it.
    /// </summary>
    long Now { get; }

    /// <summary>A <see cref="MessageKind.Wake"/> after that time.</summary>
    void Wake(int afterMs);

    /// <summary>Batches of that partition stay in the mailbox and in the log until it is released.</summary>
    void Hold(Partition partition);

    void Release();

    /// <summary>Puts a message to itself behind those that wait: how long work is cut into pieces.</summary>
    void Again(long number = 0);

    /// <summary>The actor is done for good and leaves the runtime.</summary>
    void Stop();
}

public enum MessageKind : byte
{
    /// <summary>Records of a subscribed partition, in order.</summary>
    Records,
    /// <summary>
    /// Everything that was appended before <see cref="ILog.Barrier"/> is durable; <see cref="Message.Number"/> is its
    /// token.
    /// </summary>
    Acknowledged,
    /// <summary>A partition that was full has room again.</summary>
    Room,
    /// <summary>Answer to <see cref="ILog.AskEnd"/>.</summary>
    End,
    /// <summary>The actor's own <see cref="IActorContext.Again"/>.</summary>
    Again,
    /// <summary>The time of <see cref="IActorContext.Wake"/> is over; <see cref="Message.Number"/> is the clock.</summary>
    Wake,
    /// <summary>Somebody else takes over: bring to rest what is in hand and stop.</summary>
    Leave,
}

public readonly record struct Message(MessageKind Kind, LogBatch? Batch = null, long Number = 0);

/// <summary>A handle: survives restarts of the actor behind it.</summary>
public sealed class ActorRef(string name)
{
    public string Name { get; } = name;

    /// <summary>It left the runtime for good.</summary>
    public bool IsStopped => Cell?.Stopped ?? false;

    /// <summary>Owned by the runtime.</summary>
    internal ActorCell? Cell { get; set; }

    public override string ToString() => Name;
}
