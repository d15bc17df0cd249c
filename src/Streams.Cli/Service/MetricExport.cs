using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Streams.Cli.Checking;
using Streams.Cli.Configuration.Sections;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Service;

/// <summary>Metrics to an OpenTelemetry collector, where one is configured.</summary>
internal static class MetricExport
{
    private const string HttpPath = "/v1/metrics";

    /// <summary>Null where no collector is configured. Disposing sends what is left.</summary>
    public static IDisposable? Start(TelemetryConfiguration configuration, string version, string instance)
    {
        if (configuration.OtlpEndpoint is not { } endpoint) return null;
        var isGrpc = configuration.OtlpProtocol == "grpc";
        return Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource =>
                resource.AddService("streams", serviceVersion: version, serviceInstanceId: instance))
            .AddMeter(StreamsMetrics.MeterName, "System.Runtime")
            .AddOtlpExporter((otlp, reader) =>
            {
                // Over HTTP an endpoint that is set by hand is taken as it is: the path belongs to it.
                var isWhole = isGrpc || endpoint.EndsWith(HttpPath, StringComparison.Ordinal);
                otlp.Endpoint = new Uri(isWhole ? endpoint : endpoint.TrimEnd('/') + HttpPath);
                otlp.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                otlp.Headers = SecretFile.Read(configuration.OtlpHeadersFile);
                var period = reader.PeriodicExportingMetricReaderOptions;
                period.ExportIntervalMilliseconds = (int)configuration.OtlpInterval.TotalMilliseconds;
            })
            .Build();
    }
}
