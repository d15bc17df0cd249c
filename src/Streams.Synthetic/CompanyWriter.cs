using System.Text;
using Streams.Synthetic.Geography;
using Streams.Synthetic.Logs;
using Streams.Synthetic.People;
using Streams.Synthetic.Tables;
using Streams.Synthetic.Work;

namespace Streams.Synthetic;

/// <summary>
/// Writes a company as a collector would have left it: raw vendor logs, the reference tables and, for the judge, the
/// truth.
/// </summary>
public static class CompanyWriter
{
    private const string WatchlistHeader = "type,value,source,reason,listed";
    private const string AllowHeader = "rule,account,artefact_type,artefact,reason,owner,until";

    public static void Write(Company company, ICompanyOutput output)
    {
        WriteTable(output, "directory.csv", DirectoryCsv.Header, DirectoryCsv.Rows(company));
        WriteTable(output, "networks.csv", NetworkRows.Header, NetworkRows.All());
        WriteTable(output, "watchlist.csv", WatchlistHeader, Watchlists.Rows);
        WriteTable(output, "allow.csv", AllowHeader, AllowRows.All(company));
        using (var logs = new LogFiles(company.Options, output))
        {
            foreach (var (day, happenings) in Simulation.Run(company)) logs.Write(day, happenings);
        }

        using var truth = output.Open("truth.json");
        TruthFile.Write(company, truth);
    }

    private static void WriteTable(ICompanyOutput output, string path, string header, IEnumerable<string> rows)
    {
        using var writer = new StreamWriter(output.Open(path), new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var row in rows) writer.WriteLine(row);
    }
}
