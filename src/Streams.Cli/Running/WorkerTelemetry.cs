using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Streams.Cli.Service;
using Streams.Kafka;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Running;

/// <summary>What a worker's actors say of themselves, as log lines, instruments and health.</summary>
internal sealed class WorkerTelemetry
{
    private readonly StreamsMetrics _metrics;
    private readonly ILogger _log;
    private readonly Func<Worker?> _worker;
    private readonly TimeProvider _time = TimeProvider.System;
    private ShardCounters? _counters;
    private long _duplicates, _late, _skipped, _gaps, _repeated, _evicted, _findings, _artefacts, _accounts;

    public WorkerTelemetry(StreamsMetrics metrics, ILogger log, Func<Worker?> worker)
    {
        (_metrics, _log, _worker) = (metrics, log, worker);
        Vitals = new Vitals { Restored = Restored };
        metrics.Observe(GaugeName.Shards, () => [new(Vitals.Flow.Count())]);
        metrics.Observe(GaugeName.StateKeys, () => Vitals.Flow.SelectMany(flow => flow.Maps).GroupBy(map => map.Map)
            .Select(map => new Measurement<double>(map.Sum(m => m.Keys), Tag("map", map.Key))));
        metrics.Observe(GaugeName.CheckpointAge, CheckpointAge);
        metrics.Observe(GaugeName.WatermarkLag, () => Vitals.Sources.Where(source => source.Value.Watermark is not null)
            .Select(source => new Measurement<double>((Now - source.Value.Watermark!.Value) / 1000.0, Tags(source.Key))));
        metrics.Observe(GaugeName.SourceLag, SourceLag);
        metrics.Observe(GaugeName.SinkLag, () => Vitals.Sinks.Where(sink => sink.Lag is not null)
            .Select(sink => new Measurement<double>(sink.Lag!.Value, Tag("sink", sink.Name))));
        metrics.Observe(GaugeName.SinkQueueDepth, () => Vitals.Sinks
            .Select(sink => new Measurement<double>(sink.Held, Tag("sink", sink.Name))));
        metrics.Observe(GaugeName.SinkStopped, () => Vitals.Sinks
            .Select(sink => new Measurement<double>(sink.Stopped is null ? 0 : 1, Tag("sink", sink.Name))));
    }

    public Vitals Vitals { get; }

    public SinkTelemetry Sinks => new(_metrics, Vitals);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Restarting(string actor, int delayMs, Exception error)
    {
        _metrics.ActorRestarted(actor.Split('-')[0]);
        ServiceLog.ActorFailed(_log, actor, delayMs / 1000.0, error);
    }

    /// <summary>What shards counted since the last call.</summary>
    public void Tell(ShardCounters counters)
    {
        if (_counters != counters)
        {
            _counters = counters;
            _duplicates = _late = _skipped = _gaps = _repeated = _evicted = _findings = _artefacts = _accounts = 0;
        }

        Add(ref _duplicates, counters.Duplicates, n => _metrics.Dropped(n, DropReason.Duplicate));
        Add(ref _late, counters.Late, _metrics.Late);
        Add(ref _skipped, counters.Skipped, n => _metrics.Dropped(n, DropReason.Skipped));
        Add(ref _gaps, counters.Gaps, n => _metrics.FrameIgnored(n, "gap"));
        Add(ref _repeated, counters.Repeated, n => _metrics.FrameIgnored(n, "repeat"));
        Add(ref _evicted, counters.EvictedIds, n => _metrics.Evicted(n, "ids"));
        Add(ref _findings, counters.ForgottenFindings, n => _metrics.Evicted(n, "findings"));
        Add(ref _artefacts, counters.ForgottenArtefacts, n => _metrics.Evicted(n, "artefacts"));
        Add(ref _accounts, counters.ForgottenAccounts, n => _metrics.Evicted(n, "accounts"));
    }

    private static void Add(ref long told, long now, Action<long> tell)
    {
        if (now > told) tell(now - told);
        told = now;
    }

    private void Restored(FlowVitals flow)
    {
        var seconds = (flow.CaughtUpAt!.Value - flow.BeganAt) / 1000.0;
        _metrics.Restored(seconds);
        ServiceLog.Restored(_log, flow.Partition.Index, flow.Entities, flow.From, seconds);
        if (flow.Corrupt > 0) ServiceLog.SnapshotCorrupt(_log, flow.Partition.Index, flow.Corrupt);
    }

    private IEnumerable<Measurement<double>> CheckpointAge()
    {
        var oldest = Vitals.Flow.Select(flow => flow.KeptAt ?? flow.BeganAt).DefaultIfEmpty(long.MaxValue).Min();
        return oldest == long.MaxValue ? [] : [new((Now - oldest) / 1000.0)];
    }

    private List<Measurement<double>> SourceLag()
    {
        var lags = new List<Measurement<double>>();
        try
        {
            foreach (var (source, vitals) in Vitals.Sources)
                if (_worker()?.Behind(source, vitals.Next) is { } lag) lags.Add(new Measurement<double>(lag, Tags(source)));
        }
        catch (ObjectDisposedException)
        {
            // The worker's life ended meanwhile.
        }

        return lags;
    }

    private static KeyValuePair<string, object?>[] Tags(Partition source) =>
        [Tag("topic", source.Topic), Tag("partition", source.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
