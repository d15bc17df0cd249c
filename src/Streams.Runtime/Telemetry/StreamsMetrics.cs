using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Streams.Runtime.Telemetry;

/// <summary>
/// Every instrument of the service, made once. Names are OpenTelemetry's where it has one (the messaging ones are still
/// in development there, the database one is stable), else <c>streams.*</c>. Counted once a batch, never an event; no
/// account, address or file name is ever a label.
/// </summary>
public sealed class StreamsMetrics : IDisposable
{
    public const string MeterName = "Streams";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _messaging;
    private readonly Histogram<double> _process;
    private readonly Histogram<double> _database;
    private readonly Counter<long> _read;
    private readonly Counter<long> _decoded;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _late;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _findings;
    private readonly Counter<long> _alerts;
    private readonly Counter<long> _suppressed;
    private readonly Counter<long> _documents;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _restarts;
    private readonly Histogram<double> _restore;

    public StreamsMetrics()
    {
        _consumed = Counter("messaging.client.consumed.messages", "{message}", "Records taken from Kafka.");
        _sent = Counter("messaging.client.sent.messages", "{message}", "Records given to Kafka.");
        _messaging = Duration("messaging.client.operation.duration", "Time of an operation on Kafka.");
        _process = Duration("messaging.process.duration", "Time to work through a batch of records.");
        _database = Duration("db.client.operation.duration", "Time of a request to Elasticsearch.");
        _read = Counter("streams.events.read", "{event}", "Records read from source topics, after unwrapping.");
        _decoded = Counter("streams.events.decoded", "{event}", "Records understood and handed on.");
        _dropped = Counter("streams.events.dropped", "{event}", "Records not handed on, by reason and stage.");
        _late = Counter("streams.events.late", "{event}", "Events older than the sealed edge.");
        _frames = Counter("streams.frames.ignored", "{frame}",
            "Frames of the flow log that were not applied, by reason.");
        _evicted = Counter("streams.state.evicted", "{key}", "Entries that left a full or expired map.");
        _findings = Counter("streams.findings", "{finding}",
            "Findings that came to be shown, by rule and the account's level then; not what a new owner replays.");
        _alerts = Counter("streams.alerts", "{alert}",
            "Steps of alerts: opened, updated, closed; not what a new owner replays.");
        _suppressed = Counter("streams.alerts.suppressed", "{alert}",
            "What people were spared, by reason: findings that the allow table covers, messages held back or not sent.");
        _documents = Counter("streams.sink.documents", "{document}",
            "Documents by what became of them; one delivered again counts as older, each further attempt as retried.");
        _deliveries = Counter("streams.webhook.deliveries", "{delivery}",
            "Attempts to deliver a message, by destination and outcome; one that is tried again counts again.");
        _reloads = Counter("streams.reloads", "{reload}", "Tables and settings read again after a change, by outcome.");
        _restarts = Counter("streams.actor.restarts", "{restart}", "Actors started again after a failure.");
        _restore = Duration("streams.restore.duration", "Time from assignment of a shard until it processes again.");
    }

    public void Consumed(int messages, string topic, string group) =>
        _consumed.Add(messages, Kafka("poll"), Topic(topic), new("messaging.consumer.group.name", group), System());

    public void Sent(int messages, string topic, string? error = null) =>
        _sent.Add(messages, error is null
            ? [Kafka("send"), Topic(topic), System()]
            : [Kafka("send"), Topic(topic), System(), new("error.type", error)]);

    /// <summary>Offsets of a group; one that is refused between two generations is done again.</summary>
    public void Committed(double seconds, string group, string? error)
    {
        var tags = new TagList { Kafka("commit"), new("messaging.consumer.group.name", group), System() };
        if (error is not null) tags.Add("error.type", error);
        _messaging.Record(seconds, tags);
    }

    public void Processed(double seconds, string topic) =>
        _process.Record(seconds, Kafka("process"), Topic(topic), System());

    /// <summary>
    /// A request to Elasticsearch: <c>bulk</c>. The collection is an index without its month, null where there are
    /// several; the status is null where nobody answered.
    /// </summary>
    public void DatabaseOperation(double seconds, string operation, string? collection, int? status)
    {
        var tags = new TagList { { "db.system.name", "elasticsearch" }, { "db.operation.name", operation } };
        if (collection is not null) tags.Add("db.collection.name", collection);
        if (status is { } code) tags.Add("db.response.status_code", code);
        if (status is null) tags.Add("error.type", "no_answer");
        else if (status >= 400) tags.Add("error.type", status.Value.ToString(CultureInfo.InvariantCulture));
        _database.Record(seconds, tags);
    }

    public void Read(long events, string topic) => _read.Add(events, Topic(topic));

    public void Decoded(long events, string format) =>
        _decoded.Add(events, new KeyValuePair<string, object?>("format", format));

    public void Dropped(long events, DropReason reason) =>
        _dropped.Add(events, new("reason", reason.Name), new("stage", reason.Stage),
            new("intentional", reason.IsIntentional ? "true" : "false"));

    public void Late(long events) => _late.Add(events);

    /// <summary><c>gap</c> or <c>repeat</c>, <c>unreadable</c>.</summary>
    public void FrameIgnored(long frames, string reason) => _frames.Add(frames, Tag("reason", reason));

    /// <summary>The map's name: <c>ids</c>, <c>accounts</c>, <c>artefacts</c>, …</summary>
    public void Evicted(long keys, string map) => _evicted.Add(keys, Tag("map", map));

    public void Finding(string rule, string severity) =>
        _findings.Add(1, new("rule.id", rule), new("severity", severity));

    public void Alert(string step, string disposition) =>
        _alerts.Add(1, new("step", step), new("disposition", disposition));

    /// <summary>allow, quiet_hours, maintenance, rate, disabled.</summary>
    public void AlertSuppressed(string reason) => _suppressed.Add(1, Tag("reason", reason));

    /// <summary>accepted, older, quarantined, expired, retried; of alerts also unrouted, unreadable.</summary>
    public void Resolved(long documents, string sink, string outcome)
    {
        _documents.Add(documents, new("sink", sink), new("outcome", outcome));
        if (outcome == "quarantined") Dropped(documents, DropReason.Refused);
    }

    public void Delivery(string destination, string outcome) =>
        _deliveries.Add(1, new("destination", destination), new("outcome", outcome));

    /// <summary><c>tables</c> or <c>detections</c>, read again after a change.</summary>
    public void Reloaded(string what, bool isAccepted) =>
        _reloads.Add(1, new("what", what), new("outcome", isAccepted ? "accepted" : "refused"));

    public void ActorRestarted(string kind) => _restarts.Add(1, Tag("actor", kind));

    public void Restored(double seconds) => _restore.Record(seconds);

    /// <summary>What is asked for when somebody looks; each source once. A callback must not block.</summary>
    public void Observe(GaugeName gauge, Func<IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableGauge(gauge.Name, read, gauge.Unit, gauge.Description);

    public void Dispose() => _meter.Dispose();

    private Counter<long> Counter(string name, string unit, string description) =>
        _meter.CreateCounter<long>(name, unit, description);

    private Histogram<double> Duration(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    private static KeyValuePair<string, object?> Kafka(string operation) => new("messaging.operation.name", operation);

    private static KeyValuePair<string, object?> Topic(string topic) => new("messaging.destination.name", topic);

    private static KeyValuePair<string, object?> System() => new("messaging.system", "kafka");

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
