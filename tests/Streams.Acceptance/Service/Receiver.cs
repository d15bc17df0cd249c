using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Streams.Acceptance.Service;

/// <summary>What a destination got, with whether its signature holds.</summary>
internal sealed record Delivery(string Id, JsonNode Body, bool IsSigned)
{
    public string Alert => (string)Body["data"]!["id"]!;

    public int Transition => (int)Body["data"]!["transition"]!;

    public string Kind => (string)Body["type"]!;
}

/// <summary>
/// A destination on loopback that says yes to everything, unless it is told otherwise or holds its answers back, and
/// verifies signatures by the book.
/// </summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Delivery> _deliveries = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private volatile TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Receiver()
    {
        Url = $"http://127.0.0.1:{KafkaServer.FreePort()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _answers.SetResult();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>What everybody is answered.</summary>
    public int Status { get; set; } = 204;

    public string Secret => "whsec_" + Convert.ToBase64String(_key);

    /// <summary>Sections of a configuration that send every alert here at once; more lines are the destination's own.</summary>
    public string Sections(Scratch scratch, string more = "") => $"""
        alerts:
          settle: 0s
        webhooks:
          insecure_allow_http: true
          destinations:
            - name: oncall
              kind: generic
              url: {Url}
              secret_files: ["{scratch.Write("secret", Secret)}"]
              rate_per_minute: 10000
              {more}
        """;

    public IReadOnlyList<Delivery> Deliveries => [.. _deliveries];

    /// <summary>When each message came first, by its id.</summary>
    public ConcurrentDictionary<string, long> Arrivals { get; } = new();

    /// <summary>Requests are taken and not answered until <see cref="Answer"/>.</summary>
    public void Hold() => _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer() => _answers.TrySetResult();

    public void Dispose()
    {
        Answer();
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => TakeAsync(context, _answers.Task));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(HttpListenerContext context, Task answer)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var (id, time) = (context.Request.Headers["webhook-id"] ?? "", context.Request.Headers["webhook-timestamp"] ?? "");
            var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")));
            Arrivals.TryAdd(id, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            _deliveries.Enqueue(new Delivery(id, JsonNode.Parse(body)!, context.Request.Headers["webhook-signature"] == expected));
            await answer;
            context.Response.StatusCode = Status;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // Whoever asked is gone.
        }
    }
}
