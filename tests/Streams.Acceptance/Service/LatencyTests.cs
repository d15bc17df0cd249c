using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// How long it takes from the append of a record to the document that can be searched for, and to the webhook, with
/// settle at 0 under a steady load. Prints; judges only that everything arrives. STREAMS_LATENCY_SECONDS, STREAMS_LATENCY_RATE.
/// </summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class LatencyTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    private const int ProbeEvery = 200, Crowd = 400, WarmUpSeconds = 10;
    private readonly Scratch _scratch = new();
    private readonly ConcurrentDictionary<string, long> _appended = new(), _searchable = new(), _told = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task From_append_to_document_and_to_webhook()
    {
        if (Shared.IsMissing) return;
        var seconds = ServiceWorld.Setting("STREAMS_LATENCY_SECONDS", 60);
        var rate = ServiceWorld.Setting("STREAMS_LATENCY_RATE", 1_000);
        using var elastic = new ElasticServer();
        using var receiver = new Receiver();
        var name = world.Name();
        var topic = $"{name}-okta";
        var probes = (seconds + WarmUpSeconds) * rate / ProbeEvery;
        using var deployment = new Deployment(world, new DeploymentOptions(name, [topic])
        {
            Tables = PlantedTables.Watch(_scratch, Enumerable.Range(0, probes + 1).Select(Probe)),
            More = $"""
            {elastic.Section(name)}
            {receiver.Sections(_scratch)}
            """,
        });
        deployment.Start("a");
        deployment.WaitUntilReady();
        using var stop = new CancellationTokenSource();
        var looking = Task.Run(() => LookAsync(elastic, name, stop.Token));
        Play(topic, rate, seconds + WarmUpSeconds);
        deployment.Until(() => _searchable.Count >= _appended.Count, $"{_searchable.Count} of {_appended.Count} documents");
        deployment.Until(() => receiver.Deliveries.Select(d => d.Alert).Distinct().Count() >= _appended.Count, "not every webhook came");
        await stop.CancelAsync();
        await looking;
        foreach (var delivery in receiver.Deliveries)
            _told.TryAdd((string)delivery.Body["data"]!["account"]!, receiver.Arrivals[delivery.Id]);

        output.WriteLine($"{_appended.Count} probes among {rate} events/s for {seconds} s, {Environment.ProcessorCount} processors for all of it");
        output.WriteLine($"append to searchable document: {Line(_searchable)}");
        output.WriteLine($"append to webhook: {Line(_told)}");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    private string Line(ConcurrentDictionary<string, long> arrived)
    {
        // The first probes find everything cold.
        var from = _appended.Values.Min() + WarmUpSeconds * 1_000;
        var took = _appended.Where(probe => probe.Value >= from).Select(probe => arrived[probe.Key] - probe.Value).Order().ToList();
        long At(double share) => took[Math.Min(took.Count - 1, (int)(took.Count * share))];
        return string.Create(CultureInfo.InvariantCulture, $"median {At(0.5)} ms, p99 {At(0.99)} ms, worst {took[^1]} ms ({took.Count})");
    }

    /// <summary>Sign-ins of a crowd, and now and then one of somebody on the watchlist, each of whom is seen once.</summary>
    private void Play(string topic, int rate, int seconds)
    {
        var config = new ProducerConfig { BootstrapServers = world.Kafka.Bootstrap, Acks = Acks.All, LingerMs = 0 };
        using var producer = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var began = Environment.TickCount64;
        for (var i = 0; i < rate * seconds; i++)
        {
            var due = began + i * 1000L / rate;
            Thread.Sleep((int)Math.Max(0, due - Environment.TickCount64));
            var isProbe = i % ProbeEvery == ProbeEvery - 1;
            var who = isProbe ? Probe(i / ProbeEvery) : $"c{i % Crowd}@corp.example";
            var record = Encoding.UTF8.GetBytes(Records.Okta(who, DateTime.UtcNow, id: $"e{i}", device: "d-" + who));
            producer.Produce(new TopicPartition(topic, i % 2), new Message<Null, byte[]> { Value = record }, report =>
            {
                // The broker's time would be the producer's: what counts is that the record stands there.
                if (isProbe) _appended[who] = report.Message.Timestamp.UnixTimestampMs;
            });
        }

        producer.Flush(TimeSpan.FromMinutes(1));
    }

    private async Task LookAsync(ElasticServer elastic, string prefix, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var waiting = _appended.Keys.Where(who => !_searchable.ContainsKey(who)).ToList();
            if (waiting.Count > 0)
            {
                var query = JsonSerializer.Serialize(new
                {
                    size = 1000,
                    _source = false,
                    query = new { terms = new Dictionary<string, object> { ["user.name"] = waiting } },
                    fields = new[] { "user.name" },
                });
                var found = await elastic.AskAsync(HttpMethod.Post, $"{prefix}-accounts/_search", query);
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                foreach (var hit in found["hits"]!["hits"]!.AsArray()) _searchable.TryAdd((string)hit!["fields"]!["user.name"]![0]!, now);
            }

            await Task.Delay(30, CancellationToken.None);
        }
    }

    private static string Probe(int i) => $"w{i}@corp.example";
}
