using System.Collections.Concurrent;
using Confluent.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>
/// Reads a whole partition as it stands now: snapshots at a restore, decisions, contents. Consumers are kept, for the
/// connection costs more than most of these topics.
/// </summary>
internal sealed class TopicReader(KafkaClients clients) : IDisposable
{
    /// <summary>A broker that says nothing for so long fails the read.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<IConsumer<byte[], byte[]>> _idle = [];

    /// <summary>Every record from the first to the last that is there when the reading begins.</summary>
    public IEnumerable<LogRecord> ReadAll(Partition partition, long from = 0)
    {
        var consumer = Take();
        var name = clients.Of(partition);
        try
        {
            var marks = consumer.QueryWatermarkOffsets(name, SilenceMax);
            from = Math.Max(from, marks.Low.Value);
            if (marks.High.Value <= from) yield break;
            consumer.Assign(new TopicPartitionOffset(name, from));
            var heard = Environment.TickCount64;
            while (true)
            {
                var result = consumer.Consume(100);
                if (result is null)
                {
                    if (Environment.TickCount64 - heard > SilenceMax.TotalMilliseconds)
                        throw new TimeoutException($"no answer while reading {partition}; {marks.High.Value - from} records were expected");
                    continue;
                }

                heard = Environment.TickCount64;
                if (result.TopicPartition != name) continue;
                if (result.Offset.Value >= marks.High.Value) yield break;
                if (result.IsPartitionEOF) continue;
                var value = result.Message.Value ?? [];
                yield return new LogRecord(result.Offset.Value, value, 0, value.Length, result.Message.Key)
                {
                    Timestamp = result.Message.Timestamp.UnixTimestampMs,
                };
                if (result.Offset.Value + 1 >= marks.High.Value) yield break;
            }
        }
        finally
        {
            consumer.Unassign();
            _idle.Add(consumer);
        }
    }

    public WatermarkOffsets Bounds(Partition partition)
    {
        var consumer = Take();
        try
        {
            return consumer.QueryWatermarkOffsets(clients.Of(partition), SilenceMax);
        }
        finally
        {
            _idle.Add(consumer);
        }
    }

    public void Dispose()
    {
        foreach (var consumer in _idle) consumer.Dispose();
    }

    private IConsumer<byte[], byte[]> Take()
    {
        if (_idle.TryTake(out var consumer))
        {
            clients.Login.Renew(consumer);
            return consumer;
        }

        var config = clients.Reader("restore", headers: false);
        config.ConsumeResultFields = "timestamp,topic";
        config.FetchWaitMaxMs = 10;
        return clients.Login.Open(new ConsumerBuilder<byte[], byte[]>(config));
    }
}
