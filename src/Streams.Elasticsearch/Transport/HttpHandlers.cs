using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Streams.Elasticsearch.Transport;

internal static class HttpHandlers
{
    /// <summary>Redirects are not followed: credentials go where the configuration says and nowhere else.</summary>
    public static SocketsHttpHandler Create(string? caFile, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };
        if (caFile is null) return handler;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority seldom publishes revocations where this machine could reach them.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}
