using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Trials;

/// <summary>What a cautious actor's inner one sees: its partition is held by either of the two.</summary>
internal sealed class CautiousContext(IActorContext actor, Partition partition, Action stopped) : IActorContext
{
    private bool _isKept;

    /// <summary>The inner one wants no records.</summary>
    public bool IsHeld { get; private set; }

    public ActorRef Self => actor.Self;

    public ILog Log => actor.Log;

    public long Now => actor.Now;

    public void Wake(int afterMs) => actor.Wake(afterMs);

    public void Hold(Partition held)
    {
        IsHeld |= held == partition;
        actor.Hold(held);
    }

    public void Release()
    {
        IsHeld = false;
        if (!_isKept) actor.Release();
    }

    /// <summary>Whether the outer one has enough records.</summary>
    public void Keep(bool isEnough)
    {
        if (_isKept == isEnough) return;
        _isKept = isEnough;
        if (isEnough) actor.Hold(partition);
        else if (!IsHeld) actor.Release();
    }

    public void Again(long number) => actor.Again(number);

    public void Stop()
    {
        stopped();
        actor.Stop();
    }
}
