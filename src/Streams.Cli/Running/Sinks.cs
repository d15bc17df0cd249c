using Microsoft.Extensions.Logging;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Service;
using Streams.Kafka;
using Streams.Runtime.Deliver;

namespace Streams.Cli.Running;

/// <summary>A thread and a cursor for each sink; one that stands does not hold another, or the pipeline.</summary>
internal sealed class Sinks : IDisposable
{
    private const int StandingRetrySeconds = 30;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];

    public static Sinks Start(StreamsConfiguration configuration, KafkaOptions kafka, ServiceTelemetry telemetry, ILogger log)
    {
        var sinks = new Sinks();
        foreach (var sink in Configured(configuration, telemetry)) sinks.Begin(sink, kafka, log);
        return sinks;
    }

    public void Stop()
    {
        _stop.Cancel();
        foreach (var thread in _threads) thread.Join(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private static IEnumerable<ISink> Configured(StreamsConfiguration configuration, ServiceTelemetry telemetry)
    {
        yield break;
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
