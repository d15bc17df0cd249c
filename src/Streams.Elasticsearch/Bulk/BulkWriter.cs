using System.Globalization;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Transport;
using Streams.Runtime.Deliver;
using Streams.Runtime.Telemetry;

namespace Streams.Elasticsearch.Bulk;

/// <summary>
/// Brings documents to the server until each is resolved: accepted, superseded by a newer version, or set aside. What is
/// only busy or away is asked again, alone, for as long as it takes.
/// </summary>
internal sealed class BulkWriter(
    ElasticsearchClient client, IndexGate gate, ISinkQuarantine quarantine, ElasticsearchOptions options, Notices notices,
    TimeProvider time)
{
    private readonly IndexNames _names = new(options.Prefix);
    private SinkCounts _told = new(0, 0, 0, 0, 0);
    private int _bytesMax = options.BulkBytes;
    private long _accepted, _superseded, _quarantined, _retried, _expired;

    /// <summary>Where counts go as well; null: nobody asks.</summary>
    public StreamsMetrics? Metrics { get; init; }

    public SinkCounts Counts => new(
        Volatile.Read(ref _accepted), Volatile.Read(ref _superseded), Volatile.Read(ref _quarantined), Volatile.Read(ref _retried),
        Volatile.Read(ref _expired));

    public async Task WriteAsync(IReadOnlyList<BulkItem> items, CancellationToken cancel)
    {
        try
        {
            await WriteAllAsync(items, cancel);
            notices.Over();
        }
        finally
        {
            Tell();
        }
    }

    private async Task WriteAllAsync(IReadOnlyList<BulkItem> items, CancellationToken cancel)
    {
        var pending = new List<BulkItem>(items.Count);
        foreach (var item in items)
            if (gate.IsExpired(item.Index)) Interlocked.Increment(ref _expired);
            else pending.Add(item);
        var backoff = new Backoff(options.BackoffMin, options.BackoffMax);
        while (pending.Count > 0)
        {
            foreach (var index in pending.Select(item => item.Index).Distinct()) await gate.EnsureAsync(index, cancel);
            var again = new List<BulkItem>();
            var isAway = false;
            foreach (var chunk in BulkBody.Divide(pending, _bytesMax, options.BulkDocuments))
            {
                // Of a server that is away, not every chunk need run into its own time-out.
                if (isAway) again.AddRange(chunk);
                else isAway = !await SendAsync(chunk, again, cancel);
            }

            if (again.Count < pending.Count) backoff.Reset();
            Interlocked.Add(ref _retried, again.Count);
            pending = again;
            if (pending.Count == 0) return;
            Tell();
            await backoff.PauseAsync(cancel);
        }
    }

    /// <summary>What was counted since the last call: once a round, for a server that is away must be seen while it is.</summary>
    private void Tell()
    {
        if (Metrics is null) return;
        var (before, now) = (_told, _told = Counts);
        void Resolved(long documents, string outcome)
        {
            if (documents > 0) Metrics.Resolved(documents, "elasticsearch", outcome);
        }

        Resolved(now.Accepted - before.Accepted, "accepted");
        Resolved(now.Superseded - before.Superseded, "older");
        Resolved(now.Quarantined - before.Quarantined, "quarantined");
        Resolved(now.Expired - before.Expired, "expired");
        Resolved(now.Retried - before.Retried, "retried");
    }

    /// <summary>False where the server said nothing of the documents.</summary>
    private async Task<bool> SendAsync(List<BulkItem> chunk, List<BulkItem> again, CancellationToken cancel)
    {
        ServerReply reply;
        var began = time.GetTimestamp();
        try
        {
            reply = await client.SendAsync(HttpMethod.Post, "_bulk", BulkBody.Of(chunk), ElasticsearchClient.NdJson, cancel);
            Took(chunk, began, reply.Status);
        }
        catch (NoAnswerException e)
        {
            Took(chunk, began, null);
            return Again($"Elasticsearch does not answer, {chunk.Count} documents wait: {e.Message}");
        }

        if (reply.IsFine)
        {
            if (BulkReply.Read(reply.Body, chunk) is not { } replies)
                return Again("Elasticsearch's answer to a bulk request was cut or is none of its own; it is sent again");
            await JudgeAsync(chunk, replies, again, cancel);
            return true;
        }

        switch (reply.Status)
        {
            case 413 or 400 when chunk.Count > 1:
                // Too large, or one of them breaks the request: halves find it.
                if (reply.Status == 413) _bytesMax = Math.Min(_bytesMax, chunk.Sum(BulkBody.SizeOf) / 2);
                var isAnswered = await SendAsync(chunk[..(chunk.Count / 2)], again, cancel);
                return await SendAsync(chunk[(chunk.Count / 2)..], again, cancel) && isAnswered;
            case 413 or 400:
                await SetAsideAsync(chunk[0], $"{reply.Status}: {reply.Problem}", cancel);
                return true;
            case 401 or 403:
                throw new SinkStoppedException(Refusals.Of(reply.Status, reply.Problem, client.Credentials, "write documents"));
            case 429 or >= 500:
                return Again($"Elasticsearch is busy or ailing ({reply.Status}), {chunk.Count} documents wait: {reply.Problem}");
            default:
                throw new SinkStoppedException(
                    $"what stands at elasticsearch.hosts does not answer a bulk request as Elasticsearch does ({reply.Status}: "
                    + $"{reply.Problem}); check the URLs");
        }

        bool Again(string why)
        {
            notices.Trouble(why);
            again.AddRange(chunk);
            return false;
        }
    }

    private void Took(List<BulkItem> chunk, long began, int? status)
    {
        if (Metrics is null) return;
        var collections = chunk.Select(item => _names.CollectionOf(item.Index)).Distinct().Take(2).ToList();
        Metrics.DatabaseOperation(
            time.GetElapsedTime(began).TotalSeconds, "bulk", collections is [var only] ? only : null, status);
    }

    private async Task JudgeAsync(
        List<BulkItem> chunk, IReadOnlyList<ItemReply> replies, List<BulkItem> again, CancellationToken cancel)
    {
        var unclear = new List<BulkItem>();
        for (var i = 0; i < chunk.Count; i++)
        {
            var (item, reply) = (chunk[i], replies[i]);
            switch (reply.Status)
            {
                case >= 200 and < 300:
                    Interlocked.Increment(ref _accepted);
                    break;
                case 409 when BulkReply.StoredVersion(reply.Reason) is { } stored:
                    Superseded(item, stored);
                    break;
                case 409:
                    unclear.Add(item);
                    break;
                case 401 or 403 when reply.ErrorType != "cluster_block_exception":
                    throw new SinkStoppedException(
                        Refusals.Of(reply.Status, reply.Reason, client.Credentials, $"write to {item.Index}"));
                case 429 or >= 500 or 401 or 403:
                    // A block (read-only index, full disk) is somebody's hand or a guard: it is lifted again.
                    notices.Trouble($"{item.Index} takes no documents for now ({reply.Status}): {reply.Reason}");
                    again.Add(item);
                    break;
                case 404:
                    notices.Trouble($"{item.Index} is gone; it is made again");
                    gate.Forget(item.Index);
                    again.Add(item);
                    break;
                default:
                    await SetAsideAsync(item, $"{reply.Status}: {reply.Reason}", cancel);
                    break;
            }
        }

        if (unclear.Count > 0) await AskVersionsAsync(unclear, again, cancel);
    }

    /// <summary>A conflict whose words do not name the stored version: the server is asked for it.</summary>
    private async Task AskVersionsAsync(List<BulkItem> items, List<BulkItem> again, CancellationToken cancel)
    {
        IReadOnlyDictionary<(string, string), long> stored;
        try
        {
            stored = await new StoredDocuments(client).VersionsAsync(items, cancel);
        }
        catch (NoAnswerException)
        {
            again.AddRange(items);
            return;
        }

        foreach (var item in items)
            if (stored.TryGetValue((item.Index, item.Id), out var version) && version >= item.Version) Superseded(item, version);
            else again.Add(item);
    }

    private void Superseded(BulkItem item, long stored)
    {
        var epoch = BulkItem.EpochOf(stored);
        if (epoch > item.Epoch)
            throw new SinkStoppedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{item.Index} holds documents of deployment epoch {epoch}, and this deployment is epoch {item.Epoch}: ")
                + "a newer deployment writes to the same prefix. Stop this one, or give it another elasticsearch.prefix");
        Interlocked.Increment(ref _superseded);
    }

    private async Task SetAsideAsync(BulkItem item, string reason, CancellationToken cancel)
    {
        await quarantine.PutAsync(
            new SetAside(item.Index, item.Id, item.Version, item.Body, reason, time.GetUtcNow().ToUnixTimeMilliseconds()), cancel);
        Interlocked.Increment(ref _quarantined);
        notices.SetAside(item.Index, reason);
    }
}
