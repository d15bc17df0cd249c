using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Streams.Acceptance.Service;

/// <summary>Hands out tokens over HTTPS to whoever knows the client's secret; they say when they end, and carry no signature.</summary>
internal sealed class TokenEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Authority _authority = new("logins");
    private readonly string _credentials;
    private readonly int _seconds;

    private TokenEndpoint(string client, string secret, int seconds)
    {
        _credentials = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client}:{Uri.EscapeDataString(secret)}"));
        _seconds = seconds;
        // The framework does not take a key that lives in memory only.
        using var issued = _authority.Issue("login");
        var certificate = X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _app = builder.Build();
        _app.MapPost("/token", Answer);
    }

    public string Url => _app.Urls.Single() + "/token";

    public string CaPem => _authority.Pem;

    public ConcurrentQueue<string> Issued { get; } = new();

    public static async Task<TokenEndpoint> StartAsync(string client, string secret, int seconds)
    {
        var endpoint = new TokenEndpoint(client, secret, seconds);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private async Task Answer(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (http.Request.Headers.Authorization != _credentials || form["grant_type"] != "client_credentials")
        {
            http.Response.StatusCode = 401;
            await http.Response.WriteAsJsonAsync(new { error = "invalid_client", error_description = "got " + http.Request.Headers.Authorization });
            return;
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new { sub = "worker", iat = now, exp = now + _seconds, scope = form["scope"].ToString() };
        var token = $"{Part(new { alg = "none" })}.{Part(claims)}.";
        Issued.Enqueue(token);
        await http.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer", expires_in = _seconds });
    }

    private static string Part(object json) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
