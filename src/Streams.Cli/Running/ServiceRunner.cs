using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Reference;
using Streams.Cli.Service;
using Streams.Core.Activities;
using Streams.Kafka;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;
using Streams.Runtime.Trials;

namespace Streams.Cli.Running;

/// <summary>
/// <c>run</c>: lives of a worker one after the other, what watches the files beside them, and an orderly end. A life
/// that fails is followed by another with back-off; what was committed is where it begins.
/// </summary>
internal sealed class ServiceRunner(StreamsConfiguration configuration, string version) : IServiceStatus
{
    private const int SourceLookSeconds = 30, BackOffMaxMs = 30_000;

    private readonly KafkaOptions _kafka = KafkaSettings.Options(configuration);
    private readonly MemoryBudget _memory = MemoryBudget.Of(configuration);
    private readonly SourceNames _names = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private volatile Worker? _worker;
    private volatile Vitals? _vitals;
    private volatile string _state = "starting";
    private readonly Key128 _life = KafkaSettings.Nonce();
    private bool _toldReady;

    public StatusReport Report()
    {
        var worker = _worker;
        var details = new List<StatusDetail>
        {
            new("worker", worker is not null, _state),
            new("partitions", worker is not null, worker is null ? "none" : $"{worker.Partitions.Count} here"),
        };
        if (worker?.Restoring is { Count: > 0 } restoring)
            details.Add(new StatusDetail("restore", false, $"replays {string.Join(", ", restoring.Select(p => p.Index).Order())}"));
        var sinks = _vitals?.Sinks ?? [];
        details.AddRange(sinks.Select(Detail));
        var stuck = Stuck;
        if (stuck is not null) details.Add(new StatusDetail(stuck, false, "has not come back from a step"));
        return new StatusReport(stuck is null, worker is { IsReady: true } && sinks.All(IsClosed), details);
    }

    /// <summary>
    /// An outage that it waits out by itself makes no worker unready, nor does one destination of several.
    /// </summary>
    private static bool IsClosed(SinkVitals sink) => sink.Stopped is null || sink.IsDestination;

    private string? Stuck => _worker?.Stuck(configuration.Processing.StuckAfter)?.Name;

    private static StatusDetail Detail(SinkVitals sink)
    {
        var behind = sink.Lag is { } lag ? $"; {lag} results behind" : "";
        return sink switch
        {
            { Stopped: { } stopped } => new StatusDetail(sink.Name, false, $"stands until somebody mends it: {stopped}{behind}"),
            { Trouble: { } trouble } => new StatusDetail(sink.Name, false, $"tries again: {trouble}{behind}"),
            _ => new StatusDetail(sink.Name, true, $"takes what comes{behind}"),
        };
    }

