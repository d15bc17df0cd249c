using System.Collections.Immutable;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;
using Streams.Runtime.Tenants;

namespace Streams.Runtime.Shards;

/// <summary>
/// One partition of the flow log: accounts, artefacts and cases whose keys hash there. A pure function of that
/// partition's records in order, and of the tables and settings that they name.
/// </summary>
public sealed partial class ShardActor : IActor
{
    /// <summary>How much event time must pass before the ring is told of it, ms.</summary>
    private const long RingTimeMs = 60_000;

    /// <summary>Time of the clock after which documents follow events that changed no finding, ms.</summary>
    private const long FollowMs = 60_000;

    /// <summary>Time of the clock between two looks at the sources, ms.</summary>
    private const long SourcesMs = 10_000;

    private readonly int _index;
    private readonly ShardCounters _counters;
    private readonly Watermarks _marks;
    private readonly EventMemory? _ids;
    private readonly CommitMemory _commits = new();
    private readonly NameStage _names = new();
    private readonly AccountStage _accounts;
    private readonly ArtefactStage _artefacts;
    private readonly CaseStage _cases;
    private readonly FactOutbox _outbox;
    private readonly EvidenceStage _evidence;
    private readonly Activity _whole = new();
    private readonly FactBytes _bytes = new();
    private readonly Retention _retention;
    private readonly SnapshotCycle _cycle;
    private readonly ushort _layout;
    private PipelineContext _context;
    private ProfileFacts _profiles;
    private IReadOnlyDictionary<string, Rule> _rules;
    private PendingEvent[] _pending = new PendingEvent[256];
    private StewardOrder _steward = new();
    private ILog _log = null!;
    private long _version = -1;
    private long _toldTime = long.MinValue;
    private long _flushed;
    private long _toldSources;

    /// <summary>Everything was sealed: nothing more comes for which a fact could wait.</summary>
    private bool _isOver;

    public ShardActor(int index, PipelineContext context, ShardCounters counters)
    {
        _index = index;
        _context = context;
        _counters = counters;
        _marks = new Watermarks(context.Sources, context.Shard.ClockGapMaxMs);
        _ids = context.Shard.RememberMs > 0 ? new EventMemory(context.Shard.RememberMs, context.Shard.IdsMax) : null;
        _outbox = new FactOutbox(context.Topology);
        _cycle = new SnapshotCycle(context.Topology.Shard(index), context);
        var engine = EngineOf(context);
        _profiles = new ProfileFacts(engine);
        _rules = RulesOf(engine);
        _layout = LayoutOf(engine);
        _artefacts = new ArtefactStage(context, _outbox);
        _evidence = new EvidenceStage(context, index, () => _accounts!.SealedEdge);
        _cases = new CaseStage(context, index, _outbox)
        {
            Shown = (account, document, isNewDay) => _evidence.Stands(account, document, isNewDay, _version),
        };
        _accounts = new AccountStage(engine, context.Tables, _commits)
        {
            Changed = Changed,
            Said = Said,
            Poisoned = Poisoned,
            Stepping = Stepping(context),
        };
        _retention = new Retention(context, _accounts, _names, _cases);
    }

    public void Start(IActorContext actor)
    {
        _log = actor.Log;
        foreach (var record in _log.ReadAll(Topics.Decisions))
        {
            if (record.Length == 0 || FrameHeader.Open(record.Span) != FrameKind.Skip) continue;
            Skip(SkipFrame.Decode(record.Span));
        }

        _cycle.Begin(actor, Restore);
        Stand();
    }

    public void Receive(in Message message, IActorContext actor)
    {
        switch (message.Kind)
        {
            case MessageKind.Records:
                foreach (var record in message.Batch!.Records) Handle(record);
                Stand();
                _cycle.Count(message.Batch.Records.Count);
                // What one event of a frame does to a tail is done now: the whole frame is told of when its rest was.
                if (message.Batch.IsPart) _accounts.Replay();
                else Follow(actor, message.Batch.IsTrial);
                message.Batch.Return();
                break;
            case MessageKind.Acknowledged:
                _cycle.Acknowledged(actor, this);
                break;
            case MessageKind.End:
                _cycle.CaughtUp(actor);
                _cases.GoLive();
                break;
            case MessageKind.Leave:
                _context.Pace?.Forget(_index);
                Tell(actor.Now, always: true);
                _cycle.Leave(actor);
                break;
        }
    }

