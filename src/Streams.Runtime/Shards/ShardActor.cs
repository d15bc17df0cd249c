using System.Collections.Immutable;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;
using Streams.Runtime.Tenants;

namespace Streams.Runtime.Shards;

/// <summary>
/// One partition of the flow log: accounts, artefacts and cases whose keys hash there. A pure function of that
/// partition's records in order,
/// of its settings and of its tables.
/// </summary>
public sealed class ShardActor : IActor
{
    private readonly int _index;
    private readonly PipelineContext _context;
    private readonly ShardCounters _counters;
    private readonly Watermarks _marks;
    private readonly EventMemory? _ids;
    private readonly CommitMemory _commits = new();
    private readonly AccountStage _accounts;
    private readonly ArtefactStage _artefacts;
    private readonly CaseStage _cases;
    private readonly FactOutbox _outbox;
    private readonly ProfileFacts _profiles;
    private readonly Activity _head = new();
    private readonly FactBytes _bytes = new();
    private readonly Dictionary<string, Rule> _rules;
    private PendingEvent[] _pending = new PendingEvent[256];
    private ILog _log = null!;
    private readonly ushort _layout;
    private ShardSnapshot _snapshot = null!;
    private long _version;
    private int _frames;

    public ShardActor(int index, PipelineContext context, ShardCounters counters)
    {
        _index = index;
        _context = context;
        _counters = counters;
        _marks = new Watermarks(context.Sources);
        _ids = context.Shard.RememberMs > 0 ? new EventMemory(context.Shard.RememberMs, context.Shard.IdsMax) : null;
        _outbox = new FactOutbox(context.Topology);
        var engine = new AccountEngine(DetectionCatalogue.All(context.Detections));
        _profiles = new ProfileFacts(engine);
        _rules = engine.Rules.Concat(SharingRules.All).ToDictionary(rule => rule.Id);
        _layout = LayoutOf(engine);
        _artefacts = new ArtefactStage(context, _outbox);
        _cases = new CaseStage(context, index, _outbox);
        _accounts = new AccountStage(engine, context.Tables, _commits) { Changed = Changed, Said = Said, Poisoned = Poisoned };
    }

    public void Start(IActorContext context)
    {
        _log = context.Log;
        foreach (var record in _log.ReadAll(new Partition(Topics.Control, _index)))
        {
            if (FrameHeader.Open(record.Span) != FrameKind.Skip) continue;
            var skip = SkipFrame.Decode(record.Span);
            _accounts.Skip(skip.Source, skip.Position);
        }

        _snapshot = new ShardSnapshot(_index, epoch: 0);
        _log.Subscribe(_context.Topology.Shard(_index), Restore(), context.Self);
    }

    public void Receive(in Message message, IActorContext context)
    {
        if (message is not { Kind: MessageKind.Records, Batch: { } batch }) return;
        foreach (var record in batch.Records) Handle(record);
        _outbox.Flush(_log);
        _frames += batch.Records.Count;
        if (_context.Shard.SnapshotFrames > 0 && _frames >= _context.Shard.SnapshotFrames) Snapshot();
    }

    /// <summary>
    /// Everything dirty, then the header: marks, edge, memories, aggregates. What it caused up to here is appended
    /// before it.
    /// </summary>
    private void Snapshot()
    {
        _frames = 0;
        var to = new ByteWriter();
        for (var i = 0; i < _accounts.Accounts.Count; i++)
        {
            ref var slot = ref _accounts.Accounts.Slot(i);
            if (!slot.Dirty) continue;
            slot.Dirty = false;
            to.Reset();
            _accounts.Save(i, to, _bytes);
            _snapshot.Write(_log, new SnapshotRecord(EntityKind.Account, _layout, _version, slot.Key, to.ToArray()));
        }

        foreach (var (artefact, payload) in _artefacts.Save())
            _snapshot.Write(_log, new SnapshotRecord(EntityKind.Artefact, 0, _version, artefact, payload));
        foreach (var (account, payload) in _cases.Save())
            _snapshot.Write(_log, new SnapshotRecord(EntityKind.Case, 0, _version, account, payload));
        to.Reset();
        _marks.Save(to);
        to.Int64(_accounts.SealedEdge);
        _ids?.Save(to);
        _commits.Save(to);
        _cases.SaveAggregates(to);
        _snapshot.Write(_log, new SnapshotRecord(EntityKind.Header, _layout, _version, default, to.ToArray()));
        _log.Trim(_context.Topology.Shard(_index), _version + 1);
    }

