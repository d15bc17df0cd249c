namespace Streams.Console.Text;

/// <summary>What somebody may have meant: names that contain what was typed, then those few edits away.</summary>
internal static class Nearest
{
    /// <summary>Longer names are compared by their beginnings: the table of edits is quadratic.</summary>
    private const int CharsMax = 64;

    public static IReadOnlyList<string> To(string typed, IEnumerable<string> names, int max)
    {
        if (typed.Length == 0) return [];
        // A third of what was typed may be wrong; beyond that it is another word.
        var limit = Math.Max(2, Math.Min(typed.Length, CharsMax) / 3);
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name =>
                (Name: name, Edits: name.Contains(typed, StringComparison.OrdinalIgnoreCase) ? 0 : Edits(typed, name)))
            .Where(candidate => candidate.Edits <= limit)
            .OrderBy(candidate => candidate.Edits).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(max).Select(candidate => candidate.Name)];
    }

    /// <summary>Levenshtein distance without case, two rows at a time.</summary>
    private static int Edits(string a, string b)
    {
        a = a[..Math.Min(a.Length, CharsMax)].ToLowerInvariant();
        b = b[..Math.Min(b.Length, CharsMax)].ToLowerInvariant();
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        var row = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            (above, row) = (row, above);
        }

        return above[b.Length];
    }
}
