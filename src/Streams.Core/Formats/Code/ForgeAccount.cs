using System.Buffers.Text;
using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>Who a forge or a commit names. An address that the forge invented to hide the real one is an id and a
/// login, never an email.</summary>
internal static class ForgeAccount
{
    /// <summary>
    /// Sets email, or login and id for <c>id+login@users.noreply.github.com</c>,
    /// <c>login@users.noreply.github.com</c> and
    /// <c>id-login@users.noreply.gitlab.com</c>. What is already set stays: the forge's own word on id and login is
    /// better.
    /// </summary>
    public static void SetEmail(Activity activity, Utf8Text address, DecodeScratch scratch)
    {
        address = CommitText.Lower(AccountText.Clean(address), scratch);
        var span = address.Span;
        if (span.IsEmpty || CommitMarks.IsPlatformCommitter(span)) return;
        if (TryNoreply(address, "@users.noreply.github.com"u8, (byte)'+', out var id, out var login)
            || TryNoreply(address, "@users.noreply.gitlab.com"u8, (byte)'-', out id, out login))
        {
            if (activity[TextField.Login].IsEmpty) activity[TextField.Login] = login;
            if (activity[TextField.AccountId].IsEmpty) activity[TextField.AccountId] = id;
            return;
        }

        if (AccountText.IsEmail(span)) activity[TextField.Email] = address;
        else if (activity[TextField.Login].IsEmpty && !Masked(span)) activity[TextField.Login] = address;
    }

    /// <summary>A number that names an account; 0 and below are the forge's words for nobody or for a
    /// machine.</summary>
    public static Utf8Text Id(Utf8Text id) =>
        Utf8Parser.TryParse(id.Span, out long number, out var used) && used == id.Length && number <= 0
            ? default
            : AccountText.Clean(id);

    private static bool TryNoreply(
        Utf8Text address, ReadOnlySpan<byte> host, byte separator, out Utf8Text id, out Utf8Text login)
    {
        id = login = default;
        if (!address.Span.EndsWith(host)) return false;
        login = address.Slice(0, address.Length - host.Length);
        var split = login.Span.IndexOf(separator);
        if (split <= 0 || login.Span[..split].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return !login.IsEmpty;
        id = login.Slice(0, split);
        login = login.Slice(split + 1);
        return !login.IsEmpty;
    }

    private static bool Masked(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "[redacted]"u8);
}
