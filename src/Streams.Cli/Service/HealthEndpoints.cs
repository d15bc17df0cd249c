using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Streams.Cli.Checking;

namespace Streams.Cli.Service;

/// <summary>The answers; a status that throws is a worker that is not well.</summary>
internal sealed class HealthEndpoints(IServiceStatus status, MetricCollector? metrics, string? tokenFile)
{
    private const string Bearer = "Bearer ";

    public Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return WordAsync(context, StatusCodes.Status405MethodNotAllowed, "method not allowed");
        }

        return request.Path.Value switch
        {
            "/healthz" => HealthAsync(context, report => report.IsLive, "live", "not live"),
            "/readyz" => HealthAsync(context, report => report.IsReady, "ready", "not ready"),
            "/metrics" when metrics is not null => MetricsAsync(context, metrics),
            _ => WordAsync(context, StatusCodes.Status404NotFound, "not found"),
        };
    }

    private Task HealthAsync(HttpContext context, Func<StatusReport, bool> isGood, string good, string bad)
    {
        var report = Report();
        var code = isGood(report) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!context.Request.Query.ContainsKey("verbose")) return WordAsync(context, code, isGood(report) ? good : bad);
        return MayRead(context.Request) ? WriteAsync(context, code, "application/json", Json(report))
            : RefuseAsync(context);
    }

    private Task MetricsAsync(HttpContext context, MetricCollector collector) => MayRead(context.Request)
        ? WriteAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, collector.Write())
        : RefuseAsync(context);

    private StatusReport Report()
    {
        try
        {
            return status.Report();
        }
        catch (Exception e)
        {
            return new StatusReport(false, false, [new StatusDetail("status", false, e.GetType().Name)]);
        }
    }

    /// <summary>The token is read anew, so that it can be changed without a restart. No token in the file lets nobody in.</summary>
    private bool MayRead(HttpRequest request)
    {
        if (tokenFile is null) return true;
        var given = request.Headers.Authorization.ToString();
        if (SecretFile.Read(tokenFile) is not { Length: > 0 } token
            || !given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[Bearer.Length..].Trim()),
            Encoding.UTF8.GetBytes(token));
    }

    private static string Json(StatusReport report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("live", report.IsLive);
            writer.WriteBoolean("ready", report.IsReady);
            writer.WriteStartArray("details");
            foreach (var detail in report.Details)
            {
                writer.WriteStartObject();
                writer.WriteString("name", detail.Name);
                writer.WriteBoolean("good", detail.IsGood);
                writer.WriteString("text", detail.Text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WordAsync(context, StatusCodes.Status401Unauthorized, "unauthorized");
    }

    private static Task WordAsync(HttpContext context, int code, string word) =>
        WriteAsync(context, code, "text/plain; charset=utf-8", word + "\n");

    private static Task WriteAsync(HttpContext context, int code, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
