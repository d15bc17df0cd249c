using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Reference;

namespace Streams.Cli.Checking;

/// <summary>The reference tables parse; part of the static check, for they are part of the configuration.</summary>
internal static class TableCheck
{
    public static IEnumerable<ConfigurationProblem> Problems(TablesConfiguration tables)
    {
        var problems = new List<string>();
        FileTables.Load(tables, problems);
        return problems.Select(problem => new ConfigurationProblem("tables", problem, "a table that can be used"));
    }
}
