using Confluent.Kafka;

namespace Streams.Kafka;

/// <summary>Sends raw records to source topics, as a collector does: what it took is durable after <see cref="Flush"/>.</summary>
public sealed class TopicWriter : IDisposable
{
    private const int FullQueuePauseMs = 10;

    private readonly IProducer<Null, byte[]> _producer;
    private volatile Error? _failure;
    private long _taken;

    public TopicWriter(KafkaOptions options)
    {
        var clients = new KafkaClients(options);
        _producer = clients.Login.Open(new ProducerBuilder<Null, byte[]>(clients.Producer()));
    }

    /// <summary>How many records the brokers have acknowledged.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Waits where the queue is full. False where no broker would take a record of that size.</summary>
    /// <exception cref="KafkaDeploymentException">An earlier record was not taken.</exception>
    public bool Send(string topic, byte[] record, CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            ThrowIfFailed();
            try
            {
                _producer.Produce(topic, new Message<Null, byte[]> { Value = record }, Acknowledged);
                return true;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                cancel.WaitHandle.WaitOne(FullQueuePauseMs);
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.MsgSizeTooLarge)
            {
                return false;
            }
            catch (ProduceException<Null, byte[]> e)
            {
                throw Failed(e.Error);
            }
        }
    }

    /// <summary>Returns when every record is acknowledged.</summary>
    /// <exception cref="KafkaDeploymentException">One was not.</exception>
    public void Flush(CancellationToken cancel)
    {
        _producer.Flush(cancel);
        ThrowIfFailed();
    }

    public void Dispose() => _producer.Dispose();

    private void Acknowledged(DeliveryReport<Null, byte[]> report)
    {
        if (report.Error.IsError) _failure ??= report.Error;
        else Interlocked.Increment(ref _taken);
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } error) throw Failed(error);
    }

    private KafkaDeploymentException Failed(Error error) =>
        new($"Kafka did not take a record ({error.Reason}); {Taken} were taken before: check kafka.bootstrap_servers and that the source topics exist");
}
