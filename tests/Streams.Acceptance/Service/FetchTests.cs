using System.Collections.Concurrent;
using Confluent.Kafka;
using Streams.Kafka;
using Streams.Runtime.Actors;
using Streams.Runtime.Logs;
using Xunit.Abstractions;
using Message = Streams.Runtime.Actors.Message;
using Partition = Streams.Runtime.Logs.Partition;

namespace Streams.Acceptance.Service;

/// <summary>The native client's queue at its limit: up to 2.1 it would look for room again only a second later.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class FetchTests(ServiceWorld world, ITestOutputHelper output)
{
    private const int Records = 2_500, Size = 8_000;

    /// <summary>A broker's response is 1 MiB, and records are half as long there.</summary>
    private const int Responses = Records * Size / 2 >> 20;

    private const int SilentMs = 700;

    [Fact]
    public void A_queue_that_was_full_costs_no_second_of_standing_still()
    {
        if (Shared.IsMissing) return;
        var topic = world.Name() + "-packed";
        Fill(topic);
        var arrivals = new BlockingCollection<long>();
        KafkaLog? log = null;
        // The smallest queue there is: every response fills it.
        var options = new KafkaOptions { BootstrapServers = world.Kafka.Bootstrap, QueueBytes = 1 << 20 };
        using var runtime = new ThreadedRuntime(1, runtime => log = new KafkaLog(options, runtime, _ => arrivals.CompleteAdding()));
        using var opened = log!;
        runtime.Spawn("clock", () => new Clock(new Partition(topic, 0), arrivals));
        arrivals.TryTake(out var before, TimeSpan.FromMinutes(1)).ShouldBeTrue("nothing came");
        var silences = new List<long>();
        for (var i = 1; i < Records; i++)
        {
            arrivals.TryTake(out var time, TimeSpan.FromMinutes(1)).ShouldBeTrue($"{i} records came");
            silences.Add(time - before);
            before = time;
        }

        output.WriteLine($"{Responses} responses; longest silences, ms: {string.Join(", ", silences.OrderDescending().Take(Responses))}");
        silences.Count(silence => silence > SilentMs).ShouldBeLessThan(Responses / 2);
    }

    private void Fill(string topic)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = world.Kafka.Bootstrap,
            CompressionType = CompressionType.Lz4,
            BatchSize = 200_000,
            LingerMs = 20,
        };
        using var producer = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var random = new Random(3);
        for (var i = 0; i < Records; i++)
        {
            var half = new byte[Size / 2];
            random.NextBytes(half);
            producer.Produce(new TopicPartition(topic, 0), new Message<Null, byte[]> { Value = [.. half, .. half] });
        }

        producer.Flush(TimeSpan.FromMinutes(1));
    }

    /// <summary>Says when each record came.</summary>
    private sealed class Clock(Partition partition, BlockingCollection<long> arrivals) : IActor
    {
        public void Start(IActorContext context) => context.Log.Subscribe(partition, 0, context.Self);

        public void Receive(in Message message, IActorContext context)
        {
            if (message.Kind != MessageKind.Records) return;
            foreach (var _ in message.Batch!.Records) arrivals.Add(Environment.TickCount64);
        }
    }
}
