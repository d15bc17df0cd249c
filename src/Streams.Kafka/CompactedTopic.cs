using Confluent.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Kafka;

/// <summary>A compacted partition as a durable map: a put returns when the brokers have it.</summary>
public sealed class CompactedTopic : IDisposable
{
    private readonly KafkaClients _clients;
    private readonly Partition _partition;
    private readonly TopicReader _reader;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _outdated = [];
    private IProducer<byte[], byte[]> _producer;

    public CompactedTopic(KafkaOptions options, Partition partition)
    {
        _clients = new KafkaClients(options);
        _partition = partition;
        _reader = new TopicReader(_clients);
        _producer = Producer();
    }

    /// <summary>Null takes the key out; an empty key is none.</summary>
    public async Task PutAsync(byte[] key, byte[]? value, CancellationToken cancel)
    {
        var message = new Message<byte[], byte[]> { Key = key.Length == 0 ? null! : key, Value = value! };
        while (true)
        {
            try
            {
                await _producer.ProduceAsync(_clients.Of(_partition), message, cancel);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (!e.Error.IsFatal)
            {
                // Brokers away: it is not put until it is durable.
                LogInAgain();
                await Task.Delay(1_000, cancel);
            }
        }
    }

    /// <summary>The newest value of every key that was not taken out.</summary>
    /// <exception cref="KafkaDeploymentException">The topic is not there.</exception>
    public IReadOnlyList<byte[]> ReadNewest()
    {
        var newest = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            foreach (var record in _reader.ReadAll(_partition))
            {
                if (record.Key is null) continue;
                var key = Convert.ToHexString(record.Key);
                if (record.Length == 0) newest.Remove(key);
                else newest[key] = record.Span.ToArray();
            }
        }
        catch (KafkaException e)
        {
            throw new KafkaDeploymentException($"{_partition} cannot be read: {e.Error.Reason}");
        }

        return [.. newest.Values];
    }

    public void Dispose()
    {
        foreach (var producer in _outdated) producer.Dispose();
        _producer.Dispose();
        _reader.Dispose();
    }

    private IProducer<byte[], byte[]> Producer() => _clients.Login.Open(new ProducerBuilder<byte[], byte[]>(_clients.Producer()));

    private void LogInAgain()
    {
        lock (_gate)
        {
            if (!_clients.Login.IsOutdated) return;
            // Others may still wait for it.
            _outdated.Add(_producer);
            _producer = Producer();
        }
    }
}
