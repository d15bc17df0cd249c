using System.CommandLine;
using Streams.Cli.Configuration;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;
using Streams.Cli.Running;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Files.Sorting;
using Streams.Kafka;
using Streams.Runtime.Actors;

namespace Streams.Cli.Commands;

/// <summary><c>replay</c>: history from the source topics through today's rules and tables; never alerts anybody.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var from = new Option<string>("--from") { Description = "Events from this time on", HelpName = "TIME", Required = true };
        var to = new Option<string>("--to") { Description = "Events up to this time", HelpName = "TIME", Required = true };
        var json = new Option<string?>("--json") { Description = "Write the result as JSON; - is standard output", HelpName = "FILE|-" };
        var report = new Option<string?>("--report") { Description = "Write a self-contained HTML report", HelpName = "FILE.html" };
        var links = new Option<string?>("--links") { Description = "Write learned links between names, as directory rows", HelpName = "FILE" };
        var all = new Option<bool>("--all") { Description = "Also accounts without a finding" };
        var quarantine = new Option<string?>("--quarantine") { Description = "Where records that were not understood go", HelpName = "FILE" };
        var temp = new Option<string?>("--temp") { Description = "Folder for sorted runs (default: the system's)", HelpName = "DIR" };
        var command = new Command("replay", "Analyse what the source topics hold with today's rules and tables; delivers and alerts nothing")
        {
            from, to, json, report, links, all, quarantine, temp,
        };
        configuration.AddTo(command);
        command.SetAction((parse, cancel) =>
        {
            var problems = new List<string>();
            var loaded = configuration.Load(parse, problems);
            var since = InputOptions.Time(parse.GetValue(from), "--from", problems);
            var until = InputOptions.Time(parse.GetValue(to), "--to", problems);
            if (since > until) problems.Add("--from is later than --to");
            if (Report.Problems(problems)) return Task.FromResult(ExitCode.Usage);
            var quiet = parse.GetValue(CommonOptions.Quiet);
            var options = new HuntOptions
            {
                Tables = Tables.Empty,
                Sources = _ => SourceSettings.Default,
                NowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
                Quarantine = parse.GetValue(quarantine),
                TempFolder = parse.GetValue(temp) ?? Path.GetTempPath(),
                All = parse.GetValue(all),
            };
            var stdout = parse.GetValue(json) ?? (parse.GetValue(CommonOptions.Output) == "json" ? "-" : null);
            try
            {
                var result = new Replayer(loaded, new Progress(quiet)).Run(since!.Value, until!.Value, options, cancel);
                HuntOutput.Write(result, new OutputChoice(stdout, parse.GetValue(report), parse.GetValue(links), null, null, quiet));
                return Task.FromResult(ExitCode.Fine);
            }
            catch (Exception e) when (e is KafkaDeploymentException or InvalidDataException or IOException or TimeoutException
                or UnauthorizedAccessException or SorterStorageException or ActorFailedException)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return Task.FromResult(ExitCode.Failed);
            }
        });
        return command;
    }
}
