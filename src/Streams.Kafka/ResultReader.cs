using Confluent.Kafka;
using Streams.Runtime.Deliver;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;

namespace Streams.Kafka;

/// <summary>
/// A sink's cursor in the results log: its own consumer group, committed only when every document of a batch is
/// resolved. Its outage is its own lag and nobody else's.
/// </summary>
public sealed class ResultReader(KafkaOptions options, ISink sink, Action<string> say, SinkVitals? vitals = null)
{
    private const int DocumentsMax = 2_000, BytesMax = 8 << 20, PollMs = 100, LingerMs = 200;

    /// <summary>Between two looks at how far the cursor is behind, ms; also how long brokers may take to say it.</summary>
    private const int LagEveryMs = 2_000;

    /// <summary>Documents resolved since the start.</summary>
    public long Delivered { get; private set; }

    /// <summary>
    /// Reads and delivers until cancelled, until another password is needed and there is one, or until the sink says that
    /// somebody must mend something.
    /// </summary>
    public void Run(CancellationToken cancel)
    {
        var clients = new KafkaClients(options);
        var config = clients.Member($"sink-{sink.Name}");
        config.QueuedMaxMessagesKbytes = (int)Math.Clamp(options.QueueBytes / 16 / 1024, 1024, 32 * 1024);
        config.QueuedMinMessages = 10_000;
        config.MaxPollIntervalMs = 86_400_000;
        using var consumer = clients.Login.Open(new ConsumerBuilder<Ignore, byte[]>(config));
        var wake = new FetchWake(partition => consumer.QueryWatermarkOffsets(partition, TimeSpan.FromMilliseconds(LagEveryMs)));
        consumer.Subscribe(clients.TopicOf(Topics.Results));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var looking = vitals is null
            ? Task.CompletedTask
            : Task.Run(() => LookAsync(clients.Login, consumer, vitals, over.Token), CancellationToken.None);
        try
        {
            while (!cancel.IsCancellationRequested && !clients.Login.IsOutdated) Turn(consumer, wake, clients.Login, cancel);
        }
        catch (OperationCanceledException)
        {
            // What was not committed is delivered again; versions make that harmless.
        }
        finally
        {
            over.Cancel();
            looking.Wait(CancellationToken.None);
            wake.Rest();
            consumer.Close();
        }
    }

    private void Turn(IConsumer<Ignore, byte[]> consumer, FetchWake wake, KafkaLogin login, CancellationToken cancel)
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
                // What is asked for now comes while the batch is delivered.
                if (consumer.Assignment.Find(HasMore) is { } behind) wake.Wake(behind);
                if (batch.Count > 0 || login.IsOutdated) break;
                continue;
            }

            if (batch.Count == 0) until = Environment.TickCount64 + LingerMs;
            batch.Add(DocumentRecord.Read(result.Message.Value));
            bytes += result.Message.Value.Length;
            next[result.TopicPartition] = result.Offset + 1;
        }

        if (batch.Count == 0) return;
        if (vitals is not null) vitals.Held = batch.Count;
        try
        {
            sink.DeliverAsync(batch, cancel).GetAwaiter().GetResult();
            if (vitals is not null) vitals.Stopped = null;
        }
        finally
        {
            if (vitals is not null) vitals.Held = 0;
        }

        Delivered += batch.Count;
        try
        {
            consumer.Commit(next.Select(n => new TopicPartitionOffset(n.Key, n.Value)));
        }
        catch (KafkaException e)
        {
            say($"sink {sink.Name}: cursor not committed ({e.Error.Reason}); these documents will be delivered again");
        }

        bool HasMore(TopicPartition mine) =>
            consumer.Position(mine) is { IsSpecial: false } position && consumer.GetWatermarkOffsets(mine).High > position;
    }

    /// <summary>Beside the delivery, which may stand for hours: how far the cursor is behind is asked of the brokers.</summary>
    private static async Task LookAsync(
        KafkaLogin login, IConsumer<Ignore, byte[]> consumer, SinkVitals vitals, CancellationToken cancel)
    {
        var patience = TimeSpan.FromMilliseconds(LagEveryMs);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                // While a delivery stands nobody polls.
                login.Renew(consumer);
                vitals.Lag = Behind(consumer, patience, cancel);
                // Nothing is left that it could be kept from.
                if (vitals.Lag == 0) vitals.Stopped = null;
            }
            catch (KafkaException)
            {
                // Brokers away: the number before stands until they are back.
            }

            await Task.Delay(patience, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        vitals.Lag = null;
    }

    /// <summary>Null before the group has given it a part, and where the end of everything came first.</summary>
    private static long? Behind(IConsumer<Ignore, byte[]> consumer, TimeSpan patience, CancellationToken cancel)
    {
        var mine = consumer.Assignment;
        if (mine.Count == 0) return null;
        var behind = 0L;
        foreach (var committed in consumer.Committed(mine, patience))
        {
            if (cancel.IsCancellationRequested) return null;
            var ends = consumer.QueryWatermarkOffsets(committed.TopicPartition, patience);
            var from = committed.Offset.IsSpecial ? ends.Low.Value : Math.Max(committed.Offset.Value, ends.Low.Value);
            behind += Math.Max(0, ends.High.Value - from);
        }

        return behind;
    }
}
