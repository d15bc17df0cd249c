using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// Two workers, a broker and Elasticsearch for STREAMS_SOAK_MINUTES at STREAMS_SOAK_SHARE percent of what the same workers
/// took of a backlog before: what they hold does not grow once it is what the settings make it.
/// </summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class SoakTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    private const int Crowd = 400, Watched = 10, Backlog = 60_000, SampleSeconds = 5;
    private static readonly string[] Workers = ["a", "b"];
    private readonly Scratch _scratch = new();
    private long _sent;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Nothing_grows_at_a_steady_share_of_the_capacity()
    {
        if (Shared.IsMissing) return;
        var minutes = ServiceWorld.Setting("STREAMS_SOAK_MINUTES", 30);
        var share = ServiceWorld.Setting("STREAMS_SOAK_SHARE", 50);
        using var elastic = new ElasticServer();
        var name = world.Name();
        var topic = $"{name}-okta";
        using var deployment = new Deployment(world, new DeploymentOptions(name, [topic])
        {
            Tables = PlantedTables.Watch(_scratch, Enumerable.Range(0, Watched).Select(Who)),
            // State that is full within the first third: what is remembered is bounded by time, and time passes as it does.
            Processing = "  lateness: 75s\n  remember: 90s",
            MemoryMiB = 512,
            More = elastic.Section(name),
        });
        foreach (var worker in Workers) deployment.Start(worker);
        deployment.WaitUntilReady(Workers.Length);
        Play(topic, Backlog / 4, rate: 0);
        deployment.WaitUntilTaken([topic]);
        var began = Environment.TickCount64;
        Play(topic, Backlog, rate: 0);
        deployment.WaitUntilTaken([topic]);
        var capacity = Backlog * 1000L / (Environment.TickCount64 - began);
        var rate = (int)(capacity * share / 100);

        var samples = Workers.ToDictionary(worker => worker, _ => new List<Sample>());
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var feeding = Task.Run(() => Play(topic, (long)rate * minutes * 60, rate));
        while (!feeding.IsCompleted)
        {
            await Task.WhenAny(feeding, Task.Delay(TimeSpan.FromSeconds(SampleSeconds)));
            foreach (var worker in Workers)
                samples[worker].Add(Sample.Of(deployment.ProcessOf(worker), await http.GetStringAsync(new Uri(deployment.AddressOf(worker), "metrics"))));
        }

        await feeding;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"capacity {capacity:N0} records/s; {minutes} min at {rate:N0} ({share} %); ")
            + string.Create(CultureInfo.InvariantCulture, $"medians of {samples["a"].Count / 3} samples: first third, middle, last"));
        var grown = new List<string>();
        foreach (var worker in Workers) grown.AddRange(Growth.Judge(worker, samples[worker], rate, output.WriteLine));
        deployment.WaitUntilTaken([topic]);
        deployment.WaitUntilCaughtUp("elasticsearch");
        foreach (var worker in Workers) deployment.Stop(worker).ShouldBe(0, deployment.Logs);
        PartitionsOf.Errors(deployment.Logs).ShouldBeEmpty();
        grown.ShouldBeEmpty();
    }

    private static string Who(int i) => $"c{i}@corp.example";

    private void Play(string topic, long records, int rate)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = world.Kafka.Bootstrap,
            Acks = Acks.All,
            LingerMs = 20,
            CompressionType = CompressionType.Lz4,
        };
        using var producer = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var began = Environment.TickCount64;
        for (long i = 0; i < records; i++, _sent++)
        {
            if (rate > 0) Thread.Sleep((int)Math.Max(0, began + i * 1000L / rate - Environment.TickCount64));
            else if (i % 10_000 == 0) producer.Flush(TimeSpan.FromMinutes(1));
            var who = Who((int)(_sent % Crowd));
            var record = Encoding.UTF8.GetBytes(Records.Okta(who, DateTime.UtcNow, id: $"e{_sent}", device: "d-" + who));
            var partition = (int)(_sent % ServiceWorld.Partitions);
            producer.Produce(new TopicPartition(topic, partition), new Message<Null, byte[]> { Value = record });
        }

        producer.Flush(TimeSpan.FromMinutes(1));
    }
}
