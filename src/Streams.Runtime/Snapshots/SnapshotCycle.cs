using Streams.Core.Activities;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;

namespace Streams.Runtime.Snapshots;

/// <summary>An actor whose state is kept: what a cycle asks of it.</summary>
internal interface IKept
{
    /// <summary>Everything that changed since the last call; all of it after a restore.</summary>
    void SaveChanged(SnapshotStore store, ILog log);

    /// <summary>The header's payload: whatever is not in an entity of its own.</summary>
    SnapshotRecord SaveHeader();
}

/// <summary>
/// When and in which order an owner of a flow partition writes its snapshots: claim, hold, barrier, entities, header,
/// and only after the first whole cycle the end of older epochs.
/// </summary>
internal sealed class SnapshotCycle(Partition flow, PipelineContext context)
{
    private const long BarrierToken = 1;
    private readonly SnapshotStore _store = new(flow.Index);
    private readonly Key128 _nonce = context.Nonce();
    private readonly SnapshotSettings _settings = context.Snapshots;
    private int _frames;
    private long _lastClock = long.MinValue;
    private bool _waiting;
    private bool _cleared;
    private long _saidUntil = -1;
    private long _deposedAt = long.MinValue;

    /// <summary>A later owner has claimed the partition: nothing that this one writes counts any more.</summary>
    public bool IsDeposed { get; private set; }

    private bool IsOn => _settings.EveryFrames > 0 || _settings.EveryMs > 0;

    /// <summary>
    /// Says that this owner is there, gives <paramref name="restore"/> what the one before it left, and reads on from
    /// the offset that it names.
    /// </summary>
    public void Begin(IActorContext actor, Func<Restored, long> restore)
    {
        var now = actor.Now;
        Restored? restored = null;
        if (IsOn)
        {
            actor.Log.Append(flow, new ClaimFrame(_nonce).Encode());
            restored = _store.Restore(actor.Log);
        }

        _saidUntil = restored?.SaidUntil ?? -1;
        var from = restored is null ? 0 : restore(restored);
        actor.Log.Subscribe(flow, from, actor.Self);
        if (context.Vitals is not { } vitals) return;
        vitals.Begins(new FlowVitals(flow, now, restored?.Entities.Count ?? 0, restored?.Corrupt ?? 0, from));
        actor.Log.AskEnd(flow, actor.Self);
    }

    /// <summary>Somebody else takes over.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>What was there at the beginning is applied.</summary>
    public void CaughtUp(IActorContext actor) => context.Vitals?.CaughtUp(flow, actor.Now);

    public void Saw(ClaimFrame claim, long offset)
    {
        if (claim.Nonce != _nonce) IsDeposed |= _store.Epoch >= 0;
        // A claim that came twice is one owner's all the same: what it wrote stands under the first.
        else if (_store.Epoch < 0) _store.Epoch = offset;
    }

    /// <summary>A former owner has said what comes of records up to there: see <see cref="Restored.SaidUntil"/>.</summary>
    public bool IsSaid(long offset) => offset <= _saidUntil;

    public void Count(int frames) => _frames += frames;

    /// <summary>Whether a cycle should begin, as of a logged clock.</summary>
    public bool IsDue(long clock)
    {
        if (IsDeposed && !IsLeaving) Outlast(clock);
        if (!IsOn || _waiting || IsDeposed || _store.Epoch < 0 || _frames == 0) return false;
        if (_lastClock == long.MinValue) _lastClock = clock;
        return (_settings.EveryFrames > 0 && _frames >= _settings.EveryFrames)
            || (_settings.EveryMs > 0 && clock - _lastClock >= _settings.EveryMs);
    }

    /// <summary>Begins a cycle. What the state caused must be appended by now.</summary>
    public void Turn(IActorContext actor, long clock)
    {
        _lastClock = clock;
        Wait(actor);
    }

    /// <summary>Somebody else takes over: a last cycle, so that little is left to replay.</summary>
    public void Leave(IActorContext actor)
    {
        IsLeaving = true;
        if (_waiting) return;
        if (!IsOn || IsDeposed || _store.Epoch < 0) actor.Stop();
        else Wait(actor);
    }

    /// <summary>What the state caused is durable: now it may be written.</summary>
    public void Acknowledged(IActorContext actor, IKept kept)
    {
        if (!_waiting) return;
        _waiting = false;
        _frames = 0;
        kept.SaveChanged(_store, actor.Log);
        var header = kept.SaveHeader();
        _store.Write(actor.Log, header);
        if (!_cleared)
        {
            // In both its slots: one that rots may not be all that is left of the partition's state.
            _store.Write(actor.Log, header);
            _store.RemoveOlder(actor.Log);
        }

        _store.RemoveGone(actor.Log);
        _cleared = true;
        context.Vitals?.Kept(flow, actor.Now);
        actor.Log.Trim(flow, header.Applied + 1);
        if (IsLeaving) actor.Stop();
        else actor.Release();
    }

    /// <summary>
    /// A claim that was long on its way may come after that of who lives: nobody would write snapshots any more. Who is
    /// still the owner when everybody must have heard who is begins anew, with a claim that is the last.
    /// </summary>
    private void Outlast(long clock)
    {
        if (_deposedAt == long.MinValue) _deposedAt = clock;
        if (clock - _deposedAt < _settings.OutlastMs) return;
        throw new InvalidOperationException(
            $"{flow}: another owner claimed it {(clock - _deposedAt) / 1000} s ago, and it is this worker's still: its owner begins anew");
    }

    private void Wait(IActorContext actor)
    {
        _waiting = true;
        // Nothing is applied until then: the records say one offset, and it is the one that is acknowledged.
        actor.Hold(flow);
        actor.Log.Barrier(actor.Self, BarrierToken);
    }
}

/// <summary>How often an owner writes its snapshots; both 0: never.</summary>
public sealed record SnapshotSettings
{
    /// <summary>Frames between two cycles. <value>Default 0: not counted.</value></summary>
    public int EveryFrames { get; init; }

    /// <summary>Log time between two cycles, ms. <value>Default 0: not timed.</value></summary>
    public long EveryMs { get; init; }

    /// <summary>
    /// Log time after which an owner that is still there claims its partition again, if somebody else did meanwhile, ms.
    /// <value>Default 5 min: well beyond a session.</value>
    /// </summary>
    public long OutlastMs { get; init; } = 300_000;
}
