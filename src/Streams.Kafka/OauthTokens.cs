using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Streams.Kafka;

/// <summary>
/// Access tokens of an OAuth client (RFC 6749, client credentials): one for all clients of the process, fetched anew
/// before it ends. Done here, since the library can do it only where it was built with libcurl, which Debian's was not.
/// </summary>
internal sealed class OauthTokens
{
    private const string Settings = "kafka.security.";
    private const int AnswerBytesMax = 1 << 20, CodeMax = 60;
    private const int LifeWithoutWord = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A dozen clients ask for a token at once: an endpoint that says no is not asked again for each of them.</summary>
    private static readonly TimeSpan RefusalHolds = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<KafkaSecurity, OauthTokens> Known = new();

    private readonly KafkaSecurity _security;
    private readonly Uri _endpoint;
    private readonly Lock _gate = new();
    private Token? _token;
    private bool _isFetching;
    private (KafkaDeploymentException Reason, DateTimeOffset Until)? _refusal;

    private OauthTokens(KafkaSecurity security)
    {
        _security = security;
        if (!Uri.TryCreate(security.OauthEndpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
            throw new KafkaDeploymentException($"{Settings}oauth_endpoint must be https: the client's secret goes there");
        _endpoint = endpoint;
    }

    private sealed record Token(string Value, DateTimeOffset Begun, DateTimeOffset Ends)
    {
        /// <summary>The library asks for the next one after four fifths of a token's life: then it should be there.</summary>
        public bool IsFresh(DateTimeOffset now) => now < Begun + 0.6 * (Ends - Begun);
    }

    public static OauthTokens Of(KafkaSecurity security) => Known.GetOrAdd(security, s => new OauthTokens(s));

    /// <summary>Where none is to be had the client is told why; it asks again by itself.</summary>
    public void Give(IClient client)
    {
        try
        {
            var token = Current();
            client.OAuthBearerSetToken(token.Value, token.Ends.ToUnixTimeMilliseconds(), _security.OauthClientId, null);
        }
        catch (Exception e) when (e is KafkaDeploymentException or KafkaException or ArgumentException or InvalidOperationException)
        {
            client.OAuthBearerSetTokenFailure(e.Message);
        }
    }

    /// <summary>Waits for the endpoint only where there is no token that holds: who asks may be reading records.</summary>
    private Token Current()
    {
        lock (_gate)
        {
            var now = DateTimeOffset.UtcNow;
            if (_token is null || now >= _token.Ends) return _token = FetchNow(now);
            if (_token.IsFresh(now) || _isFetching) return _token;
            _isFetching = true;
            Task.Run(FetchBeside);
            return _token;
        }
    }

    private Token FetchNow(DateTimeOffset now)
    {
        if (_refusal is { } refusal && now < refusal.Until) throw new KafkaDeploymentException(refusal.Reason.Message);
        try
        {
            return Fetch();
        }
        catch (KafkaDeploymentException e)
        {
            _refusal = (e, now + RefusalHolds);
            throw;
        }
    }

    private void FetchBeside()
    {
        Token? next = null;
        try
        {
            next = Fetch();
        }
        catch (KafkaDeploymentException)
        {
            // The one there is still holds; the next who asks tries again.
        }

        lock (_gate)
        {
            _token = next ?? _token;
            _isFetching = false;
        }
    }

    private Token Fetch()
    {
        try
        {
            using var http = new HttpClient(Handler()) { Timeout = Patience, MaxResponseContentBufferSize = AnswerBytesMax };
            using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint);
            var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
            if (_security.OauthScope is { } scope) form.Add("scope", scope);
            request.Content = new FormUrlEncodedContent(form);
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Credentials());
            request.Headers.Accept.ParseAdd("application/json");
            var now = DateTimeOffset.UtcNow;
            using var response = http.Send(request);
            using var body = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(body);
            return Read((int)response.StatusCode, body.ToArray(), now);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException is AuthenticationException tls
                ? Failed($"has a certificate that is not trusted ({tls.Message})", "oauth_ca_file")
                : Failed($"does not answer ({e.Message})", "oauth_endpoint");
        }
        catch (OperationCanceledException)
        {
            throw Failed($"does not answer within {Patience.TotalSeconds} s", "oauth_endpoint");
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw Failed("cannot be reached with the authorities given", "oauth_ca_file");
        }
    }

    private string Credentials()
    {
        var secret = KafkaLogin.Secret("oauth_client_secret_file", _security.OauthClientSecretFile) ?? "";
        var pair = $"{Uri.EscapeDataString(_security.OauthClientId ?? "")}:{Uri.EscapeDataString(secret)}";
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(pair));
    }

    private Token Read(int status, byte[] body, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var answer = json.RootElement;
            if (status == 200 && Text(answer, "access_token") is { Length: > 0 } value)
            {
                var seconds = int.TryParse(Text(answer, "expires_in"), out var life) && life > 0 ? life : LifeWithoutWord;
                return new Token(value, now, now.AddSeconds(seconds));
            }

            throw Refused(status, Text(answer, "error"));
        }
        catch (JsonException)
        {
            throw Refused(status, null);
        }
    }

    /// <summary>Only the code is said, never the description: what an endpoint repeats there nobody knows.</summary>
    private KafkaDeploymentException Refused(int status, string? code)
    {
        var said = code is { Length: > 0 and < CodeMax } && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? $" {code}" : "";
        return code switch
        {
            "invalid_scope" => Failed($"answered {status}{said}", "oauth_scope"),
            "invalid_client" or "unauthorized_client" => Failed($"answered {status}{said}", "oauth_client_id", "oauth_client_secret_file"),
            _ when status is 401 or 403 => Failed($"answered {status}{said}", "oauth_client_id", "oauth_client_secret_file"),
            _ => Failed($"answered {status}{said} and no token", "oauth_endpoint"),
        };
    }

    private KafkaDeploymentException Failed(string what, params ReadOnlySpan<string> settings) =>
        new($"the token endpoint {_endpoint.GetLeftPart(UriPartial.Path)} {what}: check {string.Join(" and ", settings!).Replace("oauth", Settings + "oauth", StringComparison.Ordinal)}");

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private SocketsHttpHandler Handler()
    {
        // Credentials go where the configuration says and nowhere else.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience };
        if (_security.OauthCaFile is null) return handler;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_security.OauthCaFile);
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}
