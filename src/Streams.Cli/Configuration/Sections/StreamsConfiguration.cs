namespace Streams.Cli.Configuration.Sections;

/// <summary>
/// Everything an operator may say, bound once, immutable. Keys are the properties' names in snake_case; the schema in
/// <c>config/streams.schema.json</c> is made from these records.
/// </summary>
internal sealed record StreamsConfiguration
{
    [Setting("The log: brokers, consumer group, security.")]
    public KafkaConfiguration Kafka { get; init; } = new();

    [Setting("What setup creates. The shard count is fixed for the life of a prefix.")]
    public TopologyConfiguration Topology { get; init; } = new();

    [Setting("Topics of raw vendor logs, each with what is known of it.", Most = 256)]
    public IReadOnlyList<SourceConfiguration> Sources { get; init; } = [];

    [Setting("Reference tables; read again when a file changes.")]
    public TablesConfiguration Tables { get; init; } = new();

    [Setting("Time, order, snapshots and bounds of a worker.")]
    public ProcessingConfiguration Processing { get; init; } = new();

    [Setting("Thresholds and weights of detections; also one file each in config/detections/.")]
    public DetectionsConfiguration Detections { get; init; } = new();

    [Setting("Where accounts, findings and rings are searched. Without urls nothing is indexed.")]
    public ElasticsearchConfiguration Elasticsearch { get; init; } = new();

    [Setting("Where setup imports the dashboards. Without a url they are left out.")]
    public KibanaConfiguration Kibana { get; init; } = new();

    [Setting("Who is told of alerts.")]
    public WebhooksConfiguration Webhooks { get; init; } = new();

    [Setting("When an alert opens, closes and repeats.")]
    public AlertsConfiguration Alerts { get; init; } = new();

    [Setting("Health, readiness, metrics.")]
    public HttpConfiguration Http { get; init; } = new();

    [Setting("Logs, and where metrics are sent.")]
    public TelemetryConfiguration Telemetry { get; init; } = new();
}
