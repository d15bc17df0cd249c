using System.Reflection;
using Streams.Core.Enrichment;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Cli.Inputs;

/// <summary>The reference tables named on the command line.</summary>
internal sealed record TableArguments(
    IReadOnlyList<string> Geo, string? Networks, string? Directory, string? Watchlist, string? Allow);

/// <summary>Reads the tables; every problem of every file is collected, so that one run shows them all.</summary>
internal static class TableFiles
{
    public static Tables Load(TableArguments arguments, ICollection<string> problems)
    {
        var found = new List<TableProblem>();
        var tables = new Tables
        {
            Geo = LoadGeo(arguments.Geo, problems),
            Networks = LoadCsv(arguments.Networks, "--networks", problems, (name, bytes) => NetworkTable.Parse(name, bytes, found)),
            Directory = LoadCsv(arguments.Directory, "--directory", problems, (name, bytes) => DirectoryTable.Parse(name, bytes, found)),
            Watchlist = arguments.Watchlist is null
                ? Watchlist.Parse("config/watchlist.csv", Shipped("watchlist.csv"), found)
                : LoadCsv(arguments.Watchlist, "--watchlist", problems, (name, bytes) => Watchlist.Parse(name, bytes, found)),
            Allow = LoadCsv(arguments.Allow, "--allow", problems, (name, bytes) => AllowTable.Parse(name, bytes, found)),
        };
        foreach (var problem in found) problems.Add(problem.ToString());
        return tables;
    }

    /// <summary>A table that is part of the program: the defaults that hold when none is named.</summary>
    public static byte[] Shipped(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program was built without {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static T? LoadCsv<T>(string? path, string option, ICollection<string> problems, Func<string, byte[], T?> parse)
        where T : class
    {
        if (path is null) return null;
        var bytes = Read(path, option, problems);
        return bytes is null ? null : parse(path, bytes);
    }

    private static GeoDatabases? LoadGeo(IReadOnlyList<string> paths, ICollection<string> problems)
    {
        if (paths.Count == 0) return null;
        var files = new List<(string Name, byte[] Bytes)>();
        foreach (var path in paths)
        {
            var inside = System.IO.Directory.Exists(path)
                ? System.IO.Directory.GetFiles(path, "*.mmdb").Order(StringComparer.Ordinal).ToArray()
                : [path];
            if (inside.Length == 0) problems.Add($"--geo {path}: no .mmdb file in this folder");
            foreach (var file in inside)
                if (Read(file, "--geo", problems) is { } bytes) files.Add((file, bytes));
        }

        var broken = new List<MmdbException>();
        var databases = GeoDatabases.Open(files, broken);
        foreach (var problem in broken) problems.Add($"--geo {problem.Message}");
        return databases;
    }

    private static byte[]? Read(string path, string option, ICollection<string> problems)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{option} {path}: cannot be read: {e.Message}");
            return null;
        }
    }
}
