using System.Buffers;
using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// What sources write where a name should be, and how a name is taken apart (formats.md §8, rules 13 and 15).
/// </summary>
public static class AccountText
{
    /// <summary>
    /// The text, or nothing where the source's word means "nobody": blank, null, unknown, N/A, pre-logon, asterisks.
    /// </summary>
    public static Utf8Text Clean(Utf8Text text)
    {
        var span = text.Span;
        var start = 0;
        var end = span.Length;
        while (start < end && span[start] <= ' ') start++;
        while (end > start && span[end - 1] <= ' ') end--;
        if (start == end) return default;
        if (start > 0 || end < span.Length) text = text.Slice(start, end - start);
        return IsNobody(text.Span) ? default : text;
    }

    public static bool IsNobody(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return true;
        if (name[0] is (byte)'*' or (byte)'-' or (byte)'<' or (byte)'>' && name.IndexOfAnyExcept("*-<>"u8) < 0) return true;
        return name.Length switch
        {
            3 => Same(name, "n/a"u8),
            4 => Same(name, "null"u8) || Same(name, "none"u8),
            7 => Same(name, "unknown"u8),
            8 => Same(name, "prelogon"u8),
            9 => Same(name, "pre-logon"u8) || Same(name, "anonymous"u8) || Same(name, "undefined"u8),
            _ => false,
        };
    }

    /// <summary>
    /// Puts a name into the fields that it belongs to: an email address is both email and login; <c>DOMAIN\user</c>
    /// (also doubled) is
    /// split; a guest's <c>name_home.example#EXT#@tenant</c> becomes the home address.
    /// </summary>
    public static void SetName(Activity activity, Utf8Text name, DecodeScratch scratch)
    {
        name = Clean(name);
        if (name.IsEmpty) return;
        name = StripGuest(name, scratch);
        var backslash = name.Span.IndexOf((byte)'\\');
        if (backslash > 0)
        {
            var user = backslash + 1;
            while (user < name.Length && name.Span[user] == '\\') user++;
            var domain = name.Slice(0, backslash);
            name = Clean(name.Slice(user));
            if (name.IsEmpty) return;
            activity[TextField.Domain] = domain;
        }

        activity[TextField.Login] = name;
        if (IsEmail(name.Span)) activity[TextField.Email] = name;
    }

    /// <summary>One @ with something before it and a domain with a dot behind it; no blanks.</summary>
    public static bool IsEmail(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        if (at <= 0 || text.Length > 320 || text[(at + 1)..].IndexOf((byte)'@') >= 0) return false;
        var domain = text[(at + 1)..];
        var dot = domain.IndexOf((byte)'.');
        return dot > 0 && dot < domain.Length - 1 && !text.ContainsAny(NoAddress);
    }

    /// <summary>Bots and service accounts, as far as the name alone tells.</summary>
    public static AccountType TypeOf(ReadOnlySpan<byte> name, AccountType otherwise = AccountType.Person)
    {
        if (name.IndexOf("[bot]"u8) >= 0) return AccountType.Bot;
        if (StartsWith(name, "ci@"u8) || StartsWith(name, "root@"u8) && name.IndexOf((byte)'(') > 0) return AccountType.Service;
        return otherwise;
    }

    /// <summary>A value with mask characters (<c>+1 XXX-XXX-1234</c>, <c>***</c>) identifies nobody.</summary>
    public static bool IsMasked(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'*') >= 0 || text.IndexOf("XXX"u8) >= 0 || text.IndexOf("xxx"u8) >= 0 || text.IndexOf("••"u8) >= 0;

    private static readonly SearchValues<byte> NoAddress = SearchValues.Create("\t \\/,;<>()\""u8);

    private static Utf8Text StripGuest(Utf8Text name, DecodeScratch scratch)
    {
        var guest = IndexOfFolded(name.Span, "#ext#"u8);
        if (guest <= 0) return name;
        // The home address stands before the mark with its @ written as the last underscore.
        var home = name.Slice(0, guest);
        var underscore = home.Span.LastIndexOf((byte)'_');
        if (underscore <= 0 || home.Span.IndexOf((byte)'@') >= 0) return home;
        home = scratch.Copy(home.Span);
        var address = home.Buffer.AsSpan(home.Start, home.Length);
        address[underscore] = (byte)'@';
        if (IsEmail(address)) return home;
        address[underscore] = (byte)'_';
        return home;
    }

    private static int IndexOfFolded(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        var from = 0;
        while (true)
        {
            var hash = text[from..].IndexOf(lower[0]);
            if (hash < 0 || from + hash + lower.Length > text.Length) return -1;
            from += hash;
            if (Same(text.Slice(from, lower.Length), lower)) return from;
            from++;
        }
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && Same(text[..lower.Length], lower);

    private static bool Same(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(text, lower);
}
