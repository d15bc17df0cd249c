using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Streams.Core.Formats;

namespace Streams.Cli.Configuration.Reading;

/// <summary>What a text must look like, by kind; the words are those of problems and of the schema.</summary>
internal static partial class SettingText
{
    public static bool Fits(SettingKind kind, string text) => kind switch
    {
        SettingKind.Name => NamePattern().IsMatch(text) && text is not ("." or ".."),
        SettingKind.IndexName => IndexPattern().IsMatch(text),
        SettingKind.HostPort => IsHostPort(text),
        SettingKind.Url or SettingKind.SecretUrl => IsUrl(text),
        SettingKind.TimeZone => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _),
        SettingKind.Format => text == "auto" || FormatCatalogue.All.Any(format => format.Name == text),
        SettingKind.Domain => DomainPattern().IsMatch(text),
        SettingKind.Network => IsNetwork(text),
        SettingKind.TimeOfDay => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out _),
        SettingKind.Time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out _),
        SettingKind.File or SettingKind.SecretFile => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal),
        _ => text.Length > 0 && !text.Any(char.IsControl),
    };

    public static string Allowed(SettingKind kind) => kind switch
    {
        SettingKind.Name => "a name of letters, digits, '.', '_' and '-', at most 200 long",
        SettingKind.IndexName => "lower-case letters, digits, '.', '_' and '-', beginning with a letter",
        SettingKind.HostPort => "host:port",
        SettingKind.Url or SettingKind.SecretUrl =>
            "an address http(s)://host[:port][/path] without user name and password",
        SettingKind.TimeZone => "an IANA zone such as Europe/Berlin",
        SettingKind.Format => $"auto or one of {string.Join(", ", FormatNames)}",
        SettingKind.Domain => "a domain such as corp.example",
        SettingKind.Network => "a network such as 10.0.0.0/8",
        SettingKind.TimeOfDay => "a time such as 22:00",
        SettingKind.Time => "a time such as 2026-03-01T22:00:00Z",
        SettingKind.File or SettingKind.SecretFile => "the path of a file",
        _ => "a text",
    };

    public static IEnumerable<string> FormatNames =>
        FormatCatalogue.All.Select(format => format.Name).Distinct().Order(StringComparer.Ordinal);

    private static bool IsHostPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return false;
        var host = text[..colon];
        if (host[0] == '[' && host[^1] == ']') return IPAddress.TryParse(host[1..^1], out _);
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }

    /// <summary>Host bits say that somebody meant another network.</summary>
    private static bool IsNetwork(string text) =>
        IPNetwork.TryParse(text, out var network)
        && IPAddress.TryParse(text.AsSpan(0, Math.Max(0, text.IndexOf('/', StringComparison.Ordinal))), out var address)
        && address.Equals(network.BaseAddress);

    private static bool IsUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)) return false;
        return uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Host.Length > 0
            && uri.Fragment.Length == 0;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,200}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[a-z][a-z0-9._-]{0,99}\z")]
    private static partial Regex IndexPattern();

    [GeneratedRegex(@"^(?=.{3,253}\z)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\z")]
    private static partial Regex DomainPattern();
}
