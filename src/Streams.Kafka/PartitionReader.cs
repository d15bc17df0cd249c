using System.Collections.Concurrent;
using Confluent.Kafka;
using Streams.Runtime.Actors;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;

namespace Streams.Kafka;

/// <summary>
/// Reads partitions for actors, each from the offset that its actor names: one consumer outside of any group, one
/// thread that alone talks to it.
/// </summary>
internal sealed class PartitionReader : IDisposable
{
    /// <summary>How long a poll waits while nothing comes, and while somebody's mailbox is full.</summary>
    private const int PollMs = 20, FullPollMs = 2;

    private const int AskAgainMs = 1_000;

    private const int RecordsATurn = 4096;

    /// <summary>Bounds of a partition's share of what may wait, bytes.</summary>
    private const long WaitingMin = 64 << 10, WaitingMax = 8 << 20;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    private readonly IConsumer<byte[], Slice> _consumer;
    private readonly FetchWake _wake;
    private readonly KafkaClients _clients;
    private readonly IRuntime _runtime;
    private readonly Action<Exception> _failed;
    private readonly StreamsMetrics? _metrics;
    private readonly string _group;
    private readonly long _waitingMax;
    private readonly ConcurrentQueue<Action> _orders = new();
    private readonly ConcurrentDictionary<(TopicPartition, ActorRef, int), byte> _asked = new();
    private readonly Dictionary<TopicPartition, Subscription> _byPartition = [];
    private readonly Dictionary<ActorRef, List<Subscription>> _byActor = [];
    private readonly HashSet<Subscription> _fresh = [];
    private readonly HashSet<Subscription> _full = [];
    private readonly Thread _thread;
    private volatile bool _stopping;

    public PartitionReader(
        KafkaClients clients, string name, bool headers, IRuntime runtime, Action<Exception> failed, StreamsMetrics? metrics)
    {
        _waitingMax = clients.WaitingBytes;
        _clients = clients;
        _runtime = runtime;
        _failed = failed;
        _metrics = metrics;
        _group = clients.Group;
        _consumer = clients.Login.Open(new ConsumerBuilder<byte[], Slice>(clients.Reader(name, headers))
            .SetKeyDeserializer(Deserializers.ByteArray)
            .SetValueDeserializer(new Arena()), failed);
        _wake = new FetchWake(partition => _consumer.QueryWatermarkOffsets(partition, AnswerMax));
        _thread = new Thread(Loop) { IsBackground = true, Name = $"kafka-{name}" };
        _thread.Start();
    }

    public void Subscribe(Partition partition, long from, ActorRef actor)
    {
        // Who is restarted meanwhile asks again: what was fetched for his earlier life is not what he reads next.
        var subscription = new Subscription(partition, from, actor, _runtime.GenerationOf(actor));
        _orders.Enqueue(() => Begin(subscription));
    }

    public void Unsubscribe(ActorRef actor) => _orders.Enqueue(() =>
    {
        if (!_byActor.Remove(actor, out var mine)) return;
        foreach (var subscription in mine)
        {
            var name = _clients.Of(subscription.Partition);
            if (_byPartition.GetValueOrDefault(name) != subscription) continue;
            _byPartition.Remove(name);
            Forget(subscription, name);
        }

        Share();
    });

    /// <summary>Asks the partition's leader, which may take its time: not on the thread that reads.</summary>
    public void AskEnd(Partition partition, ActorRef actor)
    {
        var generation = _runtime.GenerationOf(actor);
        var name = _clients.Of(partition);
        // Who asks again while nobody knows is answered once.
        if (!_asked.TryAdd((name, actor, generation), 0)) return;
        Task.Run(async () =>
        {
            try
            {
                long end;
                while (!TryEnd(name, out end))
                {
                    if (_stopping || _runtime.GenerationOf(actor) != generation) return;
                    await Task.Delay(AskAgainMs).ConfigureAwait(false);
                }

                _orders.Enqueue(() =>
                {
                    if (!_byPartition.TryGetValue(name, out var subscription) || subscription.Actor != actor) return;
                    if (_runtime.GenerationOf(actor) != generation) return;
                    subscription.Ask(end);
                    _fresh.Add(subscription);
                });
            }
            finally
            {
                _asked.TryRemove((name, actor, generation), out _);
            }
        });
    }

    /// <summary>False while nobody knows: a broker is away.</summary>
    private bool TryEnd(TopicPartition name, out long end)
    {
        try
        {
            end = _consumer.QueryWatermarkOffsets(name, AnswerMax).High.Value;
            return true;
        }
        catch (KafkaException)
        {
            end = 0;
            return false;
        }
    }

    /// <summary>Records of a partition behind that offset, as far as fetches have told.</summary>
    public long? Behind(Partition partition, long next)
    {
        var high = _consumer.GetWatermarkOffsets(_clients.Of(partition)).High;
        return high.IsSpecial ? null : Math.Max(0, high.Value - next);
    }

