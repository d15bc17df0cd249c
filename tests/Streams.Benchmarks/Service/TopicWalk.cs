using Confluent.Kafka;
using Streams.Kafka;

namespace Streams.Benchmarks.Service;

/// <summary>The floor: every record of a topic consumed and its bytes looked at once; a process of its own.</summary>
internal static class TopicWalk
{
    public static void Run(string bootstrap, string topic)
    {
        KafkaNative.Load();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "walk",
            EnableAutoCommit = false,
            ConsumeResultFields = "timestamp,topic",
            QueuedMinMessages = 1_000_000,
            QueuedMaxMessagesKbytes = 32 * 1024,
            FetchWaitMaxMs = 100,
            EnablePartitionEof = true,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions;
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        long records = 0, sum = 0;
        for (var left = partitions.Count; left > 0;)
        {
            var result = consumer.Consume(1000);
            if (result is null) continue;
            if (result.IsPartitionEOF)
            {
                left--;
                continue;
            }

            records++;
            foreach (var value in result.Message.Value) sum += value;
        }

        System.Console.Out.WriteLine($"{records} {sum}");
    }
}
