using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Rings;

/// <summary>
/// The one actor that sees who is linked with whom: few facts arrive, only changed edges and members' own points.
/// </summary>
public sealed class RingActor(PipelineContext context) : IActor
{
    private readonly RingGraph _graph = new();
    private readonly FactOutbox _outbox = new(context.Topology);
    private readonly Dictionary<Key128, RingFact> _told = [];
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);
    private readonly FactBytes _bytes = new();
    private bool _changed;

    public void Start(IActorContext actor) => actor.Log.Subscribe(context.Topology.Ring, 0, actor.Self);

    public void Receive(in Message message, IActorContext actor)
    {
        if (message is not { Kind: MessageKind.Records, Batch: { } batch }) return;
        foreach (var record in batch.Records)
        {
            switch (FrameHeader.Open(record.Span))
            {
                case FrameKind.Facts:
                    Apply(record.Span);
                    break;
                case FrameKind.Clock:
                    Evaluate(actor.Log, ClockFrame.Decode(record.Span).Time, record.Offset);
                    break;
            }
        }

        _outbox.Flush(actor.Log);
    }

    private void Apply(ReadOnlySpan<byte> frame)
    {
        var facts = new FactFrameReader(frame);
        while (facts.Next(out var fact))
        {
            if (fact.Type == FactType.Edges) _changed |= _graph.Apply(FactCodec.ReadEdge(fact.Body));
            else if (fact.Type == FactType.Member) _changed |= _graph.Apply(FactCodec.ReadOwn(fact.Body));
        }
    }

    private void Evaluate(ILog log, long asOf, long version)
    {
        if (!_changed && _told.Count == 0) return;
        _changed = false;
        var directory = context.Tables.Directory;
        var rings = _graph.Evaluate(account => directory?.Find(account), context.Tables.Allow, directory?.Rows.Count ?? 0);
        var members = new Dictionary<Key128, RingFact>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ring in rings)
        {
            var fact = ring.Fact with { Version = version };
            foreach (var account in ring.Accounts) members[account] = fact;
            var document = ring.ToDocument(asOf);
            named.Add(document.Id);
            DocumentRecord.Append(log, context.Topology.Ring.Index, $"ring:{document.Id}", version, HuntJson.ToBytes(document));
        }

        foreach (var gone in _published.Except(named)) DocumentRecord.Append(log, context.Topology.Ring.Index, $"ring:{gone}", version, []);
        _published.Clear();
        _published.UnionWith(named);
        Tell(log, members, version);
    }

    private void Tell(ILog log, Dictionary<Key128, RingFact> members, long version)
    {
        foreach (var account in members.Keys.Union(_told.Keys).Order().ToList())
        {
            var now = members.GetValueOrDefault(account);
            var before = _told.GetValueOrDefault(account);
            if (now is not null && before is not null && (before with { Version = now.Version }).Equals(now)) continue;
            if (now is null) _told.Remove(account);
            else _told[account] = now;
            _outbox.ToShard(log, FactType.Membership, default, account, version, now is null ? [] : _bytes.Of(now));
        }
    }
}
