using System.CommandLine;
using Streams.Cli.Configuration;
using Streams.Cli.Running;
using Streams.Core.Alerts;
using Streams.Elasticsearch;
using Streams.Kafka;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>triage ALERT</c>: what a person found out. It goes into the index, for precision by rule, and to the ledgers,
/// which close the alert or open it again.
/// </summary>
internal static class TriageCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var alert = new Argument<string>("ALERT") { Description = "The alert's id (a-…)" };
        var status = new Option<string>("--status") { Description = "open, acknowledged or closed", Required = true };
        var reason = new Option<string?>("--reason") { Description = "Where closed: false_positive, benign, duplicate, resolved" };
        var note = new Option<string?>("--note") { Description = "For whoever looks next" };
        var assignee = new Option<string?>("--assignee") { Description = "Who looks into it" };
        var tag = new Option<string[]>("--tag") { Description = "A tag; repeatable", DefaultValueFactory = _ => [] };
        var command = new Command("triage", "Record what a person found out about an alert") { alert, status, reason, note, assignee, tag };
        configuration.AddTo(command);
        command.SetAction(async (parse, cancel) =>
        {
            var problems = new List<string>();
            var loaded = configuration.Load(parse, problems);
            var record = new TriageRecord
            {
                Alert = parse.GetValue(alert)!,
                Status = parse.GetValue(status)!,
                Reason = parse.GetValue(reason),
                Note = parse.GetValue(note),
                Assignee = parse.GetValue(assignee),
                Tags = parse.GetValue(tag)!,
                Time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            };
            problems.AddRange(record.Problems());
            if (Report.Problems(problems)) return ExitCode.Usage;
            return await SinkCommands.Guarded(async () =>
            {
                if (ElasticsearchSettings.IsOn(loaded))
                {
                    using var store = new TriageStore(ElasticsearchSettings.Options(loaded));
                    await store.PutAsync(AlertJson.ToBytes(record), cancel);
                }

                var topology = new Topology(loaded.Topology.Shards);
                var frame = TriageFrame.Encode(record.ToLedger());
                for (var i = 0; i < topology.FlowPartitions; i++)
                {
                    using var flow = new CompactedTopic(KafkaSettings.Options(loaded), new Partition(Topics.Flow, i));
                    await flow.PutAsync([], frame, cancel);
                }
            });
        });
        return command;
    }
}
