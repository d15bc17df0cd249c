using System.CommandLine;
using System.Globalization;
using Streams.Synthetic;

namespace Streams.Cli.Commands;

/// <summary><c>generate</c>: the synthetic company as raw vendor logs, with tables and a truth file.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder to write to; made if it is not there",
            DefaultValueFactory = _ => new DirectoryInfo("streams-company"),
            HelpName = "DIR",
        };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same bytes", DefaultValueFactory = _ => 1 };
        var accounts = new Option<int>("--accounts") { Description = "People, services and shared accounts", DefaultValueFactory = _ => 400 };
        var days = new Option<int>("--days") { Description = "Days of work", DefaultValueFactory = _ => 45 };
        var start = new Option<string?>("--start") { Description = "First day (default 2025-02-17)", HelpName = "DATE" };
        var command = new Command("generate", "Write a synthetic company as raw vendor logs, with planted schemes and a truth file")
        {
            folder, seed, accounts, days, start,
        };
        command.SetAction(parse => Run(
            parse.GetValue(folder)!, parse.GetValue(seed), parse.GetValue(accounts), parse.GetValue(days), parse.GetValue(start),
            parse.GetValue(CommonOptions.Quiet)));
        return command;
    }

    private static int Run(DirectoryInfo folder, int seed, int accounts, int days, string? start, bool quiet)
    {
        var options = new CompanyOptions { Seed = seed, Accounts = accounts, Days = days };
        if (start is not null)
        {
            if (!DateOnly.TryParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                System.Console.Error.WriteLine($"streams: --start '{start}': not a date; expected for example 2025-02-17");
                return ExitCode.Usage;
            }

            options = options with { Start = date };
        }

        try
        {
            var output = new FolderOutput(folder.FullName);
            CompanyWriter.Write(Company.Create(options), output);
            if (!quiet)
                System.Console.Error.WriteLine($"streams: {folder.FullName}: logs/ and tables of a company of {accounts} accounts over {days} days; truth.json says who is what");
            return ExitCode.Fine;
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The program's own options have the names of the command line's.
            System.Console.Error.WriteLine($"streams: --{e.ParamName?.ToLowerInvariant()} {e.ActualValue}: out of range: {CompanyOptions.Bounds}");
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"streams: --out {folder}: {e.Message}");
            return ExitCode.Failed;
        }
    }
}

/// <summary>A company's files below a folder.</summary>
internal sealed class FolderOutput(string folder) : ICompanyOutput
{
    public Stream Open(string relativePath)
    {
        var path = Path.Combine(folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
    }
}
