using Streams.Core.Activities;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Control;

/// <summary>
/// One a deployment, beside the tenant: publishes tables when its process's files change, says which sources there are,
/// and writes the clock that moves decay, closing and idle time. Two at once only say things twice.
/// </summary>
public sealed class StewardActor(PipelineContext context, int clockMs) : IActor
{
    private const long PublishToken = 1;
    private readonly Decisions _decisions = new(source: -1);
    private IReadOnlyList<int> _sources = [];
    private Key128 _publishing;

    private ITableLibrary Library => context.Library!;

    public void Start(IActorContext actor)
    {
        foreach (var record in actor.Log.ReadAll(Topics.Decisions))
            if (record.Length > 0) _decisions.Apply(record.Span);
        actor.Wake(0);
    }

    public void Receive(in Message message, IActorContext actor)
    {
        switch (message.Kind)
        {
            case MessageKind.Wake:
                Turn(actor);
                actor.Wake(clockMs);
                break;
            case MessageKind.Acknowledged when message.Number == PublishToken:
                // Every partition knows the version before any range is granted to it.
                var published = new PublishedFrame(_publishing);
                actor.Log.Append(Topics.Decisions, published.Encode(), System.Text.Encoding.ASCII.GetBytes($"published/{_publishing}"));
                _decisions.Apply(published.Encode());
                _publishing = default;
                break;
            case MessageKind.Leave:
                actor.Stop();
                break;
        }
    }

    private void Turn(IActorContext actor)
    {
        var sources = Library.Sources;
        if (!sources.SequenceEqual(_sources))
        {
            _sources = sources;
            ToEvery(actor.Log, new SourcesFrame(sources).Encode());
        }

        var local = Library.Local;
        if (_publishing.IsNone && local.Version != _decisions.Published) Publish(actor, local);
        ToEvery(actor.Log, new ClockFrame(actor.Now, SealAll: false).Encode());
    }

    private void Publish(IActorContext actor, TableContent local)
    {
        _publishing = local.Version;
        foreach (var piece in ContentFrame.Cut(local.Version, local.Bytes)) actor.Log.Append(Topics.Contents, piece.Encode(), piece.Key);
        ToEvery(actor.Log, new TablesFrame(local.Version).Encode());
        actor.Log.Barrier(actor.Self, PublishToken);
    }

    private void ToEvery(ILog log, byte[] frame)
    {
        for (var i = 0; i < context.Topology.FlowPartitions; i++) log.Append(context.Topology.Shard(i), frame);
    }
}
