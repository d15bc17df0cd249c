using System.CommandLine;
using Streams.Cli.Configuration;
using Streams.Cli.Inputs;
using Streams.Cli.Running;
using Streams.Core.Scoring;
using Streams.Kafka;

namespace Streams.Cli.Commands;

/// <summary><c>export</c>: a running deployment in the shape of <c>hunt --json</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var asOf = new Option<string>("--as-of") { Description = "Event time that scores are told of, RFC 3339", HelpName = "TIME", Required = true };
        var json = new Option<string>("--json") { Description = "Where to write; - is stdout", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        var all = new Option<bool>("--all") { Description = "Accounts without a finding too" };
        var command = new Command("export", "Write a running deployment's accounts, findings and rings as hunt --json does") { asOf, json, all };
        configuration.AddTo(command);
        command.SetAction((parse, cancel) =>
        {
            var problems = new List<string>();
            var loaded = configuration.Load(parse, problems);
            var time = InputOptions.Time(parse.GetValue(asOf), "--as-of", problems);
            if (Report.Problems(problems)) return Task.FromResult(ExitCode.Usage);
            try
            {
                var exporter = new Exporter(loaded);
                var document = exporter.Export(time!.Value, parse.GetValue(all), cancel);
                Write(parse.GetValue(json)!, HuntJson.ToBytes(document));
                if (exporter.Late > 0)
                    System.Console.Error.WriteLine($"streams: {exporter.Late} events came later than processing.lateness allows");
                return Task.FromResult(ExitCode.Fine);
            }
            catch (Exception e) when (e is KafkaDeploymentException or InvalidDataException or IOException or TimeoutException)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return Task.FromResult(ExitCode.Failed);
            }
        });
        return command;
    }

    private static void Write(string file, byte[] bytes)
    {
        if (file != "-")
        {
            File.WriteAllBytes(file, bytes);
            return;
        }

        using var stdout = System.Console.OpenStandardOutput();
        stdout.Write(bytes);
        stdout.WriteByte((byte)'\n');
    }
}
