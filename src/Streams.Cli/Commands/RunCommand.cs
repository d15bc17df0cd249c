using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Streams.Cli.Checking;
using Streams.Cli.Configuration;
using Streams.Cli.Running;
using Streams.Kafka;

namespace Streams.Cli.Commands;

/// <summary><c>run</c>: the service. Kafka in; Elasticsearch and webhooks out.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var check = new Option<bool>("--check") { Description = "Only check the configuration, as streams check --no-environment does" };
        var command = new Command("run", "Run the service: raw logs from Kafka, accounts, findings and alerts out") { check };
        configuration.AddTo(command);
        command.SetAction(async (parse, cancel) =>
        {
            var problems = new List<string>();
            var loaded = configuration.Load(parse, problems);
            problems.AddRange(TableCheck.Problems(loaded.Tables).Select(problem => problem.ToString()));
            if (Report.Problems(problems)) return ExitCode.Usage;
            if (parse.GetValue(check)) return ExitCode.Fine;

            // Never disposed: a signal may come when everything is over.
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            // The runtime installs no handler of its own since .NET 10: without this a TERM would end it mid-write.
            using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
            try
            {
                await new ServiceRunner(loaded, Version).RunAsync(stop.Token);
                return ExitCode.Fine;
            }
            catch (Exception e) when (e is KafkaDeploymentException or InvalidDataException)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return ExitCode.Usage;
            }
            catch (IOException e)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static string Version => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0";

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
