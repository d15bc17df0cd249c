using Microsoft.Extensions.Logging;
using Streams.Cli.Configuration.Sections;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Service;

/// <summary>Logs, metrics and health of one worker, started and stopped together.</summary>
internal sealed class ServiceTelemetry : IAsyncDisposable
{
    private readonly MetricCollector? _collector;
    private readonly IDisposable? _export;
    private readonly HealthServer _server;

    private ServiceTelemetry(ILoggerFactory logs, StreamsMetrics metrics, MetricCollector? collector,
        IDisposable? export, HealthServer server)
    {
        (Logs, Metrics, _collector, _export, _server) = (logs, metrics, collector, export, server);
    }

    public ILoggerFactory Logs { get; }

    public StreamsMetrics Metrics { get; }

    public Uri Address => _server.Address;

    /// <summary>The collector hears an instrument from its first count on, so it starts before the metrics are made.</summary>
    /// <exception cref="IOException">The HTTP address is taken, or not this machine's.</exception>
    public static async Task<ServiceTelemetry> StartAsync(
        StreamsConfiguration configuration, IServiceStatus status, string version, string instance,
            CancellationToken cancel = default)
    {
        var logs = ServiceLogging.Create(configuration.Telemetry, isTerminal: !System.Console.IsErrorRedirected);
        var collector = configuration.Http.Metrics ? new MetricCollector() : null;
        var export = MetricExport.Start(configuration.Telemetry, version, instance);
        var metrics = new StreamsMetrics();
        try
        {
            var server = await HealthServer.StartAsync(configuration.Http, status, collector, cancel);
            ServiceLog.Listens(logs.CreateLogger("Streams.Http"), server.Address);
            return new ServiceTelemetry(logs, metrics, collector, export, server);
        }
        catch
        {
            metrics.Dispose();
            export?.Dispose();
            collector?.Dispose();
            logs.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _export?.Dispose();
        _collector?.Dispose();
        Metrics.Dispose();
        Logs.Dispose();
    }
}
