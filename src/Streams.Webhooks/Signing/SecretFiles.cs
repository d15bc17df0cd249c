using Streams.Webhooks.Options;

namespace Streams.Webhooks.Signing;

/// <summary>
/// Secrets are read from files at each attempt, so that a changed file counts from the next one on. Neither their
/// content nor a part of it is ever in a message.
/// </summary>
internal static class SecretFiles
{
    private const int BytesMax = 8192;

    /// <summary>The one line of a file.</summary>
    /// <exception cref="SecretException">Missing, not readable, empty or too large.</exception>
    public static string Read(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > BytesMax) throw new SecretException($"the secret file {path} is larger than any secret");
            text = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "it is not there" : "no permission, or the disk failed";
            throw new SecretException($"the secret file {path} cannot be read: {why}");
        }

        if (text.Length == 0 || text.Any(char.IsControl)) throw new SecretException($"the secret file {path} does not hold one line of text");
        return text;
    }

    /// <summary>A destination's URL, which may be a secret itself.</summary>
    public static string UrlOf(DestinationOptions destination) => destination switch
    {
        { UrlFile: { } file } => Read(file),
        { Url: { } url } => url,
        _ => DestinationOptions.PagerDutyUrl.ToString(),
    };

    public static IReadOnlyList<WebhookSecret> Keys(IReadOnlyList<string> paths) =>
    [
        .. paths.Select(path => WebhookSecret.Parse(Read(path))
            ?? throw new SecretException($"the secret file {path} does not hold whsec_<base64 of 24 to 64 bytes>")),
    ];
}

/// <summary>Names a file and what is wrong with it, never what is in it.</summary>
public sealed class SecretException(string message) : Exception(message);
