using Confluent.Kafka;
using Streams.Files;

namespace Streams.Acceptance.Service;

/// <summary>
/// Plays log files into source topics at a rate, in the order of time in which collectors would have sent them.
/// </summary>
public sealed class Feeder(string bootstrap, int partitions, string prefix = "")
{
    private readonly List<(long Time, string Topic, byte[] Record)> _records = [];
    private readonly Dictionary<string, int> _next = [];
    private string? _lost;

    public long Records => _records.Count;

    public long Bytes => _records.Sum(r => (long)r.Record.Length);

    /// <summary>The newest event in them.</summary>
    public DateTime Last => DateTimeOffset.FromUnixTimeMilliseconds(_records[^1].Time).UtcDateTime;

    /// <summary>How many were sent so far.</summary>
    public long Sent { get; private set; }

    public IReadOnlyList<string> Topics => [.. _records.Select(r => r.Topic).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Each folder below is a topic.</summary>
    public Feeder Load(string logs)
    {
        foreach (var folder in Directory.GetDirectories(logs).Order(StringComparer.Ordinal))
        {
            var times = new SendTimes();
            foreach (var file in LogFiles.Find([folder]).OrderBy(f => f.Path, StringComparer.Ordinal))
            {
                foreach (var part in LogParts.Open(file))
                {
                    using (part)
                    {
                        using var reader = new RecordReader(part.Stream!);
                        while (reader.Read(out var read, out _, out _))
                        {
                            byte[] record = [.. read];
                            _records.Add((times.Of(record), prefix + Path.GetFileName(folder), record));
                        }
                    }
                }
            }
        }

        _records.Sort((a, b) => a.Time.CompareTo(b.Time));
        return this;
    }

    /// <summary>One more record, behind everything that is there.</summary>
    public Feeder Add(string topic, byte[] record)
    {
        _records.Add((long.MaxValue, prefix + topic, record));
        return this;
    }

    /// <summary>Puts records of a test's own between the others, one after every so many.</summary>
    public void Mix(int every, Func<byte[], byte[]?> make)
    {
        for (var i = _records.Count - 1; i >= 0; i -= every)
        {
            var (time, topic, record) = _records[i];
            if (make(record) is { } another) _records.Insert(i + 1, (time, topic, another));
        }
    }

    /// <summary>Records before that time.</summary>
    public long CountBefore(DateTime time)
    {
        var end = new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return _records.TakeWhile(record => record.Time < end).LongCount();
    }

    /// <summary>
    /// Sends what was not sent yet, so many records a second, 0 as fast as it goes: all, or until so many are sent.
    /// </summary>
    public void Play(int rate, long until = long.MaxValue)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 5,
            MessageTimeoutMs = 300_000,
        }).SetLogHandler((_, _) => { }).Build();
        var began = Environment.TickCount64;
        var first = (int)Sent;
        for (var sent = first; sent < Math.Min(until, _records.Count); sent++)
        {
            var (_, topic, record) = _records[sent];
            var index = _next[topic] = _next.GetValueOrDefault(topic) + 1;
            Send(producer, topic, index % partitions, record);
            if (rate > 0 && sent % 64 == 0)
            {
                var due = began + (sent - first) * 1000L / rate;
                Thread.Sleep((int)Math.Max(0, due - Environment.TickCount64));
            }

            Sent = sent + 1;
        }

        producer.Flush(TimeSpan.FromMinutes(5)).ShouldBe(0);
        _lost.ShouldBeNull("the test's own input is not complete");
    }

    private void Send(IProducer<Null, byte[]> producer, string topic, int partition, byte[] record)
    {
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition(topic, partition), new Message<Null, byte[]> { Value = record }, Delivered);
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                Thread.Sleep(10);
            }
        }
    }

    private void Delivered(DeliveryReport<Null, byte[]> report)
    {
        if (report.Error.IsError) _lost ??= $"{report.TopicPartition}: {report.Error.Code} {report.Error.Reason}";
    }
}
