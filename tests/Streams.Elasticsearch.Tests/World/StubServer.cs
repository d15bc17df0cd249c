using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Streams.Elasticsearch.Tests.World;

/// <summary>What was asked of the stub.</summary>
internal sealed record Asked(string Method, string Path, string Body, string? Authorization, string ContentType);

/// <summary>
/// An HTTP server that answers as it is told: for what a real one cannot be made to do. Answers to <c>_bulk</c> come from
/// the script, one a request, the last for ever; every index looks like ours.
/// </summary>
internal sealed class StubServer : IDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Func<HttpContext, string, Task>> _script;
    private Func<HttpContext, string, Task>? _last;

    public StubServer(params Func<HttpContext, string, Task>[] script)
        : this(null, script)
    {
    }

    public StubServer(X509Certificate2? certificate, params Func<HttpContext, string, Task>[] script)
    {
        _script = new(script);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.Run(AnswerAsync);
        _application.StartAsync().GetAwaiter().GetResult();
        Url = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Url { get; }

    public ConcurrentQueue<Asked> Asked { get; } = [];

    /// <summary>What a request for stored documents gets; by itself, that there are none.</summary>
    public string Stored { get; set; } = """{"docs":[]}""";

    public IEnumerable<Asked> Bulks => Asked.Where(asked => asked.Path == "/_bulk");

    public ElasticsearchOptions Options => new()
    {
        Hosts = [Url],
        BackoffMin = TimeSpan.FromMilliseconds(2),
        BackoffMax = TimeSpan.FromMilliseconds(20),
        RequestTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Takes every document.</summary>
    public static Task Accept(HttpContext context, string body) => Items(context, body, _ => (201, null));

    /// <summary>Judges each document by its number in the request.</summary>
    public static Func<HttpContext, string, Task> Each(Func<int, (int Status, string? Error)> verdict) =>
        (context, body) => Items(context, body, verdict);

    public static Func<HttpContext, string, Task> Status(int status, string body = "") => (context, _) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public void Dispose() => _application.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static async Task Items(HttpContext context, string body, Func<int, (int Status, string? Error)> verdict)
    {
        var ids = body.Split('\n').Where((_, i) => i % 2 == 0).Where(line => line.Length > 0)
            .Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["index"]!["_id"]!.ToJsonString()).ToList();
        var items = ids.Select((id, i) =>
        {
            var (status, error) = verdict(i);
            return $$"""{"index":{"_index":"x","_id":{{id}},"status":{{status}}{{(error is null ? "" : ",\"error\":" + error)}}} }""";
        });
        await context.Response.WriteAsync($$"""{"took":1,"errors":true,"items":[{{string.Join(',', items)}}]}""");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var raw = new MemoryStream();
        await context.Request.Body.CopyToAsync(raw);
        raw.Position = 0;
        using var reader = context.Request.Headers.ContentEncoding == "gzip"
            ? new StreamReader(new GZipStream(raw, CompressionMode.Decompress), Encoding.UTF8)
            : new StreamReader(raw, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Asked.Enqueue(new Asked(
            context.Request.Method, context.Request.Path, body, context.Request.Headers.Authorization, context.Request.ContentType ?? ""));
        if (context.Request.Path != "/_bulk" && context.Request.Method == "GET")
        {
            await context.Response.WriteAsync("""{"x":{"mappings":{"_meta":{"managed_by":"streams","version":1}}}}""");
            return;
        }

        if (context.Request.Path == "/_mget")
        {
            await context.Response.WriteAsync(Stored);
            return;
        }

        if (_script.TryDequeue(out var next)) _last = next;
        await (_last ?? Accept)(context, body);
    }
}
