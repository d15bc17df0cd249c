using System.Text;
using System.Text.Json;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Documents;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch;

/// <summary>Reads documents back as <c>hunt</c> and <c>export</c> shape them: for comparisons, and for people who moved.</summary>
public sealed class ElasticsearchReader(ElasticsearchOptions options) : IDisposable
{
    private const int PageSize = 500;

    private readonly ElasticsearchClient _client = new(options);
    private readonly IndexNames _names = new(options.Prefix);

    /// <summary>Accounts that are shown, with their findings, in hunt's order.</summary>
    public async Task<IReadOnlyList<AccountDocument>> AccountsAsync(CancellationToken cancel)
    {
        var findings = new Dictionary<string, FindingDocument>(StringComparer.Ordinal);
        await foreach (var source in AllAsync(_names.Pattern(IndexNames.FindingsKind), cancel))
            if (IsShown(source) && FindingEcs.Read(source) is var finding) findings[finding.Id] = finding;
        var accounts = new List<AccountDocument>();
        await foreach (var source in AllAsync(_names.Accounts, cancel))
            if (IsShown(source)) accounts.Add(AccountEcs.Read(source, findings.GetValueOrDefault));
        return HuntJson.Ranked(accounts);
    }

    /// <summary>Rings that are not dissolved, in hunt's order.</summary>
    public async Task<IReadOnlyList<RingDocument>> RingsAsync(CancellationToken cancel)
    {
        var rings = new List<RingDocument>();
        await foreach (var source in AllAsync(_names.Rings, cancel))
            if (IsShown(source)) rings.Add(RingEcs.Read(source));
        return HuntJson.Ranked(rings);
    }

    /// <summary>Every stored document of a kind, as it is stored: accounts, rings, findings, alerts, evidence and so on.</summary>
    public IAsyncEnumerable<JsonElement> DocumentsAsync(string kind, CancellationToken cancel) => AllAsync(_names.Pattern(kind), cancel);

    /// <summary>Makes everything that was accepted so far searchable.</summary>
    public async Task RefreshAsync(CancellationToken cancel) =>
        Fine(await _client.SendAsync(HttpMethod.Post, $"{_names.Prefix}-*/_refresh", cancel));

    public void Dispose() => _client.Dispose();

    private static bool IsShown(JsonElement source) => new SourceFields(source).Text(Common.Status) != Common.Withdrawn;

    /// <summary>A point in time holds still while pages are read.</summary>
    private async IAsyncEnumerable<JsonElement> AllAsync(
        string pattern, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var opened = await _client.SendAsync(HttpMethod.Post, $"{pattern}/_pit?keep_alive=2m&ignore_unavailable=true", cancel);
        if (opened.Status == 404) yield break;
        var point = Fine(opened).Json().GetProperty("id").GetString()!;
        try
        {
            string? after = null;
            while (true)
            {
                var page = Fine(await _client.SendAsync(HttpMethod.Post, "_search", Page(point, after), cancel)).Json();
                if (page.TryGetProperty("pit_id", out var newer)) point = newer.GetString()!;
                var hits = page.GetProperty("hits").GetProperty("hits");
                foreach (var hit in hits.EnumerateArray()) yield return hit.GetProperty("_source");
                if (hits.GetArrayLength() < PageSize) yield break;
                after = hits[hits.GetArrayLength() - 1].GetProperty("sort").GetRawText();
            }
        }
        finally
        {
            await _client.SendAsync(HttpMethod.Delete, "_pit", $$"""{"id":{{JsonSerializer.Serialize(point)}}}""", CancellationToken.None);
        }
    }

    private static string Page(string point, string? after)
    {
        var text = new StringBuilder();
        text.Append($$"""{"size":{{PageSize}},"track_total_hits":false,"sort":["_shard_doc"],""");
        text.Append($$$"""  "pit":{"id":{{{JsonSerializer.Serialize(point)}}},"keep_alive":"2m"}  """);
        if (after is not null) text.Append(",\"search_after\":").Append(after);
        return text.Append('}').ToString();
    }

    private static ServerReply Fine(ServerReply reply) => reply.IsFine
        ? reply
        : throw new Setup.SetupException($"Elasticsearch would not be read ({reply.Status}): {reply.Problem}");
}
