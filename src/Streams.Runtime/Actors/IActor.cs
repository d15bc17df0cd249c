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
    /// An append was acknowledged: <see cref="Message.Number"/> is its token, <see cref="Message.Offset"/> where it
    /// went.
    /// </summary>
    Acknowledged,
    /// <summary>A partition that was full has room again.</summary>
    Room,
    /// <summary>The actor's own <see cref="IActorContext.Again"/>.</summary>
    Again,
}

public readonly record struct Message(MessageKind Kind, LogBatch? Batch = null, long Number = 0, long Offset = 0);

/// <summary>A handle: survives restarts of the actor behind it.</summary>
public sealed class ActorRef(string name)
{
    public string Name { get; } = name;

    /// <summary>Owned by the runtime.</summary>
    internal object? Cell { get; set; }

    public override string ToString() => Name;
}
