using Microsoft.Extensions.Logging;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Service;
using Streams.Elasticsearch;
using Streams.Elasticsearch.Setup;
using Streams.Kafka;
using Streams.Runtime.Deliver;
using Streams.Webhooks;

namespace Streams.Cli.Running;

/// <summary>A thread and a cursor for each sink; one that stands does not hold another, or the pipeline.</summary>
internal sealed class Sinks : IDisposable
{
    private const int StandingRetrySeconds = 30;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];
    private readonly List<Task> _deliveries = [];
    private readonly List<IDisposable> _owned = [];

    public static Sinks Start(StreamsConfiguration configuration, KafkaOptions kafka, ILogger log)
    {
        var sinks = new Sinks();
        if (ElasticsearchSettings.IsOn(configuration))
        {
            var aside = sinks.Own(new KafkaSinkQuarantine(kafka));
            var options = ElasticsearchSettings.Options(configuration);
            if (options.Retention is not null) sinks._deliveries.Add(Quietly(DeleteExpired(options, log, sinks._stop.Token), log, "elasticsearch"));
            sinks.Begin(sinks.Own(new ElasticsearchSink(options, aside, text => ServiceLog.SinkSays(log, "elasticsearch", text))), kafka, log);
        }

        if (configuration.Webhooks.Destinations.Count > 0)
        {
            var outbox = sinks.Own(new KafkaOutbox(kafka));
            var sink = sinks.Own(new WebhookSink(
                WebhookSettings.Options(configuration), outbox, say: text => ServiceLog.SinkSays(log, "webhooks", text)));
            sinks._deliveries.Add(Quietly(sink.RunAsync(sinks._stop.Token), log, sink.Name));
            sinks.Begin(sink, kafka, log);
        }

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

    private static async Task Quietly(Task work, ILogger log, string name)
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
            ServiceLog.SinkStopped(log, name, e.Message);
        }
    }

    private void Begin(ISink sink, KafkaOptions kafka, ILogger log)
    {
        var thread = new Thread(() =>
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    new ResultReader(kafka, sink, text => ServiceLog.KafkaError(log, text)).Run(_stop.Token);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Somebody must mend it; then it goes on by itself.
                    ServiceLog.SinkStopped(log, sink.Name, e.Message);
                    _stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(StandingRetrySeconds));
                }
            }
        })
        {
            IsBackground = true,
            Name = $"sink-{sink.Name}",
        };
        _threads.Add(thread);
        thread.Start();
    }
}
