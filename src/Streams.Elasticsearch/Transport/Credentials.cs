using System.Net.Http.Headers;
using System.Text;

namespace Streams.Elasticsearch.Transport;

/// <summary>
/// Who asks. Read from files, and again where the server refuses: a key that is rotated in its file needs no restart.
/// </summary>
internal sealed class Credentials(string? apiKeyFile, string? user, string? passwordFile)
{
    private string? _header = Read(apiKeyFile, user, passwordFile);

    /// <summary>What an operator looks at when it is refused.</summary>
    public string Origin => apiKeyFile is not null ? $"the API key in {apiKeyFile}"
        : user is not null ? $"user {user} with the password in {passwordFile}"
        : "no credentials";

    public void Apply(HttpRequestMessage request)
    {
        if (_header is { } header) request.Headers.Authorization = AuthenticationHeaderValue.Parse(header);
    }

    /// <summary>True where the files now say something else.</summary>
    public bool Reload()
    {
        string? now;
        try
        {
            now = Read(apiKeyFile, user, passwordFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In the middle of a rotation the file may be gone for a moment: the old one stays.
            return false;
        }

        if (now == _header) return false;
        _header = now;
        return true;
    }

    private static string? Read(string? apiKeyFile, string? user, string? passwordFile)
    {
        if (apiKeyFile is not null)
        {
            var key = File.ReadAllText(apiKeyFile).Trim();
            return "ApiKey " + (key.Contains(':', StringComparison.Ordinal) ? Base64(key) : key);
        }

        return user is null ? null : "Basic " + Base64($"{user}:{File.ReadAllText(passwordFile!).TrimEnd('\r', '\n')}");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
