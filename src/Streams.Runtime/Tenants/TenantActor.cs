using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Detections.NoSleepGap;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tenants;

/// <summary>
/// What only all accounts together tell: how much sleep a country lost in a fortnight (a fasting month), and which
/// watchlist entries match so
/// many accounts that they are somebody's exit and not somebody.
/// </summary>
public sealed class TenantActor(PipelineContext context) : IActor
{
    /// <summary>An entry that matches more accounts than this inside a day is suspended (D22).</summary>
    private const int EntryAccountsMax = 5;

    private readonly SortedDictionary<long, Dictionary<Key128, ArcLoss>> _nights = [];
    private readonly SortedDictionary<Key128, SortedDictionary<Key128, SortedSet<long>>> _matches = [];
    private readonly Dictionary<Key128, TenantAggregate> _told = [];
    private readonly FactOutbox _outbox = new(context.Topology);
    private readonly HashSet<long> _touched = [];

    public void Start(IActorContext actor) => actor.Log.Subscribe(context.Topology.Tenant, 0, actor.Self);

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
                    Publish(actor.Log, record.Offset);
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
            var report = TenantReports.Decode(fact.Body);
            if (report.Kind == TenantReportKind.QuietArc) Night(report);
            else Match(report);
        }
    }

    private void Night(in TenantReport report)
    {
        var day = report.Time / EpochDay.Ms;
        if (!_nights.TryGetValue(day, out var night)) _nights.Add(day, night = []);
        night[report.Account] = new ArcLoss(report.Country, (float)report.Value, (float)report.Earlier);
        _touched.Add(day);
    }

    /// <summary>What is kept of a report: an account's nights are many.</summary>
    private readonly record struct ArcLoss(CountryCode Country, float Hours, float Earlier);

    private void Match(in TenantReport report)
    {
        if (!_matches.TryGetValue(report.Subject, out var accounts)) _matches.Add(report.Subject, accounts = []);
        if (!accounts.TryGetValue(report.Account, out var times)) accounts.Add(report.Account, times = []);
        times.Add(report.Time);
    }

    private void Publish(ILog log, long version)
    {
        foreach (var day in _touched.Order())
        {
            var losses = NightCohort.Losses(_nights[day].Values.Select(arc => new TenantReport(
                TenantReportKind.QuietArc, default, day * EpochDay.Ms, arc.Country, default, arc.Hours, arc.Earlier)));
            foreach (var (country, hours) in losses.OrderBy(l => l.Key.Value))
                Tell(log, new TenantAggregate(TenantAggregateKind.NightLoss, day * EpochDay.Ms, country, default, hours), version);
            foreach (var told in _told.Values.Where(t => t.Kind == TenantAggregateKind.NightLoss
                && t.Time == day * EpochDay.Ms && !losses.ContainsKey(t.Country)).ToList())
                Tell(log, told with { Value = 0 }, version);
        }

        _touched.Clear();
        foreach (var (entry, accounts) in _matches)
            if (SuspendedFrom(accounts) is { } time)
                Tell(log, new TenantAggregate(TenantAggregateKind.EntrySuspended, time, default, entry, accounts.Count), version);
    }

    /// <summary>When the entry had matched more than the allowed number of accounts inside 24 hours, Unix ms.</summary>
    private static long? SuspendedFrom(SortedDictionary<Key128, SortedSet<long>> accounts)
    {
        if (accounts.Count <= EntryAccountsMax) return null;
        var seen = accounts.SelectMany(a => a.Value.Select(time => (Time: time, Account: a.Key))).OrderBy(s => s.Time).ToList();
        var from = 0;
        for (var to = 0; to < seen.Count; to++)
        {
            while (seen[to].Time - seen[from].Time > EpochDay.Ms) from++;
            if (seen.Skip(from).Take(to - from + 1).Select(s => s.Account).Distinct().Count() > EntryAccountsMax)
                return seen[to].Time;
        }

        return null;
    }

    private void Tell(ILog log, in TenantAggregate aggregate, long version)
    {
        if (_told.TryGetValue(aggregate.Key, out var before) && before == aggregate) return;
        _told[aggregate.Key] = aggregate;
        _outbox.ToEveryShard(log, FactType.TenantAggregate, aggregate.Key, version, TenantReports.Encode(aggregate));
    }
}
