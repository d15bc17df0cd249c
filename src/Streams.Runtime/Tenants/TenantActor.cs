using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Detections.NoSleepGap;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Tenants;

/// <summary>
/// What only all accounts together tell: how much sleep a country lost in a fortnight (a fasting month), how short a
/// night is rare here, and which watchlist entries match so many accounts that they are somebody's exit and not somebody.
/// </summary>
public sealed class TenantActor(PipelineContext context) : IActor, IKept
{
    private readonly Nights _nights = new();
    private readonly EntryMatches _matches = new();
    private readonly SortedDictionary<Key128, TenantAggregate> _told = [];
    private readonly FactOutbox _outbox = new(context.Topology);
    private readonly SnapshotCycle _cycle = new(context.Topology.Tenant, context);
    private long _clock;
    private long _version;

    public void Start(IActorContext actor) => _cycle.Begin(actor, Restore);

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
                break;
            case MessageKind.Leave:
                _cycle.Leave(actor);
                break;
        }
    }

    void IKept.SaveChanged(SnapshotStore store, ILog log)
    {
        foreach (var piece in _nights.TakeGone()) store.Remove(EntityKind.Tenant, piece);
        foreach (var (piece, payload) in _nights.SaveChanged())
            store.Write(log, new SnapshotRecord(EntityKind.Tenant, 0, _version, piece, payload));
        foreach (var (entry, payload) in _matches.SaveChanged())
            store.Write(log, new SnapshotRecord(EntityKind.Matches, 0, _version, entry, payload));
    }

    SnapshotRecord IKept.SaveHeader()
    {
        var to = new ByteWriter();
        to.Int64(_clock);
        to.Int32(_told.Count);
        foreach (var told in _told.Values) to.Block(TenantReports.Encode(told));
        return new SnapshotRecord(EntityKind.Header, 0, _version, default, to.ToArray());
    }

    private long Restore(Restored restored)
    {
        var from = new ByteReader(restored.Header.Payload);
        _clock = from.Int64();
        for (var count = from.Int32(); count > 0; count--)
        {
            var told = TenantReports.DecodeAggregate(from.Block());
            _told[told.Key] = told;
        }

        _version = restored.Header.Applied;
        foreach (var entity in restored.Entities)
        {
            if (entity.Kind == EntityKind.Tenant) _nights.Load(entity.Payload);
            else if (entity.Kind == EntityKind.Matches) _matches.Load(entity.Entity, entity.Payload);
        }

        return restored.Header.Applied + 1;
    }

    private void Handle(in LogRecord record, ILog log)
    {
        _version = record.Offset;
        switch (FrameHeader.Open(record))
        {
            case FrameKind.Facts:
                Apply(record);
                break;
            case FrameKind.Clock:
                var clock = ClockFrame.Decode(record.Span);
                if (!clock.SealAll) _clock = clock.Time;
                Publish(log, clock.SealAll);
                break;
            case FrameKind.Claim:
                _cycle.Saw(ClaimFrame.Decode(record.Span), record.Offset);
                break;
        }
    }

    private void Apply(in LogRecord record)
    {
        var facts = new FactFrameReader(record.Span, record.Part);
        while (facts.Next(out var fact))
        {
            var report = TenantReports.Decode(fact.Body);
            if (report.Kind == TenantReportKind.QuietArc) _nights.Add(report, fact.Version);
            else _matches.Add(report);
        }
    }

    /// <summary>A night is told when the next one has begun to come in, and again where reports on it came late.</summary>
    private void Publish(ILog log, bool everything)
    {
        foreach (var day in _nights.Touched.Where(day => everything || day < _nights.NewestDay - 1).ToList())
        {
            _nights.Touched.Remove(day);
            List<TenantReport> reports = [.. _nights.Of(day).Select(arc => new TenantReport(
                TenantReportKind.QuietArc, default, day * EpochDay.Ms, arc.Country, default, arc.Hours, arc.Earlier))];
            var losses = NightCohort.Losses(reports);
            foreach (var (country, hours) in losses.OrderBy(l => l.Key.Value))
                Tell(log, new TenantAggregate(TenantAggregateKind.NightLoss, day * EpochDay.Ms, country, default, hours));
            foreach (var told in _told.Values.Where(t => t.Kind == TenantAggregateKind.NightLoss
                && t.Time == day * EpochDay.Ms && !losses.ContainsKey(t.Country)).ToList())
                Tell(log, told with { Value = 0 });
            var settings = context.Set.Detections.NoSleepGap;
            var full = new TenantAggregate(
                TenantAggregateKind.NightFullHours, day * EpochDay.Ms, default, default, NightCohort.FullHours(reports, settings));
            if (full.Value < settings.FullHours || _told.ContainsKey(full.Key)) Tell(log, full);
        }

        _nights.Expire();
        foreach (var entry in _matches.Touched)
            if (_matches.SuspendedFrom(entry) is { } time)
                Tell(log, new TenantAggregate(TenantAggregateKind.EntrySuspended, time, default, entry, 1));
        _matches.Touched.Clear();
    }

    private void Tell(ILog log, in TenantAggregate aggregate)
    {
        if (_told.TryGetValue(aggregate.Key, out var before) && before == aggregate) return;
        _told[aggregate.Key] = aggregate;
        _outbox.ToEveryShard(log, FactType.TenantAggregate, aggregate.Key, _version, TenantReports.Encode(aggregate));
    }
}
