using System.Text.Json.Nodes;
using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Documents;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Transport;
using Streams.Runtime.Deliver;
using Streams.Runtime.Telemetry;

namespace Streams.Elasticsearch;

/// <summary>
/// Documents of the results log into Elasticsearch, under external versioning throughout: repeats, replays and requests
/// that were applied and timed out change nothing, and no document goes backwards.
/// </summary>
public sealed class ElasticsearchSink : ISink, IDisposable
{
    private readonly ElasticsearchOptions _options;
    private readonly ElasticsearchClient _client;
    private readonly ISinkQuarantine _quarantine;
    private readonly IndexNames _names;
    private readonly IndexGate _gate;
    private readonly BulkWriter _writer;
    private readonly Notices _notices;
    private readonly TimeProvider _time;
    private readonly StreamsMetrics? _metrics;
    private bool _isReady;

    /// <param name="options">Validated: see <see cref="ElasticsearchOptions.Problems"/>.</param>
    /// <param name="quarantine">Where refused documents wait for <see cref="ResendAsync"/>.</param>
    /// <param name="say">Hears what keeps the sink from its work, and when it is over.</param>
    /// <param name="telemetry">Where it counts and says how it is; null: nobody asks.</param>
    public ElasticsearchSink(
        ElasticsearchOptions options, ISinkQuarantine quarantine, Action<string>? say = null, TimeProvider? time = null,
        SinkTelemetry? telemetry = null)
    {
        _options = options;
        _quarantine = quarantine;
        _time = time ?? TimeProvider.System;
        _client = new ElasticsearchClient(options);
        _names = new IndexNames(options.Prefix);
        _notices = new Notices(say, _time, telemetry?.Vitals.Sink(Name));
        _gate = new IndexGate(_client, options, _names, _notices, _time);
        _metrics = telemetry?.Metrics;
        _writer = new BulkWriter(_client, _gate, quarantine, options, _notices, _time) { Metrics = _metrics };
    }

    public string Name => "elasticsearch";

    public SinkCounts Counts => _writer.Counts;

    public async Task DeliverAsync(IReadOnlyList<ResultDocument> documents, CancellationToken cancel)
    {
        var plan = new DocumentPlan(_names, _time);
        foreach (var document in documents) plan.Add(document);
        foreach (var unreadable in plan.Unreadable)
        {
            await _quarantine.PutAsync(unreadable, cancel);
            _metrics?.Resolved(1, Name, "quarantined");
            _notices.Say($"{unreadable.Id} could not be read and was set aside: {unreadable.Reason}");
        }

        await PrepareAsync(cancel);
        await _writer.WriteAsync(await ResolveAsync(plan.Items, cancel), cancel);
    }

    /// <summary>
    /// Sends what was set aside again, after the mend. What is accepted, or superseded by now, leaves the quarantine; what
    /// is refused again stays with the new reason.
    /// </summary>
    /// <returns>How many were sent, and how many are still refused.</returns>
    public async Task<(int Sent, int Refused)> ResendAsync(CancellationToken cancel)
    {
        await PrepareAsync(cancel);
        var documents = await _quarantine.ListAsync(cancel);
        var refused = new MemorySinkQuarantine();
        var writer = new BulkWriter(_client, _gate, refused, _options, _notices, _time);
        var plan = new DocumentPlan(_names, _time);
        foreach (var document in documents.Where(d => d.Index.Length == 0))
            plan.Add(new ResultDocument(document.Id, document.Version, document.Body));
        await writer.WriteAsync(
            [.. documents.Where(d => d.Index.Length > 0).Select(d => new BulkItem(d.Index, d.Id, d.Version, d.Body)),
                .. await ResolveAsync(plan.Items, cancel)], cancel);
        var again = (await refused.ListAsync(cancel)).Concat(plan.Unreadable).ToList();
        // First in, then out: what ends in between is in twice and never lost.
        foreach (var document in again) await _quarantine.PutAsync(document, cancel);
        var still = again.Select(d => (d.Key, d.Version)).ToHashSet();
        foreach (var document in documents.Where(d => !still.Contains((d.Key, d.Version))))
            await _quarantine.RemoveAsync(document, cancel);
        return (documents.Count, again.Count);
    }

    public void Dispose() => _client.Dispose();

    private async Task PrepareAsync(CancellationToken cancel)
    {
        if (_isReady) return;
        if (_options.Retention is { Lifecycle: true })
            _gate.LifecycleIsThere = (await RetriedAsync(() => _client.SendAsync(HttpMethod.Get, "_ilm/policy", cancel), cancel)).IsFine;
        _isReady = true;
    }

    /// <summary>What is closed keeps the content that is stored, with its status changed.</summary>
    private async Task<IReadOnlyList<BulkItem>> ResolveAsync(IReadOnlyCollection<BulkItem> items, CancellationToken cancel)
    {
        var closing = items.Where(item => item.IsClosing).ToList();
        if (closing.Count == 0) return [.. items];
        var stored = await RetriedAsync(() => new StoredDocuments(_client).GetAsync(closing, cancel), cancel);
        var resolved = items.Where(item => !item.IsClosing).ToList();
        foreach (var item in closing)
            if (stored.TryGetValue((item.Index, item.Id), out var known))
                resolved.Add(item with { Body = DocumentPlan.Withdrawn(JsonNode.Parse(known.Source.GetRawText())), IsClosing = false });
            else if (item.Body.Length > 0)
                resolved.Add(item);
        return resolved;
    }

    private async Task<T> RetriedAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        var backoff = new Backoff(_options.BackoffMin, _options.BackoffMax);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (NoAnswerException e)
            {
                _notices.Trouble($"Elasticsearch does not answer: {e.Message}");
                await backoff.PauseAsync(cancel);
            }
        }
    }
}
