using Confluent.Kafka;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;

namespace Streams.Kafka;

/// <summary>
/// The log on Kafka: one idempotent producer, one reader for frames and one for raw records. A delivery that fails for
/// good ends the whole of it: whoever runs it begins anew from what was committed.
/// </summary>
public sealed class KafkaLog : ILogPump, IDisposable
{
    private const int FullWaitMs = 2;
    private readonly KafkaClients _clients;
    private readonly IRuntime _runtime;
    private readonly Action<Exception> _failed;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Acknowledgements _acknowledgements;
    private readonly PartitionReader _frames;
    private readonly PartitionReader _raw;
    private readonly TopicReader _topics;
    private readonly DecisionFeed _decisions;
    private readonly CancellationTokenSource _ended = new();

    public KafkaLog(KafkaOptions options, IRuntime runtime, Action<Exception> failed, StreamsMetrics? metrics = null)
    {
        _clients = new KafkaClients(options);
        _runtime = runtime;
        _failed = failed;
        _acknowledgements = new Acknowledgements(runtime, failed, metrics);
        _producer = _clients.Login.Open(new ProducerBuilder<byte[], byte[]>(_clients.Producer()), failed);
        _frames = new PartitionReader(_clients, "frames", headers: false, runtime, failed, metrics);
        _raw = new PartitionReader(_clients, "sources", headers: true, runtime, failed, metrics);
        _topics = new TopicReader(_clients);
        _decisions = new DecisionFeed(runtime, _frames);
    }

    /// <summary>Who knows how far the sources were committed: the group's member of this process.</summary>
    public ISourceOffsets? Offsets { get; set; }

    /// <summary>Appends that no broker has confirmed.</summary>
    public long Outstanding => _acknowledgements.Outstanding;

    /// <summary>Begins to hold the decisions that every ingest actor reads.</summary>
    public void Begin() => _runtime.Spawn("decisions", () => _decisions);

    public void Append(
        Partition to, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key = default, IReadOnlyList<LogHeader>? headers = null)
    {
        var message = new Message<byte[], byte[]>
        {
            Key = key.IsEmpty ? null! : key.ToArray(),
            // No value under a key is how a compacted topic forgets it.
            Value = value.IsEmpty && !key.IsEmpty ? null! : value.ToArray(),
            Headers = headers is null ? null : ToHeaders(headers),
        };
        var stretch = _acknowledgements.Begin();
        while (true)
        {
            try
            {
                _producer.Produce(_clients.Of(to), message, stretch.Reported);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                // Bounded by the broker's pace: whoever appends waits, and so does whoever feeds him.
                if (_ended.Token.WaitHandle.WaitOne(FullWaitMs)) throw new OperationCanceledException(_ended.Token);
            }
            catch (Exception)
            {
                _acknowledgements.Cancel(stretch);
                throw;
            }
        }
    }

    public void Barrier(ActorRef actor, long token) => _acknowledgements.Barrier(actor, token);

    public void Subscribe(Partition partition, long from, ActorRef actor)
    {
        if (partition == Topics.Decisions) _decisions.Add(actor);
        else ReaderOf(partition).Subscribe(partition, from, actor);
    }

    public void AskEnd(Partition partition, ActorRef actor) => ReaderOf(partition).AskEnd(partition, actor);

    /// <summary>Records of a source behind that offset; null where nobody knows yet.</summary>
    public long? Behind(Partition source, long next) => _raw.Behind(source, next);

    public void Unsubscribe(ActorRef actor)
    {
        _decisions.Remove(actor);
        _frames.Unsubscribe(actor);
        _raw.Unsubscribe(actor);
    }

    public void Drained(ActorRef actor) => _decisions.Pump(actor);

    /// <summary>The flow log is on disk and has room for as long as its retention.</summary>
    public bool HasRoom(Partition partition, ActorRef whenNot) => true;

    public IEnumerable<LogRecord> ReadAll(Partition partition) => _topics.ReadAll(partition);

    public long Committed(Partition source)
    {
        var bounds = _topics.Bounds(source);
        var committed = Offsets?.Committed(source);
        // A topic takes its groups' offsets with it when it is deleted; what was granted was read, too.
        if ((committed ?? LastGranted(source) + 1) is { } known && known > bounds.High.Value)
            throw new KafkaDeploymentException(
                $"{source}: offset {known - 1} was read before, but the topic ends at {bounds.High.Value}: it was made anew. Its records would be taken "
                + "for known ones. Give the new topic another name, or begin under another prefix");
        if (committed is not { } next) return bounds.Low.Value;
        if (next < bounds.Low.Value)
            throw new KafkaDeploymentException(
                $"{source}: offsets {next} to {bounds.Low.Value} were removed by retention before they were processed. To go on without them, reset "
                + "the group's offset for this partition to earliest (kafka-consumer-groups --reset-offsets)");
        return next;
    }

    public void Commit(Partition source, long next) => Offsets?.Commit(source, next);

    /// <summary>Retention removes what is old; nothing is removed before.</summary>
    public void Trim(Partition partition, long before)
    {
    }

    /// <summary>Waits until everything appended is confirmed; false where that took too long.</summary>
    public bool Flush(TimeSpan within)
    {
        _producer.Flush(within);
        return _acknowledgements.Outstanding == 0;
    }

    public void Dispose()
    {
        _ended.Cancel();
        _frames.Dispose();
        _raw.Dispose();
        _topics.Dispose();
        _producer.Dispose();
        _ended.Dispose();
    }

    /// <summary>A record that was there once; null where none is known.</summary>
    private long? LastGranted(Partition source)
    {
        var id = SourcePartition.Of(source).Id;
        return _topics.ReadAll(Topics.Decisions)
            .Where(record => record.Length > 0 && FrameHeader.Open(record.Span) == FrameKind.Grant)
            .Select(record => GrantFrame.Decode(record.Span)).Where(grant => grant.Source == id)
            .Max(grant => (long?)grant.From);
    }

    private PartitionReader ReaderOf(Partition partition) =>
        partition.Topic is Topics.Flow or Topics.Control or Topics.Results ? _frames : _raw;

    private static Headers ToHeaders(IReadOnlyList<LogHeader> headers)
    {
        var result = new Headers();
        foreach (var header in headers) result.Add(header.Name, header.Value);
        return result;
    }
}

/// <summary>The consumer group's offsets of source partitions.</summary>
public interface ISourceOffsets
{
    /// <summary>Null where nothing was committed yet.</summary>
    long? Committed(Partition source);

    void Commit(Partition source, long next);
}
