using System.CommandLine;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;
using Streams.Console;
using Streams.Core.Scoring;
using Streams.Files;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>explain ACCOUNT|FINDING</c>: contributions, evidence, thresholds, what would have prevented it.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "An account (by any of its names), a finding's id, or a ring's id" };
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Raw logs to hunt through first; without any, --from is read",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var from = new Option<string>("--from")
        {
            Description = "A result of hunt --json (default: the demo's)",
            DefaultValueFactory = _ => Path.Combine(DemoCommand.Folder, DemoCommand.ResultFile),
            HelpName = "FILE.json",
        };
        var inputs = new InputOptions();
        var command = new Command("explain", "Say why: contributions, evidence, thresholds, what would have prevented it") { subject, paths, from };
        inputs.AddTo(command, paths: false);
        command.SetAction((parse, cancel) =>
        {
            var problems = new List<string>();
            var document = parse.GetValue(paths) is { Length: > 0 } given
                ? Hunt(given, inputs.Read(parse, DateTimeOffset.UtcNow, problems), parse.GetValue(CommonOptions.Quiet), problems, cancel)
                : Load(parse.GetValue(from)!, problems);
            if (Report.Problems(problems) || document is null) return Task.FromResult(ExitCode.Usage);
            return Task.FromResult(Explain(document, parse.GetValue(subject)!));
        });
        return command;
    }

    private static int Explain(HuntDocument document, string subject)
    {
        using var text = new StringWriter();
        var found = ExplainText.Write(text, document, subject, HuntOutput.UseColour, HuntOutput.Width);
        // Suggestions are talk: a script that reads stdout gets an explanation or nothing.
        (found ? System.Console.Out : System.Console.Error).Write(text);
        return found ? ExitCode.Fine : ExitCode.Failed;
    }

    private static HuntDocument? Hunt(string[] paths, Inputs.Inputs inputs, bool quiet, List<string> problems, CancellationToken cancel)
    {
        var files = LogFiles.Find(paths);
        Report.Missing(files, problems);
        if (problems.Count > 0) return null;
        var options = new HuntOptions
        {
            Tables = inputs.Tables,
            Sources = inputs.Sources.For,
            NowMs = inputs.NowMs,
            Quarantine = inputs.Quarantine,
            All = true,
        };
        return new HuntRunner(options, new Progress(quiet)).Run(files, cancel).Document;
    }

    private static HuntDocument? Load(string path, List<string> problems)
    {
        try
        {
            return HuntJson.Read(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path}: cannot be read ({e.Message}). Name logs (explain SUBJECT PATH…), or a result with --from FILE.json (made by hunt --json), or run the demo first.");
        }
        catch (FormatException e)
        {
            problems.Add($"{path}: not a result of hunt --json: {e.Message}");
        }

        return null;
    }
}
