using Streams.Core.Enrichment;
using Streams.Synthetic;

namespace Streams.Benchmarks;

/// <summary>
/// The reference tables of the synthetic company, read by the real parsers; its logs are thrown away.
/// </summary>
internal sealed class CompanyTables : ICompanyOutput
{
    private readonly Dictionary<string, MemoryStream> _files = [];

    public static Tables Of(CompanyOptions options)
    {
        var output = new CompanyTables();
        // Tables do not depend on the days; a week of logs is the least that can be asked for.
        CompanyWriter.Write(Company.Create(options with { Days = 7 }), output);
        var problems = new List<TableProblem>();
        var tables = new Tables
        {
            Networks = NetworkTable.Parse("networks.csv", output.Bytes("networks.csv"), problems),
            Directory = DirectoryTable.Parse("directory.csv", output.Bytes("directory.csv"), problems),
            Watchlist = Watchlist.Parse("watchlist.csv", output.Bytes("watchlist.csv"), problems),
            Allow = AllowTable.Parse("allow.csv", output.Bytes("allow.csv"), problems),
        };
        if (problems.Count > 0) throw new InvalidOperationException(problems[0].ToString());
        return tables;
    }

    public Stream Open(string relativePath)
    {
        if (!relativePath.EndsWith(".csv", StringComparison.Ordinal) || relativePath.Contains('/')) return Stream.Null;
        return _files[relativePath] = new MemoryStream();
    }

    private byte[] Bytes(string name) => _files[name].ToArray();
}
