using System.Globalization;
using System.Text;
using System.Text.Json;
using Streams.Elasticsearch.Documents;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch;

/// <summary>
/// People's verdicts on alerts, one document an alert; the newest verdict stands. The pipeline never writes here.
/// </summary>
public sealed class TriageStore(ElasticsearchOptions options) : IDisposable
{
    private readonly ElasticsearchClient _client = new(options);
    private readonly ElasticsearchReader _reader = new(options);
    private readonly IndexNames _names = new(options.Prefix);

    /// <param name="record">The triage record's JSON: alert, status, reason, note, assignee, tags, time.</param>
    /// <exception cref="SetupException">The alert is not in the index, or the server refuses.</exception>
    public async Task PutAsync(ReadOnlyMemory<byte> record, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse(record);
        var id = new SourceFields(json.RootElement).Text("alert") ?? throw new FormatException("a triage without its alert");
        var (_, time, document) = TriageEcs.Of(json.RootElement, await AlertAsync(id, cancel));
        var path = string.Create(
            CultureInfo.InvariantCulture, $"{_names.Triage}/_doc/{Uri.EscapeDataString(IndexNames.Id(id))}?version={time}&version_type=external&refresh=true");
        var reply = await _client.SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetString(document.ToBytes()), cancel);
        // 409: a newer verdict is there already.
        if (!reply.IsFine && reply.Status != 409) throw new SetupException($"Elasticsearch would not keep the verdict ({reply.Status}): {reply.Problem}");
    }

    /// <summary>Every verdict, as the record's JSON.</summary>
    public async Task<IReadOnlyList<byte[]>> ListAsync(CancellationToken cancel)
    {
        var records = new List<byte[]>();
        await foreach (var source in _reader.DocumentsAsync(IndexNames.TriageKind, cancel)) records.Add(TriageEcs.Read(source));
        return records;
    }

    public void Dispose()
    {
        _client.Dispose();
        _reader.Dispose();
    }

    private async Task<JsonElement> AlertAsync(string id, CancellationToken cancel)
    {
        var query = $$$"""{"size":1,"query":{"term":{"streams.alert.id":{{{JsonSerializer.Serialize(id)}}} } } }""";
        var reply = await _client.SendAsync(
            HttpMethod.Post, $"{_names.Pattern(IndexNames.AlertsKind)}/_search?ignore_unavailable=true", query, cancel);
        if (!reply.IsFine) throw new SetupException($"Elasticsearch would not look for the alert ({reply.Status}): {reply.Problem}");
        var hits = reply.Json().GetProperty("hits").GetProperty("hits");
        return hits.GetArrayLength() > 0
            ? hits[0].GetProperty("_source")
            : throw new SetupException($"no alert {id} in {_names.Pattern(IndexNames.AlertsKind)}");
    }
}
