using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Streams.Elasticsearch.Dashboards;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Setup;

/// <summary>Brings the dashboards into Kibana. Objects of the same ids are replaced: an edited copy needs its own name.</summary>
internal sealed class KibanaImport : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly KibanaOptions _options;
    private readonly string _prefix;
    private readonly Credentials _credentials;
    private readonly HttpClient _http;
    private readonly Uri _root;

    public KibanaImport(KibanaOptions options, string prefix)
    {
        _options = options;
        _prefix = prefix;
        _credentials = new Credentials(options.ApiKeyFile, options.User, options.PasswordFile);
        _http = new HttpClient(HttpHandlers.Create(options.CaFile, TimeSpan.FromSeconds(10))) { Timeout = TimeSpan.FromMinutes(2) };
        var url = options.Url.AbsoluteUri.TrimEnd('/') + "/";
        _root = new Uri(options.Space is null ? url : $"{url}s/{Uri.EscapeDataString(options.Space)}/");
    }

    /// <returns>One line for people.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        await WaitAsync(cancel);
        var file = DashboardFile.Write(_prefix);
        using var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/ndjson");
        using var form = new MultipartFormDataContent { { part, "file", "streams.ndjson" } };
        using var request = Request(HttpMethod.Post, "api/saved_objects/_import?overwrite=true");
        request.Content = form;
        try
        {
            using var response = await _http.SendAsync(request, cancel);
            return Judge((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || IsTimeout(e, cancel))
        {
            throw new SetupException($"Kibana at {_options.Url} did not take the dashboards: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsTimeout(Exception e, CancellationToken cancel) =>
        e is OperationCanceledException && !cancel.IsCancellationRequested;

    /// <summary>The status line alone says little: Kibana answers 200 to an import that failed.</summary>
    private string Judge(int status, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (status == 200 && root.GetProperty("success").GetBoolean())
                return string.Create(
                    CultureInfo.InvariantCulture, $"{root.GetProperty("successCount").GetInt32()} Kibana objects: data views and dashboards");
            if (root.TryGetProperty("errors", out var errors)) text = errors.ToString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not Kibana's own words: they are quoted below as they are.
        }

        var hint = status is 401 or 403 ? $"; {_credentials.Origin} needs the Kibana privilege Saved Objects Management: All" : "";
        throw new SetupException($"Kibana at {_options.Url} refused the dashboards ({status}){hint}: {(text.Length > 600 ? text[..600] + "…" : text)}");
    }

    /// <summary>A Kibana that starts answers long before it can take objects.</summary>
    private async Task WaitAsync(CancellationToken cancel)
    {
        var tries = Math.Max(1, (int)(_options.Patience / BetweenLooks));
        var said = "";
        for (var i = 0; i < tries; i++)
        {
            if (i > 0) await Task.Delay(BetweenLooks, cancel);
            try
            {
                using var request = Request(HttpMethod.Get, "api/status");
                using var response = await _http.SendAsync(request, cancel);
                if (response.IsSuccessStatusCode) return;
                said = $"status {(int)response.StatusCode}";
                if ((int)response.StatusCode is 401 or 403) break;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || IsTimeout(e, cancel))
            {
                said = e.Message;
            }
        }

        throw new SetupException($"Kibana at {_options.Url} is not ready: {said}");
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_root, path));
        request.Headers.Add("kbn-xsrf", "streams");
        _credentials.Apply(request);
        return request;
    }
}
