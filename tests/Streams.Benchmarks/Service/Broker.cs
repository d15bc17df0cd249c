using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Streams.Kafka;

namespace Streams.Benchmarks.Service;

/// <summary>A real broker of the shared services, on a port and in a folder of its own.</summary>
internal sealed class Broker : IDisposable
{
    private const int Port = 26_190;
    private readonly string _script;
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-bench-kafka").FullName;

    static Broker() => KafkaNative.Load();

    private Broker(string script)
    {
        _script = script;
        Script("start");
    }

    public static string Bootstrap => $"127.0.0.1:{Port}";

    /// <summary>Null where the shared services are not beside the repository.</summary>
    public static Broker? Start()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "..", "shared", "services", "kafka", "kafka");
            if (File.Exists(Path.Combine(folder.FullName, "Streams.sln"))) return File.Exists(script) ? new Broker(script) : null;
        }

        return null;
    }

    /// <summary>CPU seconds of the broker so far.</summary>
    public double Cpu()
    {
        var pid = Directory.GetFiles(_folder, "pid*", SearchOption.AllDirectories).Concat(Directory.GetFiles(_folder, "*.pid", SearchOption.AllDirectories))
            .Select(file => File.ReadAllText(file).Trim()).FirstOrDefault(text => text.All(char.IsAsciiDigit) && text.Length > 0);
        if (pid is null) return double.NaN;
        using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>A topic with so many copies of the records, spread over its partitions.</summary>
    public static long Fill(string topic, int partitions, IReadOnlyList<byte[]> records)
    {
        var client = new ClientConfig { BootstrapServers = Bootstrap };
        using (var admin = new AdminClientBuilder(client).Build())
            admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }])
                .GetAwaiter().GetResult();
        var config = new ProducerConfig(client) { LingerMs = 20, QueueBufferingMaxMessages = 2_000_000 };
        using var producer = new ProducerBuilder<Null, byte[]>(config).Build();
        for (var i = 0; i < records.Count; i++)
        {
            producer.Produce(new TopicPartition(topic, i % partitions), new Message<Null, byte[]> { Value = records[i] });
            if (i % 10_000 == 0) producer.Poll(TimeSpan.Zero);
        }

        producer.Flush(TimeSpan.FromMinutes(2));
        return records.Count;
    }

    public void Dispose()
    {
        Script("stop", "--delete");
        Directory.Delete(_folder, recursive: true);
    }

    private void Script(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [_script, .. arguments, "--port", Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["STREAMS_SERVICES_DIR"] = _folder;
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new IOException($"the broker's script failed: {string.Join(' ', arguments)}");
    }
}
