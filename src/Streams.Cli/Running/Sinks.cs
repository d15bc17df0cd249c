using Microsoft.Extensions.Logging;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Service;
using Streams.Elasticsearch;
using Streams.Elasticsearch.Setup;
using Streams.Kafka;
using Streams.Runtime.Deliver;
using Streams.Runtime.Telemetry;
using Streams.Webhooks;

namespace Streams.Cli.Running;

/// <summary>A thread and a cursor for each sink; one that stands does not hold another, or the pipeline.</summary>
internal sealed class Sinks(ILogger log, SinkTelemetry telemetry) : IDisposable
{
    private const string Webhooks = "webhooks";
    private const int StandingRetrySeconds = 30;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];
    private readonly List<Task> _deliveries = [];
    private readonly List<IDisposable> _owned = [];

    public static Sinks Start(StreamsConfiguration configuration, KafkaOptions kafka, ILogger log, SinkTelemetry telemetry)
    {
        var sinks = new Sinks(log, telemetry);
        if (ElasticsearchSettings.IsOn(configuration))
        {
            var aside = sinks.Own(new KafkaSinkQuarantine(kafka));
            var options = ElasticsearchSettings.Options(configuration);
            void NoMore(Exception e) => ServiceLog.SinkStopped(log, "elasticsearch", e.Message);
            if (options.Retention is not null)
                sinks._deliveries.Add(Quietly(DeleteExpired(options, log, sinks._stop.Token), NoMore));
            var sink = sinks.Own(new ElasticsearchSink(
                options, aside, text => ServiceLog.SinkSays(log, "elasticsearch", text), telemetry: telemetry));
            sinks.Begin(sink.Name, () => sinks.Read(sink, kafka, sinks._stop.Token));
        }

        if (configuration.Webhooks.Destinations.Count > 0) sinks.Begin(Webhooks, () => sinks.SendAlerts(configuration, kafka));
        return sinks;
    }

    public void Stop()
    {
        _stop.Cancel();
        foreach (var thread in _threads) thread.Join(TimeSpan.FromSeconds(10));
        Task.WaitAll([.. _deliveries], TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        Stop();
        foreach (var owned in _owned) owned.Dispose();
        _owned.Clear();
        _stop.Dispose();
    }

    private T Own<T>(T owned) where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>At the start and daily; several workers may: what is gone is gone.</summary>
    private static async Task DeleteExpired(ElasticsearchOptions options, ILogger log, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(1));
        do
        {
            try
            {
                using var setup = new ElasticsearchSetup(options);
                foreach (var index in await setup.ApplyRetentionAsync(cancel)) ServiceLog.IndexExpired(log, index);
            }
            catch (SetupException e)
            {
                ServiceLog.SinkSays(log, "elasticsearch", $"months past retention stay until tomorrow: {e.Message}");
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private static async Task Quietly(Task work, Action<Exception> failed)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    /// <summary>It goes on by itself when it is mended; that it does is seen by its first batch.</summary>
    private void Stands(string sink, Exception why)
    {
        ServiceLog.SinkStopped(log, sink, why.Message);
        telemetry.Vitals.Sink(sink).Stopped = why.Message;
    }

    private void Begin(string name, Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = $"sink-{name}" };
        _threads.Add(thread);
        thread.Start();
    }

    /// <summary>
    /// One worker at a time, for whoever sends knows what was sent: two would each tell what stands in the outbox.
    /// </summary>
    private void SendAlerts(StreamsConfiguration configuration, KafkaOptions kafka)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var work = new SoleWork(kafka, "outbox", cancel => Send(configuration, kafka, cancel), e =>
            {
                Stands(Webhooks, e);
                ended.Cancel();
            }, _stop.Token);
            using (work) ended.Token.WaitHandle.WaitOne();
            _stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(StandingRetrySeconds));
            // The work may be another worker's by then, and no batch here would say that it goes on.
            telemetry.Vitals.Sink(Webhooks).Stopped = null;
        }
    }

    private void Send(StreamsConfiguration configuration, KafkaOptions kafka, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            using var outbox = new KafkaOutbox(kafka);
            using var sink = new WebhookSink(
                WebhookSettings.Options(configuration), outbox, say: text => ServiceLog.SinkSays(log, Webhooks, text),
                telemetry: telemetry);
            var sending = Quietly(sink.RunAsync(both.Token), e => Stands(Webhooks, e))
                .ContinueWith(_ => both.Cancel(), TaskScheduler.Default);
            Read(sink, kafka, both.Token);
            both.Cancel();
            sending.Wait(CancellationToken.None);
            // It ended of itself: what kept it from its outbox was said.
            cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(StandingRetrySeconds));
        }
    }

    private void Read(ISink sink, KafkaOptions kafka, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                new ResultReader(kafka, sink, text => ServiceLog.KafkaError(log, text), telemetry.Vitals.Sink(sink.Name)).Run(cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Somebody must mend it; then it goes on by itself.
                Stands(sink.Name, e);
                cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(StandingRetrySeconds));
            }
        }
    }
}
