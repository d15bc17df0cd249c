using System.CommandLine;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;
using Streams.Console;
using Streams.Core.Scoring;
using Streams.Files;
using Streams.Synthetic;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>demo</c>: no arguments, no services. A synthetic company goes through the whole pipeline; what it finds is
/// printed and reported.
/// </summary>
internal static class DemoCommand
{
    /// <summary>Where the demo leaves its result; <c>explain</c> reads it from there.</summary>
    public const string Folder = "streams-demo", ResultFile = "hunt.json";

    public static Command Create()
    {
        var command = new Command("demo", "Run the whole pipeline on a synthetic company; writes streams-demo/report.html");
        command.SetAction((parse, cancel) =>
            Task.FromResult(Run(parse.GetValue(CommonOptions.Output)!, parse.GetValue(CommonOptions.Quiet), cancel)));
        return command;
    }

    private static int Run(string format, bool quiet, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            if (!quiet) System.Console.Error.WriteLine($"streams: making a company of 400 accounts and 45 days in {Folder}/company …");
            var company = Path.Combine(Folder, "company");
            CompanyWriter.Write(Company.Create(new CompanyOptions()), new FolderOutput(company));
            var result = new HuntRunner(Options(company), new Progress(quiet)).Run(LogFiles.Find([Path.Combine(company, "logs")]), cancel);
            File.WriteAllBytes(Path.Combine(Folder, ResultFile), HuntJson.ToBytes(result.Document));
            var report = Path.Combine(Folder, "report.html");
            HuntOutput.WriteReport(report, result.Document);
            Print(result.Document, format, quiet, report);
            return ExitCode.Fine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"streams: {Folder}: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static HuntOptions Options(string company)
    {
        var problems = new List<string>();
        string Table(string name) => Path.Combine(company, name);
        var tables = TableFiles.Load(
            new TableArguments([], Table("networks.csv"), Table("directory.csv"), Table("watchlist.csv"), Table("allow.csv")), problems);
        if (problems.Count > 0) throw new InvalidDataException(string.Join(Environment.NewLine, problems));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return new HuntOptions { Tables = tables, Sources = SourceRules.Parse([], now, problems), NowMs = now };
    }

    private static void Print(HuntDocument document, string format, bool quiet, string report)
    {
        if (format == "json")
        {
            using var stdout = System.Console.OpenStandardOutput();
            stdout.Write(HuntJson.ToBytes(document));
            return;
        }

        TextReport.Write(System.Console.Out, document, HuntOutput.UseColour, HuntOutput.Width);
        if (quiet) return;
        System.Console.WriteLine();
        System.Console.WriteLine($"The report: {report}");
        if (document.Accounts.Count > 0) System.Console.WriteLine($"Why one of them: ./streams explain {document.Accounts[0].Account}");
    }
}
