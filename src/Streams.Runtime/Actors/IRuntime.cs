using Streams.Runtime.Logs;

namespace Streams.Runtime.Actors;

/// <summary>
/// Where actors run. Small on purpose: the threaded one serves production, the seeded one tests, and an Akka.NET host
/// could be a third
/// without touching a stage.
/// </summary>
public interface IRuntime
{
    /// <summary>
    /// Starts an actor. <paramref name="create"/> is called again after a failure; the mailbox holds that many batches.
    /// </summary>
    ActorRef Spawn(string name, Func<IActor> create, SupervisorPolicy? policy = null, int mailboxMax = 8);

    /// <summary>
    /// False when the mailbox is full: the sender keeps the message and is told by <see cref="ILogPump.Drained"/>.
    /// </summary>
    bool TryPost(ActorRef to, in Message message);

    /// <summary>As <see cref="TryPost(ActorRef, in Message)"/>, unless the actor was restarted since it asked.</summary>
    bool TryPost(ActorRef to, int generation, in Message message);

    /// <summary>As <see cref="Post"/>, unless the actor was restarted since it asked.</summary>
    bool Reply(ActorRef to, int generation, in Message message);

    /// <summary>Counts an actor's restarts; see <see cref="Reply"/>.</summary>
    int GenerationOf(ActorRef actor);

    /// <summary>Never refused: acknowledgements and other replies, bounded by what was asked for.</summary>
    void Post(ActorRef to, in Message message);

    /// <summary>
    /// Returns when no actor has anything to do and every subscribed log is read to its end; throws what an actor gave
    /// up on.
    /// </summary>
    void RunUntilIdle(CancellationToken cancel = default);
}

/// <summary>The side of a log that its runtime talks to.</summary>
public interface ILogPump : ILog
{
    /// <summary>The actor took a message from its mailbox.</summary>
    void Drained(ActorRef actor);

    void Unsubscribe(ActorRef actor);
}

/// <summary>
/// Restart with back-off, up to a number of failures in a row; then the runtime gives the failure to who runs it.
/// </summary>
public sealed record SupervisorPolicy(int RestartsMax = 3, int BackOffMs = 50, int BackOffMaxMs = 5_000)
{
    public static readonly SupervisorPolicy Default = new();

    public int DelayMs(int failures) => Math.Min(BackOffMaxMs, BackOffMs << Math.Min(failures, 10));
}

/// <summary>An actor failed more often than its supervisor allows.</summary>
public sealed class ActorFailedException(string actor, int failures, Exception inner)
    : Exception($"actor {actor} failed {failures} times, last: {inner.Message}", inner);
