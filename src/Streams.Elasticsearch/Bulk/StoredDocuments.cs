using System.Text;
using System.Text.Json;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Bulk;

/// <summary>Documents as the server holds them now, searchable yet or not.</summary>
internal sealed class StoredDocuments(ElasticsearchClient client)
{
    /// <summary>Documents a request: their answers come whole.</summary>
    private const int RequestMax = 500;

    public async Task<IReadOnlyDictionary<(string Index, string Id), long>> VersionsAsync(
        IReadOnlyList<BulkItem> items, CancellationToken cancel) =>
        (await GetAsync(items, "_mget?_source=false", cancel)).ToDictionary(d => d.Key, d => d.Value.Version);

    public async Task<IReadOnlyDictionary<(string Index, string Id), (long Version, JsonElement Source)>> GetAsync(
        IReadOnlyList<BulkItem> items, CancellationToken cancel) => await GetAsync(items, "_mget", cancel);

    private async Task<Dictionary<(string Index, string Id), (long Version, JsonElement Source)>> GetAsync(
        IReadOnlyList<BulkItem> items, string path, CancellationToken cancel)
    {
        var found = new Dictionary<(string, string), (long, JsonElement)>();
        foreach (var chunk in items.Chunk(RequestMax)) await ReadAsync(chunk, path, found, cancel);
        return found;
    }

    private async Task ReadAsync(
        IReadOnlyList<BulkItem> items, string path, Dictionary<(string, string), (long, JsonElement)> found, CancellationToken cancel)
    {
        var reply = await client.SendAsync(HttpMethod.Post, path, Body(items), ElasticsearchClient.Json, cancel);
        if (reply.Status is 401 or 403)
            throw new Runtime.Deliver.SinkStoppedException(Refusals.Of(reply.Status, reply.Problem, client.Credentials, "read its documents"));
        if (!reply.IsFine) throw new NoAnswerException($"{reply.Status}: {reply.Problem}");
        try
        {
            foreach (var document in reply.Json().GetProperty("docs").EnumerateArray())
            {
                if (!document.TryGetProperty("found", out var isFound) || !isFound.GetBoolean()) continue;
                var key = (document.GetProperty("_index").GetString()!, document.GetProperty("_id").GetString()!);
                found[key] = (document.GetProperty("_version").GetInt64(), document.TryGetProperty("_source", out var source) ? source : default);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new NoAnswerException("the answer was cut or is none of Elasticsearch's", e);
        }
    }

    private static byte[] Body(IReadOnlyList<BulkItem> items)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("docs");
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteString("_index", item.Index);
                json.WriteString("_id", item.Id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
