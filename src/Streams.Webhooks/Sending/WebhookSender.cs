using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Rendering;
using Streams.Webhooks.Signing;

namespace Streams.Webhooks.Sending;

/// <summary>
/// One attempt to deliver one message. Nothing that it says holds a secret, a URL or a receiver's words.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const string NoSuchName = "the host's name does not resolve";

    private const int AnswerBytesMax = 64 * 1024, HeadersKilobytesMax = 16;

    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(24);

    private readonly DestinationOptions _destination;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public WebhookSender(DestinationOptions destination, WebhookOptions options, TimeProvider clock, Resolve resolve)
    {
        (_destination, _options, _clock) = (destination, options, clock);
        var connection = new GuardedConnection(resolve, options.AllowPrivate);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = HeadersKilobytesMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = connection.ConnectAsync,
        })
        {
            // The attempt has a clock of its own, which tests can turn.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<Attempt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_destination.Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            using var request = RequestOf(message);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await DrainAsync(response, both.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var seconds = _destination.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            return new Attempt(Outcome.Unavailable, $"no answer within {seconds} s");
        }
        catch (Exception e) when (e is SecretException or TargetRefusedException)
        {
            return new Attempt(Outcome.Unavailable, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new Attempt(Outcome.Unavailable, Words(e));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours, and no reason to stop the worker. Its name finds it; its message may say too much.
            return new Attempt(Outcome.Failed, "the attempt failed: " + e.GetType().Name);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestOf(OutboxMessage message)
    {
        var target = TargetUrl.Parse(SecretFiles.UrlOf(_destination), _options.AllowPrivate, _options.Ports);
        if (target.Url is null) throw new TargetRefusedException("the URL is refused: " + target.Refusal);
        var body = _destination.Type == DestinationType.PagerDuty
            ? PagerDutyRenderer.WithRoutingKey(message.Body, SecretFiles.Read(_destination.SecretFiles[0]))
            : message.Body;
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.ParseAdd("streams-webhooks/1.0");
        if (_destination.Type != DestinationType.Generic) return request;
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", message.MessageId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        var secrets = SecretFiles.Keys(_destination.SecretFiles);
        if (secrets.Count > 0) request.Headers.Add("webhook-signature", WebhookSecret.Sign(secrets, message.MessageId, timestamp, body));
        return request;
    }

    /// <summary>A little is read so that the connection can be used again; an answer without end is cut.</summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var answer = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[8192];
        for (var left = AnswerBytesMax; left > 0;)
        {
            var read = await answer.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)), cancel);
            if (read == 0) return;
            left -= read;
        }
    }

    private Attempt Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var words = string.Create(CultureInfo.InvariantCulture, $"status {status}");
        return status switch
        {
            >= 200 and < 300 => new Attempt(Outcome.Delivered, words),
            >= 300 and < 400 => new Attempt(Outcome.Failed, words + ": redirects are not followed"),
            410 => new Attempt(Outcome.Gone, words),
            429 or 502 or 503 or 504 => new Attempt(Outcome.Unavailable, words, RetryAfter(response)),
            _ => new Attempt(Outcome.Failed, words),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } after) return null;
        var wait = after.Delta ?? after.Date - _clock.GetUtcNow();
        return wait is { } time && time > TimeSpan.Zero ? time > RetryAfterMax ? RetryAfterMax : time : null;
    }

    private static string Words(Exception e) => e switch
    {
        HttpRequestException { InnerException: TargetRefusedException refused } => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => NoSuchName,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } } => NoSuchName,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            "TLS failed: the certificate is not trusted or does not fit",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "the answer's head is too large",
        _ => "the answer is no HTTP, or broke off",
    };
}