    public void Dispose()
    {
        _stopping = true;
        SpinWait.SpinUntil(() => _asked.IsEmpty, AnswerMax + AnswerMax);
        _thread.Join(TimeSpan.FromSeconds(10));
        _wake.Rest();
        _consumer.Close();
        _consumer.Dispose();
    }

    private void Begin(Subscription subscription)
    {
        var name = _clients.Of(subscription.Partition);
        if (_byPartition.Remove(name, out var before)) Forget(before, name);
        _byPartition[name] = subscription;
        Share();
        if (!_byActor.TryGetValue(subscription.Actor, out var mine)) _byActor.Add(subscription.Actor, mine = []);
        mine.Add(subscription);
        _consumer.IncrementalAssign([new TopicPartitionOffset(name, subscription.From)]);
        // The library keeps a pause across assignments.
        _consumer.Resume([name]);
    }

    /// <summary>Half of what may wait is here, the other half in mailboxes.</summary>
    private void Share()
    {
        var share = Math.Clamp(_waitingMax / 2 / Math.Max(1, _byPartition.Count), WaitingMin, WaitingMax);
        foreach (var subscription in _byPartition.Values) subscription.WaitingMax = share;
    }

    private void Forget(Subscription subscription, TopicPartition name)
    {
        _full.Remove(subscription);
        _fresh.Remove(subscription);
        if (_byActor.TryGetValue(subscription.Actor, out var mine)) mine.Remove(subscription);
        _consumer.IncrementalUnassign([name]);
    }

    private void Loop()
    {
        try
        {
            while (!_stopping)
            {
                while (_orders.TryDequeue(out var order)) order();
                if (_byPartition.Count == 0)
                {
                    Thread.Sleep(FullPollMs);
                    continue;
                }

                Fetch();
                Deliver();
            }
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }

    private void Fetch()
    {
        var wait = _full.Count > 0 ? FullPollMs : PollMs;
        for (var i = 0; i < RecordsATurn; i++)
        {
            ConsumeResult<byte[], Slice>? result;
            try
            {
                result = _consumer.Consume(i == 0 ? wait : 0);
            }
            catch (ConsumeException e)
            {
                throw Explained(e);
            }

            if (result is null)
            {
                if (i == 0) WakeFetches();
                return;
            }

            if (!_byPartition.TryGetValue(result.TopicPartition, out var subscription)) continue;
            _fresh.Add(subscription);
            if (result.IsPartitionEOF)
            {
                subscription.Ended(result.Offset.Value);
                continue;
            }

            var value = result.Message.Value;
            subscription.Add(new LogRecord(result.Offset.Value, value.Buffer ?? [], value.Start, value.Length, result.Message.Key)
            {
                Timestamp = result.Message.Timestamp.UnixTimestampMs,
                Headers = HeadersOf(result.Message.Headers),
            });
        }
    }

    /// <summary>Nothing came although there is more.</summary>
    private void WakeFetches()
    {
        foreach (var (name, subscription) in _byPartition)
        {
            if (subscription.IsPaused || _consumer.GetWatermarkOffsets(name).High.Value <= subscription.Fetched) continue;
            _wake.Wake(name);
            return;
        }
    }

    private void Deliver()
    {
        foreach (var subscription in _fresh)
        {
            if (subscription.TakeFetched() is > 0 and var fetched)
                _metrics?.Consumed(fetched, _clients.TopicOf(subscription.Partition.Topic), _group);
            Pump(subscription);
        }

        _fresh.Clear();
        foreach (var subscription in _full.ToArray()) Pump(subscription);
    }

    private void Pump(Subscription subscription)
    {
        subscription.Pump(_runtime);
        if (subscription.IsEmpty) _full.Remove(subscription);
        else _full.Add(subscription);
        var name = _clients.Of(subscription.Partition);
        if (subscription.IsFull && !subscription.IsPaused)
        {
            subscription.IsPaused = true;
            _consumer.Pause([name]);
        }
        else if (subscription is { IsPaused: true, IsEmpty: true })
        {
            subscription.IsPaused = false;
            _consumer.Resume([name]);
        }
    }

    private static List<LogHeader>? HeadersOf(Headers? headers) =>
        headers is not { Count: > 0 } ? null : [.. headers.Select(h => new LogHeader(h.Key, h.GetValueBytes() ?? []))];

    private static Exception Explained(ConsumeException e) => e.Error.Code == ErrorCode.Local_AutoOffsetReset
        ? new KafkaDeploymentException(
            $"{e.ConsumerRecord?.TopicPartitionOffset}: the offset to go on from is not in the topic any more (retention, or the topic was made "
            + "anew): nothing was skipped. See 'lost offsets' in the README for how to go on")
        : e;
}
