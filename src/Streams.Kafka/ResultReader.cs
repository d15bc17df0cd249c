using Confluent.Kafka;
using Streams.Runtime.Deliver;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>
/// A sink's cursor in the results log: its own consumer group, committed only when every document of a batch is
/// resolved. Its outage is its own lag and nobody else's.
/// </summary>
public sealed class ResultReader(KafkaOptions options, ISink sink, Action<string> say)
{
    private const int DocumentsMax = 2_000, BytesMax = 8 << 20, PollMs = 100, LingerMs = 200;

    /// <summary>Documents resolved since the start.</summary>
    public long Delivered { get; private set; }

    /// <summary>Reads and delivers until cancelled, or until the sink says that somebody must mend something.</summary>
    public void Run(CancellationToken cancel)
    {
        var clients = new KafkaClients(options);
        var config = clients.Member($"sink-{sink.Name}");
        config.QueuedMaxMessagesKbytes = 32 * 1024;
        config.QueuedMinMessages = 10_000;
        config.MaxPollIntervalMs = 86_400_000;
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Subscribe(clients.TopicOf(Topics.Results));
        try
        {
            while (!cancel.IsCancellationRequested) Turn(consumer, cancel);
        }
        catch (OperationCanceledException)
        {
            // What was not committed is delivered again; versions make that harmless.
        }
        finally
        {
            consumer.Close();
        }
    }

    private void Turn(IConsumer<Ignore, byte[]> consumer, CancellationToken cancel)
    {
        var batch = new List<ResultDocument>();
        var next = new Dictionary<TopicPartition, Offset>();
        var bytes = 0;
        var until = long.MaxValue;
        while (batch.Count < DocumentsMax && bytes < BytesMax && Environment.TickCount64 < until)
        {
            cancel.ThrowIfCancellationRequested();
            ConsumeResult<Ignore, byte[]>? result;
            try
            {
                result = consumer.Consume(batch.Count == 0 ? PollMs : 5);
            }
            catch (ConsumeException e) when (!e.Error.IsFatal)
            {
                continue;
            }

            if (result is null)
            {
                if (batch.Count > 0) break;
                continue;
            }

            if (batch.Count == 0) until = Environment.TickCount64 + LingerMs;
            batch.Add(DocumentRecord.Read(result.Message.Value));
            bytes += result.Message.Value.Length;
            next[result.TopicPartition] = result.Offset + 1;
        }

        if (batch.Count == 0) return;
        sink.DeliverAsync(batch, cancel).GetAwaiter().GetResult();
        Delivered += batch.Count;
        try
        {
            consumer.Commit(next.Select(n => new TopicPartitionOffset(n.Key, n.Value)));
        }
        catch (KafkaException e)
        {
            say($"sink {sink.Name}: cursor not committed ({e.Error.Reason}); these documents will be delivered again");
        }
    }
}
