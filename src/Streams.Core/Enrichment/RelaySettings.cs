using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// Privacy relays that honest people have switched on by default: such an address says nothing of its user, good or bad
/// (detections.md §3 rule 9).
/// </summary>
public sealed record RelaySettings
{
    /// <summary>
    /// Fragments of a provider's name, of letters and digits only: vendors write "iCloud Private Relay" and
    /// "ICLOUD_RELAY_PROXY".
    /// </summary>
    public IReadOnlyList<string> Providers { get; init; } = ["icloudprivaterelay", "icloudrelay", "appleprivaterelay"];

    /// <summary>
    /// AS 36183 carries nothing but Akamai's part of iCloud Private Relay. Its other partners' networks carry
    /// everything, so those are
    /// known by provider only.
    /// </summary>
    public IReadOnlyList<uint> Asns { get; init; } = [36183];

    public static readonly RelaySettings Default = new();

    public bool Allows(uint asn)
    {
        for (var i = 0; i < Asns.Count; i++)
            if (Asns[i] == asn) return true;
        return false;
    }

    public bool Allows(ReadOnlySpan<byte> provider)
    {
        if (provider.IsEmpty) return false;
        Span<char> letters = stackalloc char[96];
        var length = 0;
        foreach (var b in provider)
        {
            if (length == letters.Length) break;
            if (char.IsAsciiLetterOrDigit((char)b)) letters[length++] = char.ToLowerInvariant((char)b);
        }

        for (var i = 0; i < Providers.Count; i++)
            if (letters[..length].Contains(Providers[i], StringComparison.Ordinal)) return true;
        return false;
    }
}