    /// <summary>Back to the last snapshot; the offset to go on from.</summary>
    private long Restore()
    {
        if (_snapshot.Restore(_log) is not { } restored) return 0;
        if (restored.Header.Layout != _layout)
            throw new InvalidDataException($"the snapshot has state layout {restored.Header.Layout}, this program {_layout}: replay with the older program first");
        var from = new ByteReader(restored.Header.Payload);
        _marks.Load(ref from);
        _accounts.RestoreEdge(from.Int64());
        _ids?.Load(ref from);
        _commits.Load(ref from);
        _cases.LoadAggregates(ref from);
        _version = restored.Header.Applied;
        foreach (var entity in restored.Entities)
        {
            if (entity.Kind == EntityKind.Account) _accounts.Load(entity.Entity, entity.Applied, entity.Payload, RuleOf);
            else if (entity.Kind == EntityKind.Artefact) _artefacts.Load(entity.Entity, entity.Payload);
            else if (entity.Kind == EntityKind.Case) _cases.Load(entity.Entity, entity.Payload, RuleOf);
        }

        _accounts.Apply([], [], _accounts.SealedEdge);
        return restored.Header.Applied + 1;
    }

    private void Handle(in LogRecord record)
    {
        _version = record.Offset;
        switch (FrameHeader.Open(record.Span))
        {
            case FrameKind.Events:
                Events(record);
                break;
            case FrameKind.Facts:
                Facts(record.Span);
                break;
            case FrameKind.Clock:
                Clock(ClockFrame.Decode(record.Span));
                break;
        }

        _artefacts.Evaluate(_log, _version);
        _cases.Tell(_log, _version);
    }

    private void Events(in LogRecord record)
    {
        var frame = new EventFrameReader(record.Buffer, record.Start, record.Length);
        var verdict = _marks.Judge(frame.Coverage);
        if (verdict == FrameVerdict.Duplicate) _counters.Repeat();
        if (verdict == FrameVerdict.Gap) _counters.Gap();
        if (verdict != FrameVerdict.Accept) return;

        var count = Gather(ref frame, record.Buffer);
        _marks.Apply(frame.Coverage);
        var edge = _marks.Current == Coverage.NoWatermark ? long.MinValue : _marks.Current - _context.Shard.LatenessMs;
        _accounts.Apply(_pending.AsSpan(0, count), record.Buffer, Math.Max(edge, _accounts.SealedEdge));
        _ids?.Expire(_accounts.SealedEdge);
        _counters.Apply(count);
    }

    /// <summary>
    /// The frame's events that are new, in order; those behind the sealed edge are applied as late at once.
    /// </summary>
    private int Gather(ref EventFrameReader frame, byte[] buffer)
    {
        var mark = _marks.MarkOf(frame.Coverage.Source);
        var count = 0;
        var isSorted = true;
        while (frame.Next())
        {
            if (frame.Position <= mark) continue;
            ActivityCodec.Read(buffer, frame.Activity.Start, frame.Activity.Length, _head);
            var account = _accounts.AccountOf(_head.Account, frame.Name);
            if (_accounts.Accounts.Slot(account).Applied >= _version)
            {
                // The account's snapshot is newer than the header: this frame is in it.
                _ids?.Add(_head.EventKey, _head.Time);
                _commits.Note(_head);
                continue;
            }

            if (_ids is not null && !_ids.Add(_head.EventKey, _head.Time))
            {
                _counters.Duplicate();
                continue;
            }

            if (_head.CommitCount > 0) _commits.Note(_head);
            var item = new PendingEvent(
                _head.Time, _head.EventKey, account, frame.Activity.Start, frame.Activity.Length,
                frame.Coverage.Source, frame.Position, frame.Flags);
            if (item.Time <= _accounts.SealedEdge && _context.Shard.LatenessMs > 0)
            {
                _counters.IsLate();
                _accounts.ApplyLate(item, buffer);
                continue;
            }

            if (count == _pending.Length) Array.Resize(ref _pending, count * 2);
            if (count > 0 && item.CompareTo(_pending[count - 1]) < 0) isSorted = false;
            _pending[count++] = item;
        }

        if (!isSorted) Array.Sort(_pending, 0, count);
        return count;
    }

