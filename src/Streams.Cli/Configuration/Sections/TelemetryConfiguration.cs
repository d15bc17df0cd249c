namespace Streams.Cli.Configuration.Sections;

/// <summary>What the worker says of itself.</summary>
internal sealed record TelemetryConfiguration
{
    [Setting("OpenTelemetry collector that metrics are sent to; null: none.", As = SettingKind.Url)]
    public string? OtlpEndpoint { get; init; }

    [Setting("Protocol of the collector.", OneOf = ["grpc", "http/protobuf"])]
    public string OtlpProtocol { get; init; } = "grpc";

    [Setting("File of headers for the collector, key=value, separated by commas.", As = SettingKind.SecretFile)]
    public string? OtlpHeadersFile { get; init; }

    [Setting("How often metrics are sent.", Least = 1, Most = 3600)]
    public TimeSpan OtlpInterval { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("Shape of log lines; auto is text on a terminal, else JSON with ECS names.",
        OneOf = ["auto", "json", "text"])]
    public string Logs { get; init; } = "auto";

    [Setting("Least level that is logged.", OneOf = ["trace", "debug", "information", "warning", "error"])]
    public string LogLevel { get; init; } = "information";
}
