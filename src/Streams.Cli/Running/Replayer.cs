using Streams.Cli.Configuration.Sections;
using Streams.Cli.Hunting;
using Streams.Core.Formats;
using Streams.Kafka;
using Streams.Runtime.Ingest;

namespace Streams.Cli.Running;

/// <summary>
/// What the source topics still hold, through today's tables and rules, in memory: nothing is written anywhere, and the
/// deployment does not notice.
/// </summary>
internal sealed class Replayer(StreamsConfiguration configuration, Progress progress)
{
    private const int ToldEvery = 100_000;

    /// <summary>Times are those of events, both ends included: a topic may have been filled long after.</summary>
    public HuntResult Run(long from, long to, HuntOptions options, CancellationToken cancel)
    {
        var kafka = KafkaSettings.Options(configuration);
        using var setup = new KafkaSetup(kafka, KafkaSettings.Plan(configuration));
        var partitions = setup.SourcePartitions();
        if (partitions.Count == 0) throw new KafkaDeploymentException("none of the source topics exists: see sources in the configuration");
        var library = new TableLibrary(configuration);
        var set = library.Get(library.Local.Version, _ => library.Local.Bytes);
        var runner = new HuntRunner(
            options with { Tables = set.Tables, Set = set, Sources = set.SettingsAt, SinceMs = from, UntilMs = to }, progress);
        using var reader = new DeploymentReader(kafka);
        return runner.Run(intake =>
        {
            // Copies are told apart by path and offset: the order of partitions must be the same in every run.
            foreach (var source in partitions.OrderBy(p => p.Log.ToString(), StringComparer.Ordinal))
                Read(reader, source, set.SettingsAt(source.Log.ToString()), intake, cancel);
        }, cancel);
    }

    private void Read(DeploymentReader reader, SourcePartition source, SourceSettings settings, Intake intake, CancellationToken cancel)
    {
        var path = source.Log.ToString();
        var taken = 0L;
        foreach (var record in reader.ReadSource(source.Log))
        {
            cancel.ThrowIfCancellationRequested();
            // As the service takes it: receipt is the broker's time, to the minute.
            var received = record.Timestamp / 60_000 * 60_000;
            if (received != settings.ReceivedMs) settings = settings with { ReceivedMs = received };
            intake.Read(path, (uint)record.Offset + 1, new ArraySegment<byte>(record.Buffer, record.Start, record.Length), settings);
            if (++taken % ToldEvery == 0) progress.Stage($"read from {path}", taken);
        }
    }
}
