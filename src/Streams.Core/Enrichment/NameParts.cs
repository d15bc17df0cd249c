using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// How names are built: <c>DOMAIN\user</c>, <c>user@domain</c>, GitHub's noreply addresses, and the words that mean
/// nobody.
/// </summary>
internal static class NameParts
{
    private const int NobodyMax = 10;

    /// <summary>
    /// Has a name, an @ and a dotted domain: an address or UPN that names somebody everywhere, not only in its own
    /// realm.
    /// </summary>
    public static bool IsEmail(ReadOnlySpan<byte> name)
    {
        var at = name.LastIndexOf((byte)'@');
        return at > 0 && at < name.Length - 3 && name[(at + 1)..].IndexOf((byte)'.') > 0 && name.IndexOfAny(" \\"u8) < 0;
    }

    /// <summary>
    /// Behind <c>DOMAIN\</c> (some logs double it) and before <c>@</c>; the name itself where it has neither.
    /// </summary>
    public static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> name)
    {
        var slash = name.LastIndexOf((byte)'\\');
        if (slash >= 0) name = name[(slash + 1)..];
        var at = name.IndexOf((byte)'@');
        return at > 0 ? name[..at] : name;
    }

    /// <summary><c>id+login@users.noreply.github.com</c>, or the older form without the id.</summary>
    public static bool TryGitHubNoreply(ReadOnlySpan<byte> email, out ReadOnlySpan<byte> id, out ReadOnlySpan<byte> login)
    {
        id = login = default;
        var domain = "@users.noreply.github.com"u8;
        if (email.Length <= domain.Length || !Ascii.EqualsIgnoreCase(email[^domain.Length..], domain)) return false;
        login = email[..^domain.Length];
        var plus = login.IndexOf((byte)'+');
        if (plus <= 0 || login[..plus].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return true;
        id = login[..plus];
        login = login[(plus + 1)..];
        return true;
    }

    /// <summary>What logs write where they know nobody (formats.md §8 rule 15).</summary>
    public static ReadOnlySpan<byte> OrNobody(ReadOnlySpan<byte> name)
    {
        name = name.Trim((byte)' ');
        if (name.Length is 0 or > NobodyMax) return name;
        if (name.IndexOfAnyExcept((byte)'*') < 0) return default;
        foreach (var nobody in Nobodies)
            if (Ascii.EqualsIgnoreCase(name, nobody)) return default;
        return name;
    }

    private static readonly byte[][] Nobodies =
        [.. new[] { "unknown", "anonymous", "n/a", "null", "-", "pre-logon", "(null)" }.Select(name => Utf8Text.Of(name).Span.ToArray())];
}
