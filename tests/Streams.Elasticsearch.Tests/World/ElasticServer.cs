using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Streams.Elasticsearch.Tests.World;

/// <summary>A real Elasticsearch of one's own: started, disturbed, and removed with its data.</summary>
public sealed class ElasticServer : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly string _script;
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-es-").FullName;
    private readonly int _port = FreePort();
    private readonly string[] _settings;

    public ElasticServer(params string[] settings)
    {
        _settings = settings;
        _script = Path.Combine(Shared.Root!, "services", "elasticsearch", "elasticsearch");
        Start();
    }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public void Start() => Run(["start", "--port", $"{_port}", .. _settings.SelectMany(setting => new[] { "--set", setting })]);

    public void Kill() => Run(["kill", "--port", $"{_port}"]);

    public void Suspend() => Run(["suspend", "--port", $"{_port}"]);

    public void Resume() => Run(["resume", "--port", $"{_port}"]);

    /// <summary>Says something to the server behind the sink's back.</summary>
    public async Task<string> AskAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path));
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
        return text;
    }

    public void Dispose()
    {
        Run(["stop", "--delete", "--port", $"{_port}"]);
        Directory.Delete(_folder, recursive: true);
    }

    private void Run(string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(_script);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["STREAMS_SERVICES_DIR"] = _folder;
        start.Environment["ELASTICSEARCH_HEAP"] = "320m";
        using var process = Process.Start(start)!;
        var talk = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"elasticsearch {arguments[0]}: {talk.Result}");
    }

    /// <summary>The node also listens 100 above.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 100);
                second.Start();
                return port;
            }
            catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
            {
                // Taken, or beyond the last port: another pair.
            }
        }
    }
}

/// <summary>One server for all tests that leave it as they found it; each test writes under a prefix of its own.</summary>
public sealed class ServerFixture : IDisposable
{
    private readonly Lazy<ElasticServer> _server = new(() => new ElasticServer());
    private readonly Lazy<DemoCompany> _company = new(() => new DemoCompany());
    private int _prefixes;

    public ElasticServer Server => _server.Value;

    public DemoCompany Company => _company.Value;

    public ElasticsearchOptions Options(string? prefix = null) => new()
    {
        Hosts = [Server.Url],
        Prefix = prefix ?? $"t{Interlocked.Increment(ref _prefixes)}",
        BackoffMin = TimeSpan.FromMilliseconds(20),
        BackoffMax = TimeSpan.FromMilliseconds(500),
    };

    public void Dispose()
    {
        if (_server.IsValueCreated) _server.Value.Dispose();
        if (_company.IsValueCreated) _company.Value.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "a real Elasticsearch";
}