    /// <summary>What follows from whole frames.</summary>
    private void Follow(IActorContext actor, bool atOnce)
    {
        var isDue = _cycle.IsDue(_clock);
        Tell(actor.Now, always: isDue || _isOver || atOnce);
        if (isDue) _cycle.Turn(actor, _clock);
    }

    private void Stand()
    {
        if (!_cycle.IsLeaving) _context.Pace?.Stands(_index, _marks.Current, _accounts.Waiting);
    }

    private void Skip(in SkipFrame skip) => _accounts.Skip(skip.Source, skip.Position);

    /// <summary>
    /// Facts go out in frames worth sending, and sets of them are judged as often: a later version holds all that an
    /// earlier one would. A clock comes every second, so none waits for long. Which frame carries a fact changes nothing.
    /// </summary>
    private void Tell(long now, bool always)
    {
        _evidence.Flush(_log);
        if (!always && now - _flushed < _context.Shard.FactLingerMs) return;
        _flushed = now;
        Judge();
        _outbox.Flush(_log);
    }

    private void Handle(in LogRecord record)
    {
        // The parts of one frame come one by one.
        if (record.Offset != _version) _evidence.Flush(_log);
        _version = record.Offset;
        switch (FrameHeader.Open(record))
        {
            case FrameKind.Events:
                Events(record);
                break;
            case FrameKind.Facts:
                Facts(record);
                break;
            case FrameKind.Clock:
                Judge();
                Clock(ClockFrame.Decode(record.Span));
                break;
            case FrameKind.Skip:
                Skip(SkipFrame.Decode(record.Span));
                break;
            case FrameKind.Claim:
                _cycle.Saw(ClaimFrame.Decode(record.Span), record.Offset);
                return;
            case FrameKind.Tables:
                var tables = TablesFrame.Decode(record.Span);
                if (_steward.Accepts(tables.Steward)) Use(tables.Version);
                break;
            case FrameKind.Triage:
                Judge();
                if (!_cycle.IsSaid(_version)) _cases.Triaged(_log, TriageFrame.Decode(record.Span), _marks.Newest, _version, ProfileOf);
                break;
            case FrameKind.Sources:
                var sources = SourcesFrame.Decode(record.Span);
                if (_steward.Accepts(sources.Steward)) _marks.Expect([.. sources.Sources]);
                break;
        }
    }

    private void Judge()
    {
        _accounts.Replay();
        _artefacts.Evaluate(_log, _version);
        _cases.Tell(_log, _version);
    }

    /// <summary>Tables and settings of that version hold from here on.</summary>
    private void Use(Key128 version)
    {
        if (_context.Library is null || version == _context.Set.Version) return;
        var set = _context.Library.Get(version, v => Decisions.ReadContent(_log, v));
        _context = _context with { Set = set };
        var engine = EngineOf(_context);
        if (LayoutOf(engine) != _layout) throw new InvalidDataException("settings may not change the layout of the state");
        _profiles = new ProfileFacts(engine);
        _rules = RulesOf(engine);
        _accounts.Use(engine, set.Tables);
        _artefacts.Use(_context);
        _cases.Use(_context);
        _evidence.Use(_context);
    }

    private void Events(in LogRecord record)
    {
        var frame = new EventFrameReader(record.Buffer, record.Start, record.Length, record.Part);
        var isPart = record.Part is > 0 and < Suspect.Rest;
        var verdict = _marks.Judge(frame.Coverage);
        if (verdict == FrameVerdict.Duplicate && !isPart) _counters.Repeat();
        if (verdict == FrameVerdict.Gap && !isPart) _counters.Gap();
        if (verdict != FrameVerdict.Accept) return;

        var source = _marks.Of(frame.Coverage.Source);
        var ingested = RecordTally.Sum(frame.Tally, frame.Coverage.From.Offset, source.Mark.Offset);
        var count = Gather(ref frame, record.Buffer, source);
        if (!isPart)
        {
            source.Ingested = source.Ingested.Plus(ingested);
            _marks.Apply(frame.Coverage);
        }

        Seal(_pending.AsSpan(0, count), record.Buffer);
        _counters.Apply(count);
        source.Applied += count;
        var sealedEarly = _accounts.TakeOverflowed();
        _counters.AreLate(sealedEarly);
        source.Late += sealedEarly;
    }

    private void Seal(ReadOnlySpan<PendingEvent> events, byte[] buffer)
    {
        var edge = _marks.Current == Coverage.NoWatermark ? long.MinValue : _marks.Current - _context.Shard.LatenessMs;
        _accounts.Apply(events, buffer, Math.Max(edge, _accounts.SealedEdge));
        _ids?.Expire(_accounts.SealedEdge);
        if (_ids?.TakeEvicted() is > 0 and var evicted) _counters.Evict(evicted);
        if (_accounts.TakeForgotten() is > 0 and var forgotten) _counters.ForgetFindings(forgotten);
    }

