using System.IO.Compression;
using System.Net.Http.Headers;

namespace Streams.Elasticsearch.Transport;

/// <summary>
/// Requests to one of several hosts: the one that answered last is asked first, the next where it does not answer.
/// </summary>
internal sealed class ElasticsearchClient : IDisposable
{
    public const string Json = "application/json", NdJson = "application/x-ndjson";

    /// <summary>Smaller bodies are not worth compressing.</summary>
    private const int GzipFrom = 1_024;

    private readonly HttpClient _http;
    private readonly IReadOnlyList<Uri> _hosts;
    private readonly TimeSpan _timeout;
    private readonly bool _gzip;
    private int _current;

    public ElasticsearchClient(ElasticsearchOptions options, HttpMessageHandler? handler = null)
    {
        _hosts = [.. options.Hosts.Select(Rooted)];
        _timeout = options.RequestTimeout;
        _gzip = options.Gzip;
        Credentials = new Credentials(options.ApiKeyFile, options.User, options.PasswordFile);
        _http = new HttpClient(handler ?? HttpHandlers.Create(options.CaFile, options.ConnectTimeout))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Credentials Credentials { get; }

    /// <param name="path">Relative to the host, without a slash before it.</param>
    /// <exception cref="NoAnswerException">No host answered.</exception>
    public async Task<ServerReply> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancel)
    {
        var said = new List<string>();
        Exception? last = null;
        for (var i = 0; i < _hosts.Count; i++)
        {
            var at = (_current + i) % _hosts.Count;
            var host = _hosts[at];
            try
            {
                var reply = await AskAsync(host, method, path, body, contentType, cancel);
                if (reply.Status == 401 && Credentials.Reload())
                    reply = await AskAsync(host, method, path, body, contentType, cancel);
                // A gateway or a node on its way out: another host may serve.
                if (reply.Status is 502 or 503 or 504 && i < _hosts.Count - 1)
                {
                    said.Add($"{host}: {reply.Status}");
                    continue;
                }

                _current = at;
                return reply;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or InvalidDataException)
            {
                said.Add($"{host}: {e.Message}");
                last = e;
            }
        }

        _current = (_current + 1) % _hosts.Count;
        throw new NoAnswerException(string.Join("; ", said), last);
    }

    public Task<ServerReply> SendAsync(HttpMethod method, string path, CancellationToken cancel) =>
        SendAsync(method, path, default, Json, cancel);

    public Task<ServerReply> SendAsync(HttpMethod method, string path, string json, CancellationToken cancel) =>
        SendAsync(method, path, System.Text.Encoding.UTF8.GetBytes(json), Json, cancel);

    public void Dispose() => _http.Dispose();

    private async Task<ServerReply> AskAsync(
        Uri host, HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(_timeout);
        using var request = new HttpRequestMessage(method, new Uri(host, path));
        Credentials.Apply(request);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        if (body.Length > 0) request.Content = Content(body, contentType);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new ServerReply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(deadline.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer in {_timeout.TotalSeconds:0.#} s");
        }
    }

    private ByteArrayContent Content(ReadOnlyMemory<byte> body, string contentType)
    {
        ByteArrayContent content;
        if (_gzip && body.Length >= GzipFrom)
        {
            using var packed = new MemoryStream(body.Length / 4);
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body.Span);
            content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
            content.Headers.ContentEncoding.Add("gzip");
        }
        else
        {
            content = new ByteArrayContent(body.ToArray());
        }

        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    /// <summary>A path in a host's URL (a proxy's) is kept only where it ends with a slash.</summary>
    private static Uri Rooted(Uri host) =>
        host.AbsoluteUri.EndsWith('/') ? host : new Uri(host.AbsoluteUri + "/");
}
