using System.CommandLine;
using System.Text.Json;
using Streams.Cli.Checking;
using Streams.Cli.Configuration;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>check [--no-environment]</c>: is the configuration right, and, without the flag, is the world as it says?
/// </summary>
internal static class CheckCommand
{
    public static Command Create(params IReadOnlyList<IEnvironmentCheck> probes)
    {
        var configuration = new ConfigurationOptions();
        var noEnvironment = new Option<bool>("--no-environment")
        {
            Description = "Only what can be seen without asking anybody",
        };
        var json = new Option<bool>("--json") { Description = "The same as --output json" };
        var schema = new Option<bool>("--schema")
        {
            Description = "Print the JSON schema of the configuration and end",
        };
        var command = new Command("check", "Check the configuration, then what it names: Kafka, Elasticsearch, webhook hosts")
        {
            noEnvironment, json, schema,
        };
        configuration.AddTo(command);
        command.SetAction(async (parse, cancel) =>
        {
            if (parse.GetValue(schema))
            {
                System.Console.Out.Write(ConfigurationSchema.Write());
                return ExitCode.Fine;
            }

            var asked = parse.GetValue(noEnvironment) ? [] : probes;
            var problems = await RunAsync(configuration.Read(parse), asked, cancel);
            var isJson = parse.GetValue(json) || parse.GetValue(CommonOptions.Output) == "json";
            if (isJson) WriteJson(problems);
            else WriteText(problems, parse.GetValue(CommonOptions.Quiet), asked);
            return problems.Count == 0 ? ExitCode.Fine : ExitCode.Usage;
        });
        return command;
    }

    /// <summary>The static part, then, where that is clean, every probe at once.</summary>
    public static async Task<IReadOnlyList<ConfigurationProblem>> RunAsync(
        ConfigurationSources sources, IReadOnlyList<IEnvironmentCheck> probes, CancellationToken cancel)
    {
        var problems = new List<ConfigurationProblem>();
        var loaded = ConfigurationLoader.Load(sources, problems);
        problems.AddRange(TableCheck.Problems(loaded.Tables));
        if (problems.Count > 0) return problems;
        foreach (var found in await Task.WhenAll(probes.Select(probe => probe.CheckAsync(loaded, cancel))))
            problems.AddRange(found);
        return problems;
    }

    private static void WriteText(IReadOnlyList<ConfigurationProblem> problems, bool quiet,
        IReadOnlyList<IEnvironmentCheck> asked)
    {
        var talk = System.Console.Error;
        foreach (var problem in problems) talk.WriteLine($"streams: {problem}");
        var names = string.Join(", ", asked.Select(probe => probe.Name));
        if (problems.Count > 0) talk.WriteLine(problems.Count == 1 ? "streams: 1 problem" : $"streams: {problems.Count} problems");
        else if (!quiet) talk.WriteLine(names.Length == 0 ? "streams: the configuration is fine" : $"streams: the configuration is fine; asked: {names}");
    }

    private static void WriteJson(IReadOnlyList<ConfigurationProblem> problems)
    {
        using var stdout = System.Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(stdout, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid", problems.Count == 0);
            writer.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                writer.WriteStartObject();
                writer.WriteString("path", problem.Path);
                writer.WriteString("found", problem.Found);
                writer.WriteString("allowed", problem.Allowed);
                writer.WriteString("hint", problem.Hint);
                writer.WriteString("origin", problem.Origin);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        stdout.WriteByte((byte)'\n');
    }
}
