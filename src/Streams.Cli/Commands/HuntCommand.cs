using System.CommandLine;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;
using Streams.Core.Scoring;
using Streams.Files;
using Streams.Files.Sorting;
using Streams.Runtime.Actors;

namespace Streams.Cli.Commands;

/// <summary><c>hunt PATH…</c>: a folder of raw logs in, ranked and explained accounts and rings out.</summary>
internal static class HuntCommand
{
    public static Command Create()
    {
        var command = new Command("hunt", "Analyse files of raw logs: who is probably not one person at home, and why");
        var options = new HuntCommandOptions();
        options.AddTo(command);
        command.SetAction((parse, cancel) => Task.FromResult(Run(parse, options, cancel)));
        return command;
    }

    private static int Run(ParseResult parse, HuntCommandOptions options, CancellationToken cancel)
    {
        var problems = new List<string>();
        var files = LogFiles.Find(parse.GetValue(options.Inputs.Paths) ?? []);
        var hunt = options.Read(parse, problems);
        Report.Missing(files, problems);
        var output = options.Output(parse, problems);
        if (Report.Problems(problems)) return ExitCode.Usage;

        try
        {
            var result = new HuntRunner(hunt, new Progress(output.Quiet)).Run(files, cancel);
            foreach (var unreadable in result.Unreadable) System.Console.Error.WriteLine($"streams: {unreadable}");
            HuntOutput.Write(result, output);
            if (output.FailOn is { } level && HasLevel(result.Document, Odds.Rank(level))) return ExitCode.Findings;
            return result.Unreadable.Count > 0 ? ExitCode.Failed : ExitCode.Fine;
        }
        catch (Exception e) when (e is SorterStorageException or ActorFailedException or IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"streams: {e.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>A ring is a hypothesis of its own: it may stand where each of its members looks harmless.</summary>
    private static bool HasLevel(HuntDocument document, int rank) =>
        document.Accounts.Any(a => Odds.Rank(a.Level) >= rank) || document.Rings.Any(r => Odds.Rank(r.Level) >= rank);
}