    /// <exception cref="KafkaDeploymentException">What runs there is not what the configuration says.</exception>
    /// <exception cref="InvalidDataException">The tables cannot be used.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var telemetry = await ServiceTelemetry.StartAsync(configuration, this, version, _kafka.InstanceId!, stop);
        var log = telemetry.Logs.CreateLogger("Streams");
        using var setup = new KafkaSetup(_kafka, KafkaSettings.Plan(configuration));
        var problems = await setup.CheckAsync();
        if (problems.Count > 0) throw new KafkaDeploymentException(string.Join(Environment.NewLine, problems));
        var library = new TableLibrary(configuration);
        var partitions = setup.SourcePartitions();
        Adopt(partitions, library);
        ServiceLog.Starts(log, version, _kafka.InstanceId!, partitions.Count, configuration.Topology.Shards);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = Task.WhenAll(
            WatchTables(library, telemetry, log, ended.Token), WatchSources(setup, library, log, ended.Token),
            Quietly(() => _memory.KeepAsync(ended.Token)), WatchSteps(log, ended.Token));
        var actors = new WorkerTelemetry(telemetry.Metrics, log, () => _worker);
        _vitals = actors.Vitals;
        using var sinks = Sinks.Start(configuration, _kafka, log, actors.Sinks);
        await Live(library, actors, telemetry.Metrics, log, stop);
        SystemdNotice.Send(SystemdNotice.Stopping);
        await ended.CancelAsync();
        await watching;
        sinks.Stop();
        ServiceLog.Stops(log, "done");
    }

    private async Task Live(
        TableLibrary library, WorkerTelemetry actors, StreamsMetrics metrics, ILogger log, CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            var began = _since.ElapsedMilliseconds;
            try
            {
                using var worker = _worker = new Worker(_kafka, Options(library, actors, metrics, log));
                _state = "running";
                await WaitForEnd(worker, actors, log, stop);
                Leave(worker, log);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _worker = null;
                if (_since.ElapsedMilliseconds - began > 60_000) failures = 0;
                var wait = Math.Min(BackOffMaxMs, 500 << Math.Min(failures++, 6));
                _state = $"failed, begins again: {e.Message}";
                ServiceLog.ActorFailed(log, "worker", wait / 1000.0, e);
                await Task.Delay(wait, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task WaitForEnd(Worker worker, WorkerTelemetry actors, ILogger log, CancellationToken stop)
    {
        var stopped = Task.Delay(Timeout.Infinite, stop);
        while (true)
        {
            var first = await Task.WhenAny(worker.Failed, stopped, Task.Delay(200, CancellationToken.None));
            if (first == worker.Failed) await worker.Failed;
            actors.Tell(worker.Counters);
            if (first == stopped) return;
            if (_toldReady || !worker.IsReady) continue;
            _toldReady = true;
            ServiceLog.Ready(log, _since.Elapsed.TotalSeconds);
            SystemdNotice.Send(SystemdNotice.Ready);
        }
    }

    private void Leave(Worker worker, ILogger log)
    {
        _state = "stopping";
        ServiceLog.Stops(log, "sources released, last snapshots, offsets committed");
        worker.Leave(configuration.Processing.ShutdownTimeout);
        _worker = null;
    }

    private WorkerOptions Options(TableLibrary library, WorkerTelemetry actors, StreamsMetrics metrics, ILogger log) => new()
    {
        Caution = new Caution(_life) { SetAside = place => ServiceLog.SetAside(log, place) },
        Context = KafkaSettings.Context(configuration, library, _names) with
        {
            Metrics = metrics,
            Vitals = actors.Vitals,
            Pace = new Pace(_memory.Tails, _memory.Full, (long)configuration.Processing.Lateness.TotalMilliseconds),
        },
        Restarting = actors.Restarting,
        Assigned = partitions => ServiceLog.Assigned(log, Names(partitions)),
        Revoked = (partitions, lost) =>
        {
            if (lost) ServiceLog.Lost(log, Names(partitions));
            else ServiceLog.Revoked(log, Names(partitions));
        },
        Sources = [.. configuration.Sources.Select(source => source.Topic)],
        Ingest = new IngestSettings
        {
            LingerMs = 100,
            IdleAfterMs = (int)configuration.Processing.IdleAfter.TotalMilliseconds,
            SkewMs = (long)configuration.Processing.AllowedSkew.TotalMilliseconds,
            RecordBytesMax = (int)configuration.Processing.RecordSize,
        },
        Threads = configuration.Processing.Threads ?? Environment.ProcessorCount,
        LeaveTimeout = configuration.Processing.ShutdownTimeout,
    };

    private static string Names(IEnumerable<Partition> partitions) =>
        string.Join(", ", partitions.Select(partition => partition.ToString()).Order(StringComparer.Ordinal));

    private void Adopt(IReadOnlyList<SourcePartition> partitions, TableLibrary library)
    {
        _names.Set(partitions);
        library.Sources = [.. partitions.Select(p => p.Id).Order()];
    }

    /// <summary>
    /// Membership goes on while a step does not end, so the group would wait for ever: what started the worker is told.
    /// </summary>
    private Task WatchSteps(ILogger log, CancellationToken cancel) => Quietly(async () =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        string? told = null;
        while (await timer.WaitForNextTickAsync(cancel))
        {
            var stuck = Stuck;
            if (stuck is null) SystemdNotice.Send(SystemdNotice.Watchdog);
            if (stuck == told) continue;
            if (stuck is null) ServiceLog.NoLongerStuck(log);
            else ServiceLog.Stuck(log, stuck, configuration.Processing.StuckAfter.TotalSeconds);
            told = stuck;
        }
    });

    private async Task WatchTables(TableLibrary library, ServiceTelemetry telemetry, ILogger log, CancellationToken cancel)
    {
        var current = FileTables.Load(configuration.Tables, []);
        if (current is null) return;
        var watcher = new TableWatcher(configuration.Tables, current);
        await Quietly(() => watcher.WatchAsync(TimeProvider.System, change =>
        {
            try
            {
                if (change.Problems.Count > 0) throw new InvalidDataException(string.Join("; ", change.Problems));
                library.Reload();
                ServiceLog.TablesInForce(log, library.Local.Version.ToString(), change.Loaded!.Hashes.Count);
                telemetry.Metrics.Reloaded("tables", isAccepted: true);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                ServiceLog.TablesRefused(log, e.Message);
                telemetry.Metrics.Reloaded("tables", isAccepted: false);
            }

            return Task.CompletedTask;
        }, cancel));
    }

    private Task WatchSources(KafkaSetup setup, TableLibrary library, ILogger log, CancellationToken cancel) => Quietly(async () =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(SourceLookSeconds));
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                Adopt(setup.SourcePartitions(), library);
                if (configuration.Tables.DirectoryTopic is not null) library.Reload();
            }
            catch (Exception e) when (e is KafkaDeploymentException or InvalidDataException)
            {
                ServiceLog.KafkaError(log, e.Message);
            }
        }
    });

    private static async Task Quietly(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }
}
