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
    /// <summary>Null where no collector is configured. Disposing sends what is left.</summary>
    public static IDisposable? Start(TelemetryConfiguration configuration, string version, string instance)
    {
        if (configuration.OtlpEndpoint is not { } endpoint) return null;
        var isGrpc = configuration.OtlpProtocol == "grpc";
        return Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("streams", serviceVersion: version, serviceInstanceId: instance))
            .AddMeter(StreamsMetrics.MeterName, "System.Runtime")
            .AddOtlpExporter((otlp, reader) =>
            {
                // Over HTTP an endpoint that is set by hand is taken as it is: the path belongs to it.
                otlp.Endpoint = new Uri(isGrpc || endpoint.EndsWith("/v1/metrics", StringComparison.Ordinal) ? endpoint : endpoint.TrimEnd('/') + "/v1/metrics");
                otlp.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                otlp.Headers = SecretFile.Read(configuration.OtlpHeadersFile);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)configuration.OtlpInterval.TotalMilliseconds;
            })
            .Build();
    }
}
