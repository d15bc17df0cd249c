using System.Net;

namespace Streams.Webhooks.Sending;

/// <summary>
/// A destination's URL, judged by its text; the addresses behind a name are judged at each connection.
/// </summary>
internal readonly record struct TargetUrl(Uri? Url, string? Refusal)
{
    public static TargetUrl Parse(string text, bool allowPrivate, IReadOnlyList<int> ports)
    {
        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
            return Refused("holds a blank, a control character or a backslash");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0) return Refused("not an absolute URL");
        if (url.Scheme != Uri.UriSchemeHttps && !(allowPrivate && url.Scheme == Uri.UriSchemeHttp)) return Refused("not https");
        if (url.UserInfo.Length > 0) return Refused("holds a user name: secrets belong into files, and it hides the host");
        if (!allowPrivate && !ports.Contains(url.Port)) return Refused($"port {url.Port} is not one of {string.Join(", ", ports)}");
        if (HostRefusal(text, url) is { } refusal) return Refused(refusal);
        if (allowPrivate || !IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address)) return new TargetUrl(url, null);
        return AddressGuard.Refusal(address) is { } special ? Refused("address is " + special) : new TargetUrl(url, null);
    }

    /// <summary>
    /// 0x7f.1, 017700000001 and 2130706433 are 127.0.0.1 to some readers and names to others: who writes so has a reason.
    /// </summary>
    private static string? HostRefusal(string text, Uri url)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.AsSpan(start).IndexOfAny('/', '?', '#') is var at && at < 0 ? text.Length : start + at;
        var written = text[start..end];
        if (written.StartsWith('['))
        {
            var close = written.IndexOf(']', StringComparison.Ordinal);
            return close < 0 || written.Contains('%', StringComparison.Ordinal) ? "an address with a zone" : null;
        }

        var colon = written.LastIndexOf(':');
        if (colon >= 0) written = written[..colon];
        if (url.HostNameType == UriHostNameType.IPv4) return written == url.Host ? null : "an unusual spelling of an address";
        if (url.HostNameType != UriHostNameType.Dns) return "neither a name nor an address";
        var last = url.IdnHost.TrimEnd('.').Split('.')[^1];
        var isNumber = last.Length == 0 || last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isNumber ? "an unusual spelling of an address" : null;
    }

    private static TargetUrl Refused(string why) => new(null, why);
}
