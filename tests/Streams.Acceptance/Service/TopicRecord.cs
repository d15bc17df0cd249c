using System.Text;
using Confluent.Kafka;

namespace Streams.Acceptance.Service;

/// <summary>Everything on a topic as it stands now.</summary>
internal sealed record TopicRecord(string Place, byte[] Value, IReadOnlyDictionary<string, string> Headers)
{
    public static IReadOnlyList<TopicRecord> ReadAll(string bootstrap, string topic) => [.. Each(bootstrap, topic)];

    /// <summary>One after the other: a topic may hold more than memory does.</summary>
    public static IEnumerable<TopicRecord> Each(string bootstrap, string topic)
    {
        var config = new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "look", EnablePartitionEof = true };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        for (var ends = 0; ends < partitions.Count;)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"{topic} cannot be read");
            if (record.IsPartitionEOF) ends++;
            else yield return new TopicRecord($"{topic}/{record.Partition.Value}/{record.Offset.Value}", record.Message.Value,
                record.Message.Headers.ToDictionary(h => h.Key, h => Encoding.UTF8.GetString(h.GetValueBytes())));
        }
    }
}
