using System.Security.Cryptography;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Inputs;
using Streams.Core.Enrichment;

namespace Streams.Cli.Reference;

/// <summary>
/// The reference tables as one version: what was read, and the SHA-256 of every file it was read from, by path. Two
/// workers with equal hashes hold equal tables.
/// </summary>
internal sealed record FileTables(Tables Tables, IReadOnlyDictionary<string, string> Hashes)
{
    private const int Attempts = 3;

    /// <summary>One hash over all files.</summary>
    public string Hash { get; } = HashOf(Hashes);

    /// <summary>Null where a problem was added.</summary>
    public static FileTables? Load(TablesConfiguration configuration, ICollection<string> problems)
    {
        // A file may be replaced between reading and hashing: what was read must be what was hashed.
        for (var attempt = 0; ; attempt++)
        {
            var found = new List<string>();
            var before = Hash256(configuration);
            var arguments = new TableArguments(
                configuration.Geo, configuration.Networks, configuration.Directory, configuration.Watchlist,
                    configuration.Allow);
            var tables = TableFiles.Load(arguments, found);
            if (found.Count == 0)
            {
                if (SameAs(before, Hash256(configuration))) return new FileTables(tables, before);
                if (attempt < Attempts) continue;
                found.Add("a table changes faster than it can be read");
            }

            foreach (var problem in found) problems.Add(Named(problem));
            return null;
        }
    }

    /// <summary>The files that the tables are read from, folders of databases opened up.</summary>
    public static IReadOnlyList<string> FilesOf(TablesConfiguration configuration)
    {
        var files = new List<string>();
        foreach (var geo in configuration.Geo)
        {
            files.AddRange(Inside(geo));
        }

        files.AddRange(new[] { configuration.Networks, configuration.Directory, configuration.Watchlist,
            configuration.Allow }.OfType<string>());
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string[] Inside(string geo)
    {
        try
        {
            return Directory.Exists(geo) ? Directory.GetFiles(geo, "*.mmdb") : [geo];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [geo];
        }
    }

    public static Dictionary<string, string> Hash256(TablesConfiguration configuration)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in FilesOf(configuration))
        {
            try
            {
                using var stream = File.OpenRead(file);
                hashes[file] = Convert.ToHexStringLower(SHA256.HashData(stream));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Whoever reads the table says why it cannot be read.
                hashes[file] = "";
            }
        }

        return hashes;
    }

    public static bool SameAs(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.GetValueOrDefault(pair.Key) == pair.Value);

    /// <summary>Problems name the flags of the command line; here they are settings.</summary>
    private static string Named(string problem) =>
        problem.StartsWith("--", StringComparison.Ordinal) ? $"tables.{problem[2..]}" : problem;

    private static string HashOf(IReadOnlyDictionary<string, string> hashes)
    {
        // File names may differ between workers' machines; content, in the order of what it is for, may not.
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, hash) in hashes.OrderBy(pair => Path.GetFileName(pair.Key), StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal))
            all.AppendData(System.Text.Encoding.ASCII.GetBytes(hash + "\n"));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
