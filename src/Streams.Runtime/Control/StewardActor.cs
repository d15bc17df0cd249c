using Streams.Core.Activities;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Control;

/// <summary>
/// One a deployment, beside the tenant: publishes tables when its process's files change, says which sources there are,
/// and writes the clock that moves decay, closing and idle time. Two at once only say things twice: the later one's word
/// counts.
/// </summary>
public sealed class StewardActor(PipelineContext context, int clockMs) : IActor
{
    private readonly Decisions _decisions = new(source: -1);
    private readonly TableHistory _history = new();
    private IReadOnlyList<int> _sources = [];
    private Key128 _nonce;
    private Key128 _publishing;
    private long _epoch = -1;
    private long _barrier;
    private bool _isTold;
    private bool _claimedAgain;

    private ITableLibrary Library => context.Library!;

    public void Start(IActorContext actor)
    {
        actor.Log.Subscribe(Topics.Decisions, 0, actor.Self);
        Claim(actor.Log);
        actor.Wake(0);
    }

    public void Receive(in Message message, IActorContext actor)
    {
        switch (message.Kind)
        {
            case MessageKind.Records:
                foreach (var record in message.Batch!.Records)
                    Heard(record, actor);
                break;
            case MessageKind.Wake:
                Turn(actor);
                actor.Wake(clockMs);
                break;
            case MessageKind.Acknowledged when message.Number == _barrier && !_publishing.IsNone:
                GoOn(actor);
                break;
            case MessageKind.Leave:
                actor.Stop();
                break;
        }
    }

    private void Claim(ILog log)
    {
        (_nonce, _epoch, _publishing, _sources) = (context.Nonce(), -1, default, []);
        var frame = new StewardFrame(_nonce);
        log.Append(Topics.Decisions, frame.Encode(), frame.Key);
    }

    private void Heard(in LogRecord record, IActorContext actor)
    {
        if (record.Length > 0) _decisions.Apply(record.Offset, record.Span);
        _history.Apply(record, _decisions.Published);
        if (record.Length == 0) return;
        if (_decisions.Published == _publishing) _publishing = default;
        if (FrameHeader.Open(record.Span) != FrameKind.Steward) return;
        if (StewardFrame.Decode(record.Span).Nonce != _nonce)
        {
            // The word of one that is gone came late; one that lives would answer, so once a turn is enough.
            if (_epoch >= 0 && !_claimedAgain) Claim(actor.Log);
            _claimedAgain = true;
            return;
        }

        _epoch = record.Offset;
        // One that died half way may have told some partitions of tables that were never published.
        if (!_decisions.Published.IsNone) ToEvery(actor.Log, new TablesFrame(_decisions.Published, _epoch).Encode());
        Tell(actor);
    }

    private void Turn(IActorContext actor)
    {
        _claimedAgain = false;
        if (_epoch >= 0 && _decisions.Steward > _epoch) Claim(actor.Log);
        if (_epoch >= 0) Tell(actor);
        ToEvery(actor.Log, new ClockFrame(actor.Now, SealAll: false).Encode());
    }

    private void Tell(IActorContext actor)
    {
        var sources = Library.Sources;
        if (!sources.SequenceEqual(_sources))
        {
            _sources = sources;
            ToEvery(actor.Log, new SourcesFrame(sources, _epoch).Encode());
        }

        var local = Library.Local;
        if (_publishing.IsNone && local.Version != _decisions.Published) Publish(actor, local);
    }

    private void Publish(IActorContext actor, TableContent local)
    {
        _publishing = local.Version;
        _isTold = false;
        foreach (var piece in ContentFrame.Cut(local.Version, local.Bytes)) actor.Log.Append(Topics.Contents, piece.Encode(), piece.Key);
        actor.Log.Barrier(actor.Self, ++_barrier);
    }

    /// <summary>
    /// The content is on the log before any partition is told of its version, and every partition knows the version
    /// before any range is granted to it.
    /// </summary>
    private void GoOn(IActorContext actor)
    {
        if (_isTold)
        {
            var published = new PublishedFrame(_publishing, _epoch);
            actor.Log.Append(Topics.Decisions, published.Encode(), published.Key);
            RemoveOutdated(actor);
            return;
        }

        _isTold = true;
        ToEvery(actor.Log, new TablesFrame(_publishing, _epoch).Encode());
        actor.Log.Barrier(actor.Self, ++_barrier);
    }

    /// <summary>A watchlist that changes every hour would fill the log that every worker reads when it starts.</summary>
    private void RemoveOutdated(IActorContext actor)
    {
        var outdated = _history.TakeOutdated(actor.Now - context.KeepTablesMs, next: _publishing);
        if (outdated.Count == 0) return;
        List<byte[]> keys = [.. actor.Log.ReadAll(Topics.Contents).Where(record => record.Length > 0)
            .Where(record => outdated.Contains(ContentFrame.Decode(record.Span).Version)).Select(record => record.Key!)];
        foreach (var key in keys) actor.Log.Append(Topics.Contents, [], key);
    }

    private void ToEvery(ILog log, byte[] frame)
    {
        for (var i = 0; i < context.Topology.FlowPartitions; i++) log.Append(context.Topology.Shard(i), frame);
    }
}
