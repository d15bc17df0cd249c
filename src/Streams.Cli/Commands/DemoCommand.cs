using System.CommandLine;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;
using Streams.Console;
using Streams.Core.Alerts;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Setup;
using Streams.Files;
using Streams.Runtime.Deliver;
using Streams.Synthetic;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>demo</c>: no arguments, no services. A synthetic company goes through the whole pipeline; what it finds is
/// printed and reported, and given to the sinks that are named.
/// </summary>
internal static class DemoCommand
{
    /// <summary>Where the demo leaves its result; <c>explain</c> reads it from there.</summary>
    public const string Folder = "streams-demo", ResultFile = "hunt.json";

    private static readonly TimeSpan LookedAtEvery = TimeSpan.FromHours(12);

    public static Command Create()
    {
        var elasticsearch = new Option<string?>("--elasticsearch") { Description = "Index the documents there, after setup", HelpName = "URL" };
        var webhook = new Option<string?>("--webhook") { Description = "Send the alerts there, unsigned", HelpName = "URL" };
        var prefix = new Option<string>("--prefix")
        {
            Description = "Indices' names begin with it",
            HelpName = "NAME",
            DefaultValueFactory = _ => "streams",
        };
        var command = new Command("demo", "Run the whole pipeline on a synthetic company; writes streams-demo/report.html")
        {
            elasticsearch, prefix, webhook,
        };
        command.SetAction(async (parse, cancel) =>
        {
            try
            {
                var isSent = parse.GetValue(elasticsearch) is not null || parse.GetValue(webhook) is not null;
                var documents = Run(parse.GetValue(CommonOptions.Output)!, parse.GetValue(CommonOptions.Quiet), isSent, cancel);
                void Say(string text) => System.Console.Error.WriteLine($"streams: {text}");
                if (parse.GetValue(elasticsearch) is { } index)
                    await DemoDelivery.ToElasticsearch(index, parse.GetValue(prefix)!, documents, Say, cancel);
                if (parse.GetValue(webhook) is { } receiver) await DemoDelivery.ToWebhook(receiver, documents, Say, cancel);
                return ExitCode.Fine;
            }
            catch (InvalidDataException e)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return ExitCode.Usage;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SetupException or SinkStoppedException)
            {
                System.Console.Error.WriteLine($"streams: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static IReadOnlyList<ResultDocument> Run(string format, bool quiet, bool isSent, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            if (!quiet) System.Console.Error.WriteLine($"streams: making a company of 400 accounts and 45 days in {Folder}/company …");
            var company = Path.Combine(Folder, "company");
            CompanyWriter.Write(Company.Create(new CompanyOptions()), new FolderOutput(company));
            var result = new HuntRunner(Options(company, isSent), new Progress(quiet)).Run(LogFiles.Find([Path.Combine(company, "logs")]), cancel);
            File.WriteAllBytes(Path.Combine(Folder, ResultFile), HuntJson.ToBytes(result.Document));
            var report = Path.Combine(Folder, "report.html");
            HuntOutput.WriteReport(report, result.Document);
            Print(result.Document, format, quiet, report);
            // Only a service says how far its sources are.
            return [.. result.Documents.Where(document => document.Kind != "source")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Folder}: {e.Message}", e);
        }
    }

    /// <summary>
    /// The end of it is the same with sinks and without. Sinks are told on the way as a service would tell them, so that
    /// there are scores over time, events of suspects, and alerts that open and close.
    /// </summary>
    private static HuntOptions Options(string company, bool isSent)
    {
        var problems = new List<string>();
        string Table(string name) => Path.Combine(company, name);
        var tables = TableFiles.Load(
            new TableArguments([], Table("networks.csv"), Table("directory.csv"), Table("watchlist.csv"), Table("allow.csv")), problems);
        if (problems.Count > 0) throw new InvalidDataException(string.Join(Environment.NewLine, problems));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return new HuntOptions
        {
            Tables = tables,
            Sources = SourceRules.Parse([], now, problems).For,
            NowMs = now,
            Alerts = AlertPolicy.Default,
            ClockEveryMs = isSent ? (long)LookedAtEvery.TotalMilliseconds : 0,
            EvidencePerDay = isSent ? new ElasticsearchConfiguration().EvidencePerDay : 0,
        };
    }

    private static void Print(HuntDocument document, string format, bool quiet, string report)
    {
        if (format == "json")
        {
            using var stdout = System.Console.OpenStandardOutput();
            stdout.Write(HuntJson.ToBytes(document));
            return;
        }

        TextReport.Write(System.Console.Out, document, HuntOutput.UseColour, HuntOutput.Width);
        if (quiet) return;
        System.Console.WriteLine();
        System.Console.WriteLine($"The report: {report}");
        if (document.Accounts.Count > 0) System.Console.WriteLine($"Why one of them: ./streams explain {document.Accounts[0].Account}");
    }
}