    private void Facts(ReadOnlySpan<byte> frame)
    {
        var facts = new FactFrameReader(frame);
        while (facts.Next(out var fact))
        {
            switch (fact.Type)
            {
                case FactType.Sighting:
                    _artefacts.Apply(fact.Subject, FactCodec.ReadSighting(fact.Body));
                    break;
                case FactType.ArtefactFindings:
                    var findings = FactCodec.ReadFindings(fact.Body, RuleOf);
                    _cases.SetArtefact(fact.Subject, NameOf(fact.Subject), fact.Sender, findings, fact.Version);
                    break;
                case FactType.Membership:
                    var ring = fact.Body.IsEmpty ? null : FactCodec.ReadRing(fact.Body);
                    _cases.SetRing(fact.Subject, NameOf(fact.Subject), ring, fact.Version);
                    break;
                case FactType.TenantAggregate:
                    _cases.Apply(TenantReports.DecodeAggregate(fact.Body));
                    break;
            }
        }
    }

    private void Clock(ClockFrame clock)
    {
        if (clock.SealAll)
        {
            _marks.Advance(clock.Time);
            _accounts.Apply([], [], Math.Max(clock.Time, _accounts.SealedEdge));
        }

        if (_context.AllAccounts)
            for (var i = 0; i < _accounts.Accounts.Count; i++) _cases.Of(_accounts.Accounts.Slot(i).Key, _accounts.Accounts.Slot(i).Name);
        _cases.Tell(_log, _version);
        _cases.Publish(_log, clock.Time, _version, ProfileOf);
    }

    private AccountProfileFact? ProfileOf(Key128 account)
    {
        var index = _accounts.Accounts.Find(account);
        if (index < 0) return null;
        return _profiles.Of(
            _accounts.Accounts.Block(index), account, _context.Tables.Directory?.Find(account), _context.NamesOf(account), _version);
    }

    private string NameOf(Key128 account)
    {
        var index = _accounts.Accounts.Find(account);
        return index < 0 ? account.ToString() : _accounts.Accounts.Slot(index).Name;
    }

    /// <summary>A number for the block's layout: names, versions, sizes.</summary>
    private static ushort LayoutOf(AccountEngine engine)
    {
        var text = new StringBuilder();
        foreach (var state in engine.Layout) text.Append(state.Name).Append(state.Version).Append(':').Append(state.Size).Append(';');
        return (ushort)Key128.Of(text.ToString()).Lo;
    }

    private Rule? RuleOf(string id) => _rules.GetValueOrDefault(id);

    private void Changed(int account, ImmutableArray<Finding> findings)
    {
        ref var slot = ref _accounts.Accounts.Slot(account);
        _cases.SetOwn(slot.Key, slot.Name, findings);
    }

    private void Said(int account, List<Sighting> sightings, List<TenantReport> reports)
    {
        var key = _accounts.Accounts.Slot(account).Key;
        foreach (var sighting in sightings)
        {
            var fact = sighting with { Person = _context.PersonOf(key), Version = _version };
            _outbox.ToShard(_log, FactType.Sighting, key, sighting.Artefact, _version, _bytes.Of(fact));
        }

        foreach (var report in reports)
            _outbox.ToTenant(_log, FactType.TenantReport, key, report.Subject, _version, TenantReports.Encode(report));
    }

    private void Poisoned(TailEvent item, Origin origin, Exception reason)
    {
        _counters.Skip();
        var text = $"the step of this event failed: {reason.GetType().Name}: {reason.Message}";
        _log.Append(new Partition(Topics.Control, _index), new SkipFrame(item.Source, item.Position, text).Encode());
        _log.Append(new Partition(Topics.Quarantine, 0), item.Bytes.Length > 0 ? item.Bytes : Encoding.UTF8.GetBytes(text));
        _context.Poisoned?.Invoke(origin, text);
    }
}
