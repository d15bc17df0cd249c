using Streams.Core.Activities;
using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Alerts;
using Streams.Runtime.Control;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Rings;

/// <summary>
/// The one actor that sees who is linked with whom: few facts arrive, only changed edges and members' own points.
/// </summary>
public sealed class RingActor : IActor, IKept
{
    private RingGraph _graph;
    private readonly FactOutbox _outbox;
    private readonly SnapshotCycle _cycle;
    private readonly Dictionary<Key128, RingFact> _told = [];

    /// <summary>What was last said of each ring that is shown; empty after a restore: it is said again.</summary>
    private readonly SortedDictionary<string, byte[]> _published = new(StringComparer.Ordinal);
    private readonly Dictionary<Key128, (FactType Type, byte[] Body)> _facts = [];
    private readonly HashSet<Key128> _dirty = [];
    private readonly FactBytes _bytes = new();
    private readonly AlertBook _alerts;
    private PipelineContext _context;
    private StewardOrder _steward = new();
    private bool _changed;

    /// <summary>What members were told is not known after a restore: it is told again.</summary>
    private bool _retells;
    private long _newest = long.MinValue;
    private int _judgedDay;
    private long _clock;
    private long _version;

    public RingActor(PipelineContext context)
    {
        _context = context;
        _graph = new RingGraph(context.Set.Rings, context.Set.Score);
        _outbox = new FactOutbox(context.Topology);
        _alerts = new AlertBook(context.Topology.Ring.Index, context);
        _cycle = new SnapshotCycle(context.Topology.Ring, context);
    }

    public void Start(IActorContext actor) => _cycle.Begin(actor, restored => Restore(restored, actor.Log));

    public void Receive(in Message message, IActorContext actor)
    {
        switch (message.Kind)
        {
            case MessageKind.Records:
                foreach (var record in message.Batch!.Records) Handle(record, actor.Log);
                _outbox.Flush(actor.Log);
                _cycle.Count(message.Batch.Records.Count);
                if (!message.Batch.IsPart && _cycle.IsDue(_clock)) _cycle.Turn(actor, _clock);
                message.Batch.Return();
                break;
            case MessageKind.Acknowledged:
                _cycle.Acknowledged(actor, this);
                break;
            case MessageKind.End:
                _cycle.CaughtUp(actor);
                _alerts.Counts = _context.Metrics;
                break;
            case MessageKind.Leave:
                _cycle.Leave(actor);
                break;
        }
    }

    void IKept.SaveChanged(SnapshotStore store, ILog log)
    {
        foreach (var (ring, applied, payload) in _alerts.SaveChanged(_version))
            store.Write(log, new SnapshotRecord(EntityKind.Alerts, 0, applied, ring, payload));
        foreach (var sender in _dirty.Order())
        {
            var (type, body) = _facts[sender];
            store.Write(log, new SnapshotRecord(EntityKind.Ring, 0, _version, sender, [(byte)type, .. body]));
        }

        _dirty.Clear();
    }

    SnapshotRecord IKept.SaveHeader()
    {
        var to = new ByteWriter();
        to.Struct(_context.Set.Version);
        to.Int64(_clock);
        to.Int64(_newest);
        to.Int32(_judgedDay);
        to.Byte(_changed ? (byte)1 : (byte)0);
        to.Int32(_published.Count);
        foreach (var id in _published.Keys) to.Block(System.Text.Encoding.UTF8.GetBytes(id));
        to.Int32(_told.Count);
        foreach (var account in _told.Keys.Order()) to.Struct(account);
        to.Int64(_steward.Newest);
        return new SnapshotRecord(EntityKind.Header, 0, _version, default, to.ToArray());
    }

    private long Restore(Restored restored, ILog log)
    {
        var from = new ByteReader(restored.Header.Payload);
        Use(from.Struct<Key128>(), log);
        _clock = from.Int64();
        _newest = from.Int64();
        _judgedDay = from.Int32();
        var changed = from.Byte() != 0;
        for (var count = from.Int32(); count > 0; count--) _published[System.Text.Encoding.UTF8.GetString(from.Block())] = [];
        var members = new HashSet<Key128>();
        for (var count = from.Int32(); count > 0; count--) members.Add(from.Struct<Key128>());
        if (from.Remaining > 0) _steward.Newest = from.Int64();
        _version = restored.Header.Applied;
        foreach (var entity in restored.Entities)
        {
            if (entity.Kind == EntityKind.Ring) Apply((FactType)entity.Payload[0], entity.Entity, entity.Payload.AsSpan(1));
            else if (entity.Kind == EntityKind.Alerts) _alerts.Load(entity.Payload, entity.Applied);
        }

        // Those who left by the next judgement are told so.
        foreach (var account in members) _told[account] = RingFact.Forgotten;
        (_changed, _retells) = (changed || restored.SaidUntil > _version, true);
        return restored.Header.Applied + 1;
    }

