using System.Collections.Concurrent;
using System.Text.Json;
using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Transport;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Setup;

/// <summary>
/// Before the first document of an index, and again from time to time: is it there with our mapping, or can it be made
/// from our template? Without this, a template that is missing when a month begins would leave a month of guessed types
/// behind.
/// </summary>
internal sealed class IndexGate(
    ElasticsearchClient client, ElasticsearchOptions options, IndexNames names, Notices notices, TimeProvider time)
{
    private static readonly TimeSpan CheckAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _checked = new(StringComparer.Ordinal);

    public void Forget(string index) => _checked.TryRemove(index, out _);

    /// <summary>A month that retention has taken is not made anew by a document that comes again.</summary>
    public bool IsExpired(string index) =>
        names.Read(index) is { Month: { } month } known && options.Retention?.DaysOf(known.Kind) is { } days
        && Retention.IsOver(month, days, time.GetUtcNow());

    /// <summary>Returns when the index takes documents as we mean them; says aloud what is in the way until then.</summary>
    public async Task EnsureAsync(string index, CancellationToken cancel)
    {
        if (_checked.TryGetValue(index, out var when) && time.GetElapsedTime(when) < CheckAgain) return;
        var backoff = new Backoff(options.BackoffMin, options.BackoffMax);
        while (true)
        {
            try
            {
                if (await TryAsync(index, cancel) is not { } trouble) break;
                notices.Trouble(trouble);
            }
            catch (NoAnswerException e)
            {
                notices.Trouble($"Elasticsearch does not answer: {e.Message}");
            }

            await backoff.PauseAsync(cancel);
        }

        _checked[index] = time.GetTimestamp();
    }

    /// <summary>Null where all is well, else what is in the way.</summary>
    private async Task<string?> TryAsync(string index, CancellationToken cancel)
    {
        if (await MappingAsync(index, cancel) is { } isOurs)
            return isOurs ? null : Foreign(index);
        var template = names.Of(names.Read(index)!.Value.Kind);
        var reply = await client.SendAsync(HttpMethod.Get, $"_index_template/{template}?filter_path=index_templates.index_template._meta,index_templates.index_template.version", cancel);
        // A role that may not read templates: the mapping of the new index tells afterwards.
        if (reply.Status != 403)
        {
            if (reply.Status == 404) return $"the index template {template} is missing, {index} waits for it: run `streams setup`";
            Refuse(reply, "read index templates");
            if (reply.Status != 200) return $"the index template {template} cannot be read ({reply.Status}): {reply.Problem}";
            if (VersionOf(reply) < Templates.Version)
                return $"the index template {template} is older than this program, {index} waits for it: run `streams setup`";
        }

        var made = await client.SendAsync(HttpMethod.Put, index, Settings(index), cancel);
        Refuse(made, $"create {index}");
        if (made.Status != 400 && !made.IsFine) return $"{index} cannot be made ({made.Status}): {made.Problem}";
        if (made.Status == 400 && !made.Problem.StartsWith("resource_already_exists", StringComparison.Ordinal))
            return $"{index} cannot be made: {made.Problem}";
        if (await MappingAsync(index, cancel) is not false) return null;
        if (made.IsFine) await client.SendAsync(HttpMethod.Delete, index, cancel);
        return Foreign(index);
    }

    private static string Foreign(string index) =>
        $"{index} was made without Streams' template: types in it are guessed. Run `streams setup`, then delete or reindex it";

    /// <summary>Null where the index is not there; else whether its mapping is ours.</summary>
    private async Task<bool?> MappingAsync(string index, CancellationToken cancel)
    {
        var reply = await client.SendAsync(HttpMethod.Get, $"{index}/_mapping?filter_path=*.mappings._meta", cancel);
        if (reply.Status == 404) return null;
        Refuse(reply, $"see the mapping of {index}");
        if (!reply.IsFine) throw new NoAnswerException($"{reply.Status}: {reply.Problem}");
        return ServerJson.Text(reply, "managed_by") == Templates.ManagedBy;
    }

    private static int VersionOf(ServerReply reply) =>
        int.TryParse(ServerJson.Text(reply, "version"), out var version) ? version : 0;

    private void Refuse(ServerReply reply, string what)
    {
        if (reply.Status is 401 or 403 && !reply.Problem.StartsWith("cluster_block_exception", StringComparison.Ordinal))
            throw new SinkStoppedException(Refusals.Of(reply.Status, reply.Problem, client.Credentials, what));
    }

    /// <summary>Under a lifecycle policy an index is as old as its month, not as its first document.</summary>
    private string Settings(string index)
    {
        if (options.Retention is not { Lifecycle: true } retention || names.Read(index) is not { Month: { } month } known
            || retention.DaysOf(known.Kind) is null || !LifecycleIsThere)
            return "{}";
        var end = new DateTimeOffset(month.AddMonths(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        return $$$"""{"settings":{"index.lifecycle.origination_date":{{{end}}} } }""";
    }

    /// <summary>Set where the server was seen to have lifecycle policies.</summary>
    public bool LifecycleIsThere { get; set; }
}
