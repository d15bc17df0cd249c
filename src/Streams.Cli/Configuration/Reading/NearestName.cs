namespace Streams.Cli.Configuration.Reading;

/// <summary>What somebody probably meant.</summary>
internal static class NearestName
{
    private const int LengthMax = 64;

    public static string? Of(string name, IEnumerable<string> names)
    {
        if (name.Length > LengthMax) return null;
        var plain = Plain(name);
        var (best, distance) = names
            .Select(candidate => (candidate, Distance(plain, Plain(candidate))))
            .OrderBy(pair => pair.Item2).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not null && distance <= Math.Max(1, best.Length / 3) ? best : null;
    }

    /// <summary>bootstrapServers and bootstrap-servers are bootstrap_servers.</summary>
    private static string Plain(string name) =>
        new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replace = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