    private void Handle(in LogRecord record, ILog log)
    {
        _version = record.Offset;
        switch (FrameHeader.Open(record.Span))
        {
            case FrameKind.Facts:
                var facts = new FactFrameReader(record.Span, record.Part);
                while (facts.Next(out var fact)) Apply(fact.Type, fact.Sender, fact.Body);
                break;
            case FrameKind.Clock:
                Clock(ClockFrame.Decode(record.Span), log);
                break;
            case FrameKind.Triage:
                if (_newest != long.MinValue) Evaluate(log, _newest, TriageFrame.Decode(record.Span), says: !_cycle.IsSaid(_version));
                break;
            case FrameKind.Claim:
                _cycle.Saw(ClaimFrame.Decode(record.Span), record.Offset);
                break;
            case FrameKind.Tables:
                var tables = TablesFrame.Decode(record.Span);
                if (_steward.Accepts(tables.Steward)) Use(tables.Version, log);
                break;
        }
    }

    private void Use(Key128 version, ILog log)
    {
        if (_context.Library is null || version == _context.Set.Version) return;
        _context = _context with { Set = _context.Library.Get(version, v => Decisions.ReadContent(log, v)) };
        _changed = true;
        // Settings belong to the graph: another one judges the same facts.
        _graph = new RingGraph(_context.Set.Rings, _context.Set.Score);
        foreach (var (_, (type, body)) in _facts.OrderBy(f => f.Key)) Put(type, body);
    }

    private void Apply(FactType type, Key128 sender, ReadOnlySpan<byte> body)
    {
        if (type == FactType.Time)
        {
            _newest = Math.Max(_newest, BitConverter.ToInt64(body));
            return;
        }

        if (!Put(type, body)) return;
        _changed = true;
        _facts[sender] = (type, body.ToArray());
        _dirty.Add(sender);
    }

    private bool Put(FactType type, ReadOnlySpan<byte> body) =>
        type == FactType.Edges ? _graph.Apply(FactCodec.ReadEdge(body)) : _graph.Apply(FactCodec.ReadOwn(body));

    private void Clock(ClockFrame clock, ILog log)
    {
        if (clock.SealAll)
        {
            if (_changed || _told.Count > 0) Evaluate(log, clock.Time, everything: true);
            return;
        }

        _clock = clock.Time;
        if (_newest == long.MinValue) return;
        // Another look than these would let a ledger see what it does not see where nobody restarts.
        var isDue = _changed || EpochDay.Of(_newest) > _judgedDay || _alerts.Due(_newest).Any();
        if (!isDue && !_retells) return;
        var says = isDue && !_cycle.IsSaid(_version);
        if (says) _judgedDay = EpochDay.Of(_newest);
        if (isDue) Expire();
        Evaluate(log, _newest, says: says);
    }

    private void Expire()
    {
        _graph.Expire(_newest);
        if (_facts.Count < 2 * (_graph.Edges.Count + _graph.Own.Count) + 1024) return;
        var held = _graph.Edges.Select(e => e.Artefact).Concat(_graph.Own.Select(o => o.Account)).ToHashSet();
        foreach (var sender in _facts.Keys.Where(key => !held.Contains(key)).ToList()) _facts.Remove(sender);
        _dirty.IntersectWith(_facts.Keys);
    }

    private void Evaluate(ILog log, long asOf, AlertTriage? triage = null, bool everything = false, bool says = true)
    {
        _retells = false;
        if (says) _changed = false;
        var directory = _context.Tables.Directory;
        var rings = _graph.Evaluate(account => directory?.Find(account), _context.Tables.Allow, directory?.Rows.Count ?? 0);
        var members = new Dictionary<Key128, RingFact>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ring in rings)
        {
            var fact = ring.Fact with { Version = _version };
            foreach (var account in ring.Accounts) members[account] = fact;
            var document = ring.ToDocument(asOf);
            named.Add(document.Id);
            var json = HuntJson.ToBytes(document);
            var before = _published.GetValueOrDefault(document.Id, []);
            if (says && (everything || !before.AsSpan().SequenceEqual(json))) Document(log, document.Id, json);
            _published[document.Id] = says ? json : before;
            var input = AlertInput.Of(document, ring.Accounts.Select(account => directory?.Find(account)));
            if (says) _alerts.Step(log, input with { Triage = triage }, asOf, _version);
        }

        if (says) Withdraw(log, named, triage, asOf);
        Tell(log, members);
    }

    private void Withdraw(ILog log, HashSet<string> named, AlertTriage? triage, long asOf)
    {
        foreach (var gone in _published.Keys.Except(named).ToList())
        {
            Document(log, gone, []);
            _published.Remove(gone);
        }

        foreach (var gone in _alerts.Known.Except(named).ToList())
        {
            var input = AlertInput.Gone(AlertSubject.Ring(gone)) with { Triage = triage };
            _alerts.Step(log, input, asOf, _version);
        }
    }

    private void Document(ILog log, string id, byte[] json) =>
        DocumentRecord.Append(log, _context.Topology.Ring.Index, $"ring:{id}", _context.DocumentVersion(_version), json);

    private void Tell(ILog log, Dictionary<Key128, RingFact> members)
    {
        foreach (var account in members.Keys.Union(_told.Keys).Order().ToList())
        {
            var now = members.GetValueOrDefault(account);
            var before = _told.GetValueOrDefault(account);
            if (now is not null && before is not null && (before with { Version = now.Version }).Equals(now)) continue;
            if (now is null) _told.Remove(account);
            else _told[account] = now;
            _outbox.ToShard(log, FactType.Membership, default, account, _version, now is null ? [] : _bytes.Of(now));
        }
    }
}
