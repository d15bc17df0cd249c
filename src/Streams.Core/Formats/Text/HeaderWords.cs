namespace Streams.Core.Formats;

/// <summary>What tells a host, a program's tag and the body apart in a header without fixed fields.</summary>
internal static class HeaderWords
{
    // RFC 1035's bound on a host's name; tags longer than 64 are no program's.
    private const int HostLengthMax = 255, TagLengthMax = 64;

    /// <summary>
    /// Letters, digits and <c>.-_/</c> (a firewall's context follows a slash), with colons only as IPv6 has them:
    /// <c>10.0.0.1:1194</c> is a peer, not a host.
    /// </summary>
    public static bool MayBeHost(ReadOnlySpan<byte> word)
    {
        if (word.EndsWith(":"u8)) word = word[..^1];
        if (word.IsEmpty || word.Length > HostLengthMax || IsBodyMark(word)) return false;
        if (word[0] == '[' && word[^1] == ']') word = word[1..^1];
        var colons = 0;
        foreach (var c in word)
        {
            if (c == ':') colons++;
            else if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'-' or (byte)'_' or (byte)'/'))
                return false;
        }

        return colons != 1;
    }

    /// <summary>
    /// Length of the program's name in <c>name:</c> or <c>name[pid]:</c>; 0 where the word is no tag.
    /// </summary>
    public static int TagName(ReadOnlySpan<byte> word, bool pidOnly)
    {
        if (word.Length is < 2 or > TagLengthMax || word[^1] != ':' || IsBodyMark(word)) return 0;
        var name = word[..^1];
        var bracket = name.IndexOf((byte)'[');
        if (bracket == 0 || (bracket < 0 && pidOnly)) return 0;
        if (bracket > 0)
        {
            if (name[^1] != ']') return 0;
            foreach (var c in name[(bracket + 1)..^1])
                if (!char.IsAsciiLetterOrDigit((char)c)) return 0;
            name = name[..bracket];
        }

        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit((char)c) && "._-/()+"u8.IndexOf(c) < 0) return 0;
        return name.Length;
    }

    /// <summary>The body says itself what it is.</summary>
    public static bool IsBodyMark(ReadOnlySpan<byte> text) =>
        text.IsEmpty || text[0] is (byte)'%' or (byte)'{' or (byte)'<' || text.StartsWith("CEF:"u8) || text.StartsWith("LEEF:"u8)
        || text.StartsWith("date="u8) || text.StartsWith("logid="u8) || text.StartsWith("type="u8);
}
