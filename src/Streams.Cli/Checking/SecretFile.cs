using System.Text;

namespace Streams.Cli.Checking;

/// <summary>A secret as it stands in its file, without the line end that editors add.</summary>
internal static class SecretFile
{
    /// <summary>Null where no file is named or it cannot be read; the file check says so.</summary>
    public static string? Read(string? path)
    {
        if (path is null) return null;
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The value of an Authorization header for an API key or basic authentication.</summary>
    public static string? Authorization(string? apiKeyFile, string? username, string? passwordFile)
    {
        if (Read(apiKeyFile) is { } key) return $"ApiKey {key}";
        if (username is null || Read(passwordFile) is not { } password) return null;
        return $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))}";
    }
}