    /// <summary>
    /// The frame's events that are new, in order; those behind the sealed edge are applied as late at once.
    /// </summary>
    private int Gather(ref EventFrameReader frame, byte[] buffer, SourceMark source)
    {
        var mark = source.Mark;
        var count = 0;
        var isSorted = true;
        while (frame.Next())
        {
            if (frame.Position <= mark) continue;
            var (start, length) = frame.Activity;
            var head = ActivityCodec.Peek(buffer, start, length);
            // Nearly every event is read once, when it is stepped.
            var isSuspected = _evidence.IsSuspected(head.Account, _version);
            if (head.Commits > 0 || isSuspected) ActivityCodec.Read(buffer, start, length, _whole);
            var account = _accounts.AccountOf(head.Account, frame.Name);
            if (_accounts.Accounts.Slot(account).Applied >= _version)
            {
                // The account's snapshot is newer than the header: this frame is in it.
                if (_ids is null || _ids.Add(head.EventKey, head.Time))
                {
                    source.Applied++;
                    CountSkipped(source, frame.Coverage.Source, frame.Position);
                }
                else
                {
                    source.Duplicates++;
                }

                if (head.Commits > 0) _commits.Note(_whole);
                continue;
            }

            if (_ids is not null && !_ids.Add(head.EventKey, head.Time))
            {
                _counters.Duplicate();
                source.Duplicates++;
                continue;
            }

            CountSkipped(source, frame.Coverage.Source, frame.Position);
            if (head.Commits > 0) _commits.Note(_whole);
            if (isSuspected) _evidence.Tell(_whole, _accounts.Accounts.Slot(account).Name, _version);
            var item = new PendingEvent(
                head.Time, head.EventKey, account, start, length, frame.Coverage.Source, frame.Position, frame.Flags);
            if (item.Time <= _accounts.SealedEdge && _context.Shard.LatenessMs > 0)
            {
                _counters.AreLate(1);
                source.Applied++;
                source.Late++;
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

    /// <summary>One that an earlier owner left out counts here too; what this one finds is counted when it is found.</summary>
    private void CountSkipped(SourceMark source, int id, Position position)
    {
        if (!_accounts.IsSkipped(id, position)) return;
        source.Skipped++;
        _counters.Skip();
    }

    private void Facts(in LogRecord record)
    {
        var facts = new FactFrameReader(record.Span, record.Part);
        while (facts.Next(out var fact))
        {
            switch (fact.Type)
            {
                case FactType.Sighting:
                    _artefacts.Apply(fact.Subject, fact.Body);
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
                    _cases.Apply(TenantReports.DecodeAggregate(fact.Body), fact.Version);
                    break;
                case FactType.Name:
                    _names.Add(fact.Subject, fact.Body);
                    _cases.Renamed(fact.Subject);
                    break;
            }
        }
    }

    private void Clock(ClockFrame clock)
    {
        if (clock.SealAll)
        {
            _isOver = true;
            _marks.Advance(clock.Time);
            _accounts.Apply([], [], Math.Max(clock.Time, _accounts.SealedEdge));
            _accounts.Replay();
            _context.Looked?.Invoke(_index, _marks);
        }
        else
        {
            // By the clock's minute, which is logged: whoever takes over tells the same at the same offset.
            var follows = clock.Time / FollowMs != _clock / FollowMs;
            _clock = clock.Time;
            _marks.Tick(clock.Time);
            Seal([], []);
            _accounts.Replay();
            _context.Vitals?.Holds(_context.Topology.Shard(_index),
                ("accounts", _accounts.Accounts.Count), ("artefacts", _artefacts.Count), ("tails", _accounts.Tails.Count),
                ("ids", _ids?.Count ?? 0), ("suspects", _evidence.Count));
            if (follows) _cases.FollowEvents(EventsOf);
            if (_marks.Newest == Coverage.NoWatermark) return;
        }

        if (_context.AllAccounts)
            for (var i = 0; i < _accounts.Accounts.Places; i++) _cases.Of(_accounts.Accounts.Slot(i).Key, _accounts.Accounts.Slot(i).Name);
        _cases.Tell(_log, _version);
        var asOf = clock.SealAll ? clock.Time : _marks.Newest;
        if (_cycle.IsSaid(_version)) _cases.Told(asOf);
        else _cases.Publish(_log, asOf, _version, clock.SealAll, ProfileOf);
        if (_artefacts.TakeForgotten() is > 0 and var forgotten) _counters.ForgetArtefacts(forgotten);
        if (clock.SealAll) return;
        _artefacts.Expire(_marks.Newest);
        if (_retention.Expire(_context.Set, _version) is > 0 and var silent) _counters.ForgetAccounts(silent);
        TellTime(_marks.Newest);
        if (_index == 0) TellSources(clock.Time);
    }

    /// <summary>Rings are judged as of the newest event that any shard has seen.</summary>
    private void TellTime(long time)
    {
        if (_toldTime != long.MinValue && time < _toldTime + RingTimeMs) return;
        _toldTime = time;
        _outbox.ToRing(_log, FactType.Time, new Key128(0, (ulong)_index), _version, BitConverter.GetBytes(time));
    }

    /// <summary>Shard 0 hears what ingest counted: it tells how far each source is, for the dashboards.</summary>
    private void TellSources(long clock)
    {
        if (_context.EvidencePerDay == 0 || clock < _toldSources + SourcesMs) return;
        _toldSources = clock;
        foreach (var (id, mark) in _marks.Sources)
        {
            long? watermark = mark.Watermark == Coverage.NoWatermark ? null : mark.Watermark;
            var path = _context.SourceNames.PathOf(id);
            var document = new SourceDocument
            {
                Source = path,
                Format = _context.Set.SettingsAt(path).Format,
                AsOf = clock,
                Watermark = watermark,
                LagMs = clock - watermark,
                Idle = mark.Idle,
                Read = mark.Ingested.Read,
                Applied = mark.Ingested.Decoded,
                Ignored = mark.Ingested.Ignored,
                Quarantined = mark.Ingested.Quarantined,
            };
            Deliver.DocumentRecord.Append(_log, _index, document.Entity, _context.DocumentVersion(_version), EventJson.ToBytes(document));
        }
    }

    private AccountProfileFact? ProfileOf(Key128 account)
    {
        var index = _accounts.Accounts.Find(account);
        if (index < 0) return null;
        return _profiles.Of(
            _accounts.Newest(index), account, _context.Tables.Directory?.Find(account),
            _context.NamesOf?.Invoke(account) ?? _names.Of(account), _version);
    }

    private long EventsOf(Key128 account) =>
        _accounts.Accounts.Find(account) is >= 0 and var index ? AccountEngine.ProfileOf(_accounts.Newest(index)).Events : 0;

    private string NameOf(Key128 account)
    {
        var index = _accounts.Accounts.Find(account);
        return index < 0 ? account.ToString() : _accounts.Accounts.Slot(index).Name;
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
            _outbox.ToShard(
                _log, FactType.Sighting, key, sighting.Artefact, _version, _bytes.Of(sighting, sighting.Person, _version));

        foreach (var report in reports)
            _outbox.ToTenant(_log, FactType.TenantReport, key, report.Subject, _version, TenantReports.Encode(report));
    }

    private void Poisoned(TailEvent item, Origin origin, Exception reason)
    {
        _counters.Skip();
        _marks.Of(item.Source).Skipped++;
        var text = $"the step of this event failed: {reason.GetType().Name}: {reason.Message}";
        var skip = new SkipFrame(item.Source, item.Position, text);
        _log.Append(Topics.Decisions, skip.Encode(), skip.Key);
        var place = $"{_context.SourceNames.PathOf(item.Source)}/{item.Position.Offset}";
        Ingest.Quarantine.Append(_log, place, item.Bytes.Length > 0 ? item.Bytes : Encoding.UTF8.GetBytes(text), text);
        _context.Poisoned?.Invoke(origin, text);
    }

    private static Action<int, Position>? Stepping(PipelineContext context) => context.Stepping is { } told
        ? (source, position) => told("step", source, position.Offset)
        : null;

    private static AccountEngine EngineOf(PipelineContext context) =>
        new(DetectionCatalogue.All(context.Set.Detections), context.Shard.Retention);

    private static Dictionary<string, Rule> RulesOf(AccountEngine engine) =>
        engine.Rules.Concat(SharingRules.All).ToDictionary(rule => rule.Id);

    /// <summary>A number for the block's layout: names, versions, sizes.</summary>
    private static ushort LayoutOf(AccountEngine engine)
    {
        var text = new StringBuilder();
        foreach (var state in engine.Layout) text.Append(state.Name).Append(state.Version).Append(':').Append(state.Size).Append(';');
        return (ushort)Key128.Of(text.ToString()).Lo;
    }
}
