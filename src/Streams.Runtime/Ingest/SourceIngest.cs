using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Telemetry;
using Streams.Runtime.Trials;

namespace Streams.Runtime.Ingest;

/// <summary>One source partition: its number, and where its raw records are.</summary>
public sealed record SourcePartition(int Id, Partition Log)
{
    /// <summary>
    /// The same number in every process and for ever: names in the log rest on it. Two that share one are refused at
    /// setup.
    /// </summary>
    public static SourcePartition Of(Partition log) => new((int)(Key128.Of(log.ToString()).Lo & int.MaxValue), log);
}

/// <summary>How ingest cuts and waits: nothing that a result depends on.</summary>
public sealed record IngestSettings
{
    /// <summary>Longest that an event waits for its frame to fill, ms. <value>Default 0: a frame a batch.</value></summary>
    public int LingerMs { get; init; }

    /// <summary>Without a record for so long a source counts as idle, ms. <value>Default 0: never.</value></summary>
    public int IdleAfterMs { get; init; }

    /// <summary>
    /// Furthest that an event may be ahead of its record's receipt and still move the watermark, ms.
    /// <value>Default 10 min.</value>
    /// </summary>
    public long SkewMs { get; init; } = 10 * 60_000;

    /// <summary>Bytes of a record that are decoded; a larger one goes to quarantine. <value>Default 64 MiB.</value></summary>
    public int RecordBytesMax { get; init; } = 64 << 20;

    /// <summary>Offsets that one grant covers at least. <value>Default 1.</value></summary>
    public int GrantMin { get; init; } = 1;
}

/// <summary>
/// decode → enrich → route for one source partition: raw records in, event frames out. A pure function of the records
/// and of the tables granted to their offsets; its only state is how far it has come.
/// </summary>
public sealed class SourceIngest(SourcePartition source, PipelineContext context, IngestSettings settings) : IStepped
{
    private readonly Queue<LogBatch> _held = new();
    private readonly Decisions _decisions = new(source.Id);
    private SourceDecoder _decoder = null!;
    private Router _router = null!;
    private LogBatch? _batch;
    private int _at;
    private long _next;
    private long _received;
    private long _flushed;
    private long _acknowledged;
    private long _grantedTo;
    private bool _asked;
    private long _lastRecord;
    private long _lastWake;
    private bool _toldIdle;
    private long _askedEnd;
    private bool _leaving;
    private int _turns;
    private long _readThisMinute;
    private long _readTo;

    public void Start(IActorContext actor)
    {
        _next = _flushed = _acknowledged = actor.Log.Committed(source.Log);
        _router = new Router(context.Topology, source.Id, Position.EndOf(_next - 1));
        _decoder = new SourceDecoder(source, context, settings, _router);
        _lastRecord = _lastWake = actor.Now;
        if (context.Library is null) _grantedTo = long.MaxValue;
        else actor.Log.Subscribe(Topics.Decisions, 0, actor.Self);
        actor.Log.Subscribe(source.Log, _next, actor.Self);
        if (settings.LingerMs + settings.IdleAfterMs > 0) actor.Wake(WakeMs);
    }

    /// <summary>It was given records that it could not decode yet.</summary>
    public bool IsBusy => _batch is not null || _held.Count > 0;

    private int WakeMs => settings.LingerMs > 0 ? settings.LingerMs : Math.Max(1, settings.IdleAfterMs / 4);

    public void Receive(in Message message, IActorContext actor)
    {
        switch (message.Kind)
        {
            case MessageKind.Records when message.Batch!.Partition == Topics.Decisions:
                foreach (var record in message.Batch.Records)
                    if (record.Length > 0) _decisions.Apply(record.Offset, record.Span);
                _asked = _asked && !_decisions.TryFind(_next, out _, out _);
                break;
            case MessageKind.Records:
                _held.Enqueue(message.Batch!);
                if (message.Batch!.Records.Count > 0) _received = message.Batch.Records[^1].Offset + 1;
                _lastRecord = actor.Now;
                break;
            case MessageKind.Acknowledged:
                _acknowledged = message.Number;
                actor.Log.Commit(source.Log, _acknowledged);
                foreach (var grant in _decisions.Forget(_acknowledged)) actor.Log.Append(Topics.Decisions, [], grant);
                if (_leaving && _acknowledged == _flushed) actor.Stop();
                return;
            case MessageKind.Wake:
                Woken(actor);
                actor.Wake(WakeMs);
                break;
            case MessageKind.End:
                // A record that came since, or still waits, says otherwise.
                if (_leaving || !MayBeIdle(actor) || message.Number > _next) break;
                Flush(actor, idle: true);
                _toldIdle = true;
                break;
            case MessageKind.Leave:
                _leaving = true;
                Flush(actor, idle: false);
                if (_acknowledged == _flushed) actor.Stop();
                return;
        }

        if (!_leaving) Work(actor);
    }

