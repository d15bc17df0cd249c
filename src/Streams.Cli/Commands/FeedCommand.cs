using System.CommandLine;
using System.Globalization;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Hunting;
using Streams.Cli.Running;
using Streams.Files;
using Streams.Kafka;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>feed PATH…</c>: files of raw logs into the source topics of a deployment, in the order of time. For a trial, and
/// for history that was kept in files.
/// </summary>
internal static class FeedCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files, folders or globs of raw logs (plain, .gz, .zip); each goes to the source topic that one of its folders is called like",
            Arity = ArgumentArity.OneOrMore,
        };
        var configuration = new ConfigurationOptions();
        var topic = new Option<string?>("--topic") { Description = "The source topic for all of them", HelpName = "NAME" };
        var rate = new Option<int>("--rate") { Description = "Records a second (default: as fast as they are taken)", HelpName = "N" };
        var command = new Command("feed", "Send files of raw logs to the source topics, in the order of time") { paths, topic, rate };
        configuration.AddTo(command);
        command.SetAction((parse, cancel) =>
        {
            var problems = new List<string>();
            var loaded = configuration.Load(parse, problems);
            var files = LogFiles.Find(parse.GetValue(paths) ?? []);
            Report.Missing(files, problems);
            files = [.. files.Where(file => file.IsReadable)];
            var topics = loaded.Sources.Select(source => source.Topic).ToHashSet(StringComparer.Ordinal);
            var only = parse.GetValue(topic);
            if (only is not null && !topics.Contains(only)) problems.Add($"--topic {only}: no topic of sources in the configuration");
            else if (only is null) problems.AddRange(Homeless(files, topics));
            if (parse.GetValue(rate) < 0) problems.Add($"--rate {parse.GetValue(rate)}: expected 1 or more, or none");
            if (Report.Problems(problems)) return Task.FromResult(ExitCode.Usage);
            return Task.FromResult(Run(
                loaded, files, path => only ?? TopicOf(path, topics)!, parse.GetValue(rate), parse.GetValue(CommonOptions.Quiet), cancel));
        });
        return command;
    }

    private static int Run(
        StreamsConfiguration loaded, IReadOnlyList<LogFile> files, Func<string, string> topicOf, int rate, bool quiet,
        CancellationToken cancel)
    {
        var progress = new Progress(quiet);
        try
        {
            var fed = new LogFeed(loaded, progress).Run(files, topicOf, rate, cancel);
            progress.Say(string.Create(CultureInfo.InvariantCulture,
                $"{fed.Topics.Values.Sum()} records of {files.Count} files fed: {string.Join(", ", fed.Topics.Select(t => $"{t.Key} {t.Value}"))}"));
            return Report.Problems(fed.Problems) ? ExitCode.Failed : ExitCode.Fine;
        }
        catch (Exception e) when (e is KafkaDeploymentException or IOException or UnauthorizedAccessException)
        {
            progress.Done();
            System.Console.Error.WriteLine($"streams: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static IEnumerable<string> Homeless(IEnumerable<LogFile> files, HashSet<string> topics) =>
        from file in files
        where TopicOf(file.Path, topics) is null
        select $"{file.Path}: none of its folders is called like a topic of sources ({string.Join(", ", topics)}); say --topic NAME";

    /// <summary>The nearest folder that is called like a source topic.</summary>
    private static string? TopicOf(string path, HashSet<string> topics) =>
        Path.GetDirectoryName(Path.GetFullPath(path))!.Split(Path.DirectorySeparatorChar).LastOrDefault(topics.Contains);
}
