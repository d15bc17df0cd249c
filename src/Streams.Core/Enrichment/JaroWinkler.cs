namespace Streams.Core.Enrichment;

/// <summary>
/// Similarity of two words, 0 to 1 (Winkler 1990): common letters near each other, with a bonus for a common beginning.
/// </summary>
internal static class JaroWinkler
{
    private const double PrefixWeight = 0.1;
    private const int PrefixMax = 4, LengthMax = 64;

    public static double Of(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length > LengthMax) one = one[..LengthMax];
        if (other.Length > LengthMax) other = other[..LengthMax];
        if (one.IsEmpty || other.IsEmpty) return one.Length == other.Length ? 1 : 0;
        var reach = Math.Max(0, Math.Max(one.Length, other.Length) / 2 - 1);
        ulong taken = 0;
        Span<char> matched = stackalloc char[LengthMax];
        var matches = 0;
        for (var i = 0; i < one.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j <= Math.Min(other.Length - 1, i + reach); j++)
            {
                if ((taken & (1UL << j)) != 0 || one[i] != other[j]) continue;
                taken |= 1UL << j;
                matched[matches++] = one[i];
                break;
            }
        }

        if (matches == 0) return 0;
        int at = 0, swapped = 0;
        for (var j = 0; j < other.Length; j++)
            if ((taken & (1UL << j)) != 0 && matched[at++] != other[j]) swapped++;
        double m = matches;
        var jaro = (m / one.Length + m / other.Length + (m - swapped / 2.0) / m) / 3;
        var prefix = one.CommonPrefixLength(other);
        return jaro + Math.Min(prefix, PrefixMax) * PrefixWeight * (1 - jaro);
    }
}
