using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Streams.Acceptance.Service;

/// <summary>A real Elasticsearch of the shared services, in a folder of its own; gone with its data at the end.</summary>
public sealed class ElasticServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-elastic").FullName;
    private readonly int _port = KafkaServer.FreePort();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public ElasticServer() => Start();

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>The section of a configuration that indexes here; more lines are indented as its own.</summary>
    public string Section(string prefix, string more = "") => $"""
        elasticsearch:
          urls: ["{Url}"]
          prefix: {prefix}
          {more}
        """;

    public void Kill() => Script("kill");

    /// <param name="settings">As in <c>thread_pool.write.queue_size=1</c>.</param>
    public void Start(params string[] settings)
    {
        try
        {
            Script(["start", .. settings.SelectMany(setting => new[] { "--set", setting })]);
        }
        catch (ShouldAssertException) when (Answers())
        {
            // A machine that is busy elsewhere needs longer than the script waits.
        }
    }

    public void Suspend() => Script("suspend");

    public void Resume() => Script("resume");

    /// <summary>A request of the test's own; its answer as JSON.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Url}/{path}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        reply.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)reply.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Every document of an index or a pattern: its id and version.</summary>
    public async Task<Dictionary<string, long>> VersionsAsync(string pattern)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var page = await AskAsync(HttpMethod.Post, $"{pattern}/_search?scroll=2m&version=true&_source=false&size=5000&sort=_doc");
        while (page["hits"]!["hits"]!.AsArray() is { Count: > 0 } hits)
        {
            foreach (var hit in hits) versions.Add((string)hit!["_id"]!, (long)hit["_version"]!);
            page = await AskAsync(HttpMethod.Post, "_search/scroll", new JsonObject { ["scroll"] = "2m", ["scroll_id"] = (string)page["_scroll_id"]! }.ToJsonString());
        }

        return versions;
    }

    public void Dispose()
    {
        _http.Dispose();
        Script("stop", "--delete");
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        for (var until = Environment.TickCount64 + 300_000; Environment.TickCount64 < until; Thread.Sleep(1_000))
        {
            try
            {
                if (_http.GetAsync(Url).Result.IsSuccessStatusCode) return true;
            }
            catch (AggregateException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private void Script(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Shared.Root!, "services", "elasticsearch", "elasticsearch"));
        foreach (var argument in arguments.Concat(["--port", _port.ToString(CultureInfo.InvariantCulture)])) start.ArgumentList.Add(argument);
        start.Environment["STREAMS_SERVICES_DIR"] = _folder;
        start.Environment["ELASTICSEARCH_HEAP"] = "320m";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"elasticsearch {string.Join(' ', arguments)}: {errors.Result}");
    }
}
