using Streams.Core.Activities;
using Streams.Runtime.Actors;

namespace Streams.Runtime.Trials;

/// <summary>
/// What the cautious actors of one process share: whose life it is, and that only one of them at a time steps a
/// suspect, so that the end of the process can be laid to that one.
/// </summary>
public sealed class Caution(Key128 life)
{
    private readonly object _gate = new();
    private ActorRef? _stepping;

    public Key128 Life { get; } = life;

    /// <summary>Told what is left out for good.</summary>
    public Action<string>? SetAside { get; init; }

    internal bool TryTake(ActorRef actor)
    {
        lock (_gate)
        {
            // Whoever was taken away at it will not say so.
            if (_stepping is null || _stepping.IsStopped) _stepping = actor;
            return _stepping == actor;
        }
    }

    internal void Release(ActorRef actor)
    {
        lock (_gate)
            if (_stepping == actor) _stepping = null;
    }
}
