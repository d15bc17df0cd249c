using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Setup;

/// <summary>The server as setup speaks to it: what is refused is told with the remedy.</summary>
internal sealed class SetupServer(ElasticsearchOptions options) : IDisposable
{
    /// <summary>The first that Kibana's dashboards are written for; index templates may name a missing component since 8.7.</summary>
    private static readonly Version Oldest = new(8, 9);

    private const int AttemptsMax = 6;

    public ElasticsearchClient Client { get; } = new(options);

    /// <exception cref="SetupException">No Elasticsearch, or one too old.</exception>
    public async Task CheckAsync(CancellationToken cancel)
    {
        var reply = await SendAsync(HttpMethod.Get, "", cancel);
        if (!reply.IsFine) Fail(reply, "tell its version");
        var text = ServerJson.Text(reply, "number") ?? "";
        var isElastic = ServerJson.Text(reply, "distribution") is null;
        if (!isElastic || !Version.TryParse(text.Split('-')[0], out var version))
            throw new SetupException("what stands at elasticsearch.hosts is no Elasticsearch");
        if (version < Oldest) throw new SetupException($"Elasticsearch {text} is too old: {Oldest} or newer is needed");
    }

    /// <summary>A server that is only busy is asked again a few times, as everything here may be said twice.</summary>
    public async Task<ServerReply> SendAsync(HttpMethod method, string path, CancellationToken cancel, string? json = null)
    {
        var backoff = new Backoff(options.BackoffMin, options.BackoffMax);
        for (var attempt = 1; ; attempt++)
        {
            var reply = json is null
                ? await Client.SendAsync(method, path, cancel)
                : await Client.SendAsync(method, path, json, cancel);
            if (reply.Status is not (429 or 502 or 503 or 504) || attempt == AttemptsMax) return reply;
            await backoff.PauseAsync(cancel);
        }
    }

    public async Task<ServerReply> ExpectAsync(HttpMethod method, string path, string json, string what, CancellationToken cancel)
    {
        var reply = await SendAsync(method, path, cancel, json);
        if (!reply.IsFine) Fail(reply, what);
        return reply;
    }

    public void Fail(ServerReply reply, string what) => throw new SetupException(
        reply.Status is 401 or 403
            ? Refusals.Of(reply.Status, reply.Problem, Client.Credentials, what)
            : $"Elasticsearch would not {what} ({reply.Status}): {reply.Problem}");

    public void Dispose() => Client.Dispose();
}
