using Streams.Elasticsearch;
using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Setup;
using Streams.Runtime.Deliver;
using Streams.Webhooks;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;

namespace Streams.Cli.Commands;

/// <summary>The demo's documents through the service's own sinks.</summary>
internal static class DemoDelivery
{
    /// <summary>A receiver that does not take its alerts for so long fails the demo.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int Portion = 1_000;

    /// <summary>Below 2⁴⁴, where epoch 1 begins, until 2039; a demo runs for longer than its offsets need.</summary>
    private const int VersionsOfMs = 8;

    public static async Task ToElasticsearch(
        string url, string prefix, IReadOnlyList<ResultDocument> documents, Action<string> say, CancellationToken cancel)
    {
        var options = new ElasticsearchOptions { Hosts = [Address(url, "--elasticsearch")], Prefix = prefix };
        if (options.Problems().FirstOrDefault() is { } problem) throw new InvalidDataException(problem);
        using (var setup = new ElasticsearchSetup(options)) await setup.RunAsync(cancel);
        await RefuseBesideServiceAsync(options, cancel);
        var refused = new MemorySinkQuarantine();
        using var sink = new ElasticsearchSink(options, refused, say);
        // A later demo outranks an earlier one, and any service, whose epoch is 1 or more, outranks both.
        var later = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * VersionsOfMs;
        foreach (var portion in documents.Select(d => d with { Version = later + d.Version }).Chunk(Portion))
            await sink.DeliverAsync(portion, cancel);
        var counts = sink.Counts;
        say($"elasticsearch: {counts.Accepted} documents taken, {counts.Superseded} there already, {counts.Quarantined} refused");
        foreach (var document in (await refused.ListAsync(cancel)).Take(3)) say($"refused: {document.Index}/{document.Id}: {document.Reason}");
        if (counts.Quarantined > 0) throw new IOException($"Elasticsearch refused {counts.Quarantined} documents");
    }

    public static async Task ToWebhook(string url, IReadOnlyList<ResultDocument> documents, Action<string> say, CancellationToken cancel)
    {
        Address(url, "--webhook");
        var outbox = new MemoryOutbox();
        using var sink = new WebhookSink(WebhookOptions.Demo(url), outbox, say: say);
        var alerts = documents.Where(document => document.Kind == "alert").ToList();
        await sink.DeliverAsync(alerts, cancel);
        var until = DateTimeOffset.UtcNow + Patience;
        while (await sink.DeliverDueAsync(cancel) is { } due)
        {
            if (due > until) break;
            var wait = due - DateTimeOffset.UtcNow;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancel);
        }

        var left = (await sink.StatusAsync(cancel)).Sum(status => status.Pending + status.Held + status.Dead);
        var told = alerts.Select(alert => alert.Entity).Distinct().Count();
        say($"webhook: {told} alerts in {alerts.Count} messages, {left} not delivered");
        if (left > 0) throw new IOException($"the webhook did not take {left} of {alerts.Count} messages");
    }

    /// <summary>Only a service says how far its sources are. Its analysts are not to find people who do not exist.</summary>
    private static async Task RefuseBesideServiceAsync(ElasticsearchOptions options, CancellationToken cancel)
    {
        using var reader = new ElasticsearchReader(options);
        await foreach (var _ in reader.DocumentsAsync(IndexNames.SourcesKind, cancel))
            throw new IOException(
                $"a service writes to {options.Prefix}-* there, and the demo's people would stand among its own: choose another name with --prefix");
    }

    private static Uri Address(string url, string option) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidDataException($"{option} '{url}': expected an address such as http://localhost:9200");
}
