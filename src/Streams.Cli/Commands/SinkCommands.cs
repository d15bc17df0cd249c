using System.CommandLine;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Running;
using Streams.Elasticsearch;
using Streams.Elasticsearch.Setup;
using Streams.Kafka;
using Streams.Runtime.Deliver;
using Streams.Webhooks.Outbox;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>outbox</c>: what was not delivered. Dead letters of webhooks, documents that the index refused; each is sent
/// again on request.
/// </summary>
internal static class SinkCommands
{
    public static Command Create()
    {
        var command = new Command("outbox", "What could not be delivered: list it, send it again, give it up");
        command.Add(List());
        command.Add(Resend());
        command.Add(Enable());
        return command;
    }

    /// <summary>Runs a command that talks to the outside; its failures are said in a sentence.</summary>
    public static async Task<int> Guarded(Func<Task> work)
    {
        try
        {
            await work();
            return ExitCode.Fine;
        }
        catch (Exception e) when (e is KafkaDeploymentException or SinkStoppedException or SetupException or HttpRequestException
            or IOException or TimeoutException)
        {
            System.Console.Error.WriteLine($"streams: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static Command List() => With("list", "Waiting, held and dead messages; refused documents", async (loaded, cancel) =>
    {
        using var outbox = new KafkaOutbox(KafkaSettings.Options(loaded));
        foreach (var message in await OutboxCommands.ListAsync(outbox, cancel: cancel))
            System.Console.Out.WriteLine(
                $"webhook\t{message.Destination}\t{message.MessageId}\t{message.State}\tattempts {message.Attempts}\t{message.LastError}");
        using var aside = new KafkaSinkQuarantine(KafkaSettings.Options(loaded));
        foreach (var document in await aside.ListAsync(cancel))
            System.Console.Out.WriteLine($"document\t{document.Index}\t{document.Id}\t{document.Reason}");
    });

    private static Command Resend() => With("resend", "Send dead messages and refused documents again", async (loaded, cancel) =>
    {
        using var outbox = new KafkaOutbox(KafkaSettings.Options(loaded));
        var sent = await OutboxCommands.ResendAsync(outbox, null, null, cancel);
        System.Console.Error.WriteLine($"streams: {sent} messages are to be sent again");
        if (!ElasticsearchSettings.IsOn(loaded)) return;
        using var aside = new KafkaSinkQuarantine(KafkaSettings.Options(loaded));
        using var sink = new ElasticsearchSink(ElasticsearchSettings.Options(loaded), aside);
        var (documents, refused) = await sink.ResendAsync(cancel);
        System.Console.Error.WriteLine($"streams: {documents} documents sent again, {refused} refused again");
    });

    private static Command Enable()
    {
        var destination = new Argument<string>("DESTINATION") { Description = "Its name in the configuration" };
        var configuration = new ConfigurationOptions();
        var command = new Command("enable", "Use a destination again that answered 410 Gone") { destination };
        configuration.AddTo(command);
        command.SetAction(async (parse, cancel) =>
        {
            if (configuration.LoadOrTell(parse) is not { } loaded) return ExitCode.Usage;
            var name = parse.GetValue(destination)!;
            string[] known = [.. loaded.Webhooks.Destinations.Select(d => d.Name)];
            if (known.Contains(name, StringComparer.Ordinal)) return await Guarded(() => Enable(loaded, name, cancel));
            System.Console.Error.WriteLine($"streams: no destination is called '{name}'; configured: {string.Join(", ", known)}");
            return ExitCode.Usage;
        });
        return command;
    }

    private static async Task Enable(StreamsConfiguration loaded, string name, CancellationToken cancel)
    {
        using var outbox = new KafkaOutbox(KafkaSettings.Options(loaded));
        await OutboxCommands.EnableAsync(outbox, name, cancel);
        var dead = (await OutboxCommands.ListAsync(outbox, OutboxState.Dead, cancel)).Count(message => message.Destination == name);
        System.Console.Error.WriteLine($"streams: {name} is used again within a minute; {dead} dead messages wait for `streams outbox resend`");
    }

    private static Command With(string name, string description, Func<StreamsConfiguration, CancellationToken, Task> work)
    {
        var configuration = new ConfigurationOptions();
        var command = new Command(name, description);
        configuration.AddTo(command);
        command.SetAction((parse, cancel) => Loaded(configuration, parse, loaded => work(loaded, cancel)));
        return command;
    }

    private static async Task<int> Loaded(
        ConfigurationOptions configuration, ParseResult parse, Func<StreamsConfiguration, Task> work) =>
        configuration.LoadOrTell(parse) is { } loaded ? await Guarded(() => work(loaded)) : ExitCode.Usage;
}