    private void Work(IActorContext actor)
    {
        while (_batch is not null || _held.TryDequeue(out _batch))
        {
            for (var i = 0; i < context.Topology.Shards; i++)
            {
                if (actor.Log.HasRoom(context.Topology.Shard(i), actor.Self)) continue;
                actor.Hold(source.Log);
                return;
            }

            // A record under trial does not wait: who is killed meanwhile would be taken for ended by it.
            _readTo = _batch.IsTrial ? long.MaxValue : context.Pace?.Limit() ?? long.MaxValue;
            for (; _at < _batch.Records.Count; _at++)
            {
                // Who was told to be idle says first that he is not, or time would run on without him.
                if (_decoder.Watermark > _readTo && !_toldIdle && IsAhead(actor)) return;
                var record = _batch.Records[_at];
                if (record.Offset >= _grantedTo || _decoder.IsUnset)
                    if (!Grant(record.Offset, actor)) return;
                _decoder.Decode(record, actor.Log);
                (_next, _toldIdle) = (record.Offset + 1, false);
                _readThisMinute++;
                if (_router.IsFull) Flush(actor, idle: false);
            }

            (_batch, _at) = (null, 0);
            if (settings.LingerMs == 0) Flush(actor, idle: false);
        }

        actor.Release();
    }

    /// <summary>It has come so far that others are waited for; what it has read is told, so that they can be.</summary>
    private bool IsAhead(IActorContext actor)
    {
        _readTo = context.Pace!.Limit();
        if (_decoder.Watermark <= _readTo) return false;
        Flush(actor, idle: false);
        actor.Hold(source.Log);
        return true;
    }

    /// <summary>Which tables hold for an offset is on the log before a frame of it is: whoever reads it decodes alike.</summary>
    private bool Grant(long offset, IActorContext actor)
    {
        if (context.Library is null)
        {
            _decoder.Use(context.Set, actor.Log);
            return true;
        }

        if (_decisions.TryFind(offset, out var version, out _grantedTo))
        {
            _decoder.Use(context.Library.Get(version, v => Decisions.ReadContent(actor.Log, v)), actor.Log);
            return true;
        }

        _grantedTo = offset;
        actor.Hold(source.Log);
        if (_asked || _decisions.Published.IsNone) return false;
        // What is here already, or the traffic of seconds: new tables hold at once where little comes, and grants stay few.
        var span = Math.Clamp(Math.Max(_received - offset, _readThisMinute / 8), settings.GrantMin, 1_000_000);
        var grant = new GrantFrame(source.Id, offset, offset + span, _decisions.Published, context.Nonce());
        actor.Log.Append(Topics.Decisions, grant.Encode(), grant.Key);
        _asked = true;
        return false;
    }

    private void Woken(IActorContext actor)
    {
        if (++_turns * (long)WakeMs >= 60_000) (_turns, _readThisMinute) = (0, _readThisMinute / 2);
        // A process that was suspended did not look: what came meanwhile is still to be read, and nothing is idle yet.
        if (actor.Now - _lastWake > settings.IdleAfterMs / 2) _lastRecord = actor.Now;
        _lastWake = actor.Now;
        if (_next > _flushed) Flush(actor, idle: false);
        if (_toldIdle || !MayBeIdle(actor) || actor.Now - _askedEnd < settings.IdleAfterMs) return;
        // Silence is also what a broker that is away sounds like: its partition has to say that there is nothing.
        _askedEnd = actor.Now;
        actor.Log.AskEnd(source.Log, actor.Self);
    }

    private bool MayBeIdle(IActorContext actor) =>
        settings.IdleAfterMs > 0 && _batch is null && actor.Now - _lastRecord >= settings.IdleAfterMs;

    private void Flush(IActorContext actor, bool idle)
    {
        _decoder.FlushNames(actor.Log);
        _decoder.Report();
        context.Vitals?.Ingests(
            source.Log, new SourceVitals(_next, _decoder.Watermark == Coverage.NoWatermark ? null : _decoder.Watermark, idle));
        _router.Flush(actor.Log, Position.EndOf(_next - 1), _decoder.Watermark, idle);
        if (_next == _flushed) return;
        _flushed = _next;
        actor.Log.Barrier(actor.Self, _next);
    }
}
