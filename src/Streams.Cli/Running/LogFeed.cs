using System.Buffers.Binary;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Hunting;
using Streams.Core.Activities;
using Streams.Core.Formats;
using Streams.Files;
using Streams.Files.Sorting;
using Streams.Kafka;

namespace Streams.Cli.Running;

/// <summary>What a feed sent, and what it could not.</summary>
internal sealed record FedLogs(IReadOnlyDictionary<string, long> Topics, IReadOnlyList<string> Problems);

/// <summary>
/// Files of logs into source topics, one record after the other in the order of time: so a file that was packed, that is
/// written newest first or that overlaps with another arrives as if it had been sent when it happened.
/// </summary>
internal sealed class LogFeed(StreamsConfiguration configuration, Progress progress)
{
    private const int PacedEvery = 64, ToldEvery = 10_000, TopicBytes = sizeof(int);

    /// <summary>The feed may share its machine with all that it feeds.</summary>
    private const long SortBytes = 128L << 20;

    private readonly List<string> _topics = [], _problems = [];

    /// <param name="topicOf">The source topic of a path; null where it has none, which was said before.</param>
    /// <param name="rate">Records a second; 0: as fast as they are taken.</param>
    public FedLogs Run(IReadOnlyList<LogFile> files, Func<string, string> topicOf, int rate, CancellationToken cancel)
    {
        using var sorter = new ExternalSorter(new SorterSettings { MemoryBytes = SortBytes });
        progress.Files(files);
        foreach (var file in files)
        {
            Read(file, topicOf(file.Path), sorter, cancel);
            progress.FileDone(file);
        }

        var sent = Send(sorter, rate, cancel);
        progress.Done();
        return new FedLogs(sent, _problems);
    }

    private void Read(LogFile file, string topic, ExternalSorter sorter, CancellationToken cancel)
    {
        var number = _topics.IndexOf(topic);
        if (number < 0)
        {
            number = _topics.Count;
            _topics.Add(topic);
        }

        var settings = TableLibrary.Settings(configuration.Sources.First(source => source.Topic == topic)) with
        {
            ReceivedMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
        var bytes = Array.Empty<byte>();
        foreach (var part in LogParts.Open(file))
        {
            using var opened = part;
            if (part.Stream is null)
            {
                if (!part.IsSkipped) _problems.Add(part.Problem ?? $"{part.Path}: cannot be read");
                continue;
            }

            var times = new SendTimes(settings);
            using var reader = new RecordReader(part.Stream);
            while (reader.Read(out var record, out _, out var problem))
            {
                cancel.ThrowIfCancellationRequested();
                if (problem is not null) _problems.Add($"{part.Path}: {problem}");
                if (record.Count == 0) continue;
                if (bytes.Length < TopicBytes + record.Count) bytes = new byte[2 * (TopicBytes + record.Count)];
                BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
                record.AsSpan().CopyTo(bytes.AsSpan(TopicBytes));
                sorter.Add(times.Of(record), default, (ulong)sorter.Count, bytes.AsSpan(0, TopicBytes + record.Count));
                progress.Read(reader.Position);
            }
        }
    }

    private Dictionary<string, long> Send(ExternalSorter sorter, int rate, CancellationToken cancel)
    {
        var counts = _topics.ToDictionary(topic => topic, _ => 0L, StringComparer.Ordinal);
        using var writer = new TopicWriter(KafkaSettings.Options(configuration));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var sent = 0L; sorter.MoveNext(); sent++)
        {
            var topic = _topics[BinaryPrimitives.ReadInt32LittleEndian(sorter.Payload)];
            var record = sorter.Payload[TopicBytes..].ToArray();
            if (writer.Send(topic, record, cancel)) counts[topic]++;
            else _problems.Add($"a record of {record.Length} bytes is more than {topic} takes");
            if (sent % ToldEvery == 0) progress.Stage("feeding", sent);
            if (rate == 0 || sent % PacedEvery != 0) continue;
            var early = TimeSpan.FromSeconds((double)sent / rate) - clock.Elapsed;
            if (early > TimeSpan.Zero) cancel.WaitHandle.WaitOne(early);
        }

        writer.Flush(cancel);
        return counts;
    }

    /// <summary>A collector sends a record with the newest event in it; one without a time goes with the one before it.</summary>
    private sealed class SendTimes(SourceSettings settings) : IDecodeSink
    {
        private readonly Decoder _decoder = new();
        private long _newest = long.MinValue;

        public long Of(ArraySegment<byte> record)
        {
            var before = _newest;
            _newest = long.MinValue;
            _decoder.Decode(record.Array!, record.Offset, record.Count, settings, this);
            if (_newest == long.MinValue) _newest = before;
            return _newest;
        }

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
        {
            if (result.Status is DecodeStatus.Decoded or DecodeStatus.Ignored) _newest = Math.Max(_newest, activity.Time);
        }
    }
}
