using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Streams.Cli.Checking;

/// <summary>One GET with an own authority and credentials; failures come back as words.</summary>
internal static class HttpProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The status, or what went wrong. No redirect is followed: credentials stay where they were sent.</summary>
    public static async Task<(HttpStatusCode? Status, string? Problem)> GetAsync(
        Uri uri, string? authorization, string? caFile, CancellationToken cancel)
    {
        try
        {
            using var handler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = Patience,
            };
            if (caFile is not null) handler.SslOptions = Trusting(caFile);
            using var client = new HttpClient(handler) { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return (response.StatusCode, null);
        }
        catch (HttpRequestException e)
        {
            var tls = e.InnerException as AuthenticationException;
            return (null, tls is null ? $"no answer: {e.Message}" : $"a TLS failure: {tls.Message}");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"no answer within {Patience.TotalSeconds} s");
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            return (null, "an authority file that cannot be used");
        }
    }

    private static SslClientAuthenticationOptions Trusting(string caFile)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(caFile);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
