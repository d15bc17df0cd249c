using System.CommandLine;
using Streams.Cli.Configuration;
using Streams.Cli.Running;
using Streams.Elasticsearch.Setup;
using Streams.Kafka;
using Streams.Runtime.Deliver;

namespace Streams.Cli.Commands;

/// <summary><c>setup</c>: makes what a deployment needs and is not there; changes nothing that is.</summary>
internal static class SetupCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var command = new Command("setup", "Create topics, index templates and dashboards; twice changes nothing");
        configuration.AddTo(command);
        command.SetAction(async (parse, cancel) =>
        {
            if (configuration.LoadOrTell(parse) is not { } loaded) return ExitCode.Usage;
            try
            {
                using var kafka = new KafkaSetup(KafkaSettings.Options(loaded), KafkaSettings.Plan(loaded));
                var made = await kafka.CreateAsync();
                Say(parse, made.Count == 0 ? "topics: all there" : $"topics: created {string.Join(", ", made)}");
                if (!ElasticsearchSettings.IsOn(loaded)) return ExitCode.Fine;
                using var elastic = new ElasticsearchSetup(ElasticsearchSettings.Options(loaded));
                var report = await elastic.RunAsync(cancel);
                Say(parse, report.Changed.Count == 0 ? "elasticsearch: all there" : $"elasticsearch: {string.Join(", ", report.Changed)}");
                foreach (var text in report.Notes) Say(parse, text);
                return ExitCode.Fine;
            }
            catch (Exception e) when (e is KafkaDeploymentException or SetupException or SinkStoppedException)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static void Say(ParseResult parse, string text)
    {
        if (!parse.GetValue(CommonOptions.Quiet)) System.Console.Error.WriteLine($"streams: {text}");
    }
}
