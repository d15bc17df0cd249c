using System.Diagnostics;
using Confluent.Kafka;

namespace Streams.Benchmarks.Service;

/// <summary>One worker over a filled topic, from an empty deployment until everything is committed.</summary>
internal sealed class WorkerRun : IDisposable
{
    private const int PollMs = 250;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-bench-run").FullName;
    private readonly string _config;
    private readonly string _prefix;
    private readonly string _topic;

    public WorkerRun(string topic, string prefix, int shards, string? company)
    {
        (_topic, _prefix) = (topic, prefix);
        _config = Path.Combine(_folder, "streams.yaml");
        File.WriteAllText(_config, $"""
            kafka:
              bootstrap_servers: {Broker.Bootstrap}
              prefix: {prefix}
              group: {prefix}
              session_timeout: 6s
            topology:
              shards: {shards}
              replication_factor: 1
            {(company is null ? "" : $"tables: {{ networks: {company}/networks.csv, directory: {company}/directory.csv }}")}
            processing:
              snapshot_interval: 3s
            http:
              bind: 127.0.0.1:0
            sources:
              - topic: {topic}
            """);
        using var setup = Start("setup");
        setup.WaitForExit();
        if (setup.ExitCode != 0) throw new IOException($"setup failed:\n{File.ReadAllText(Log("setup"))}");
    }

    /// <summary>CPU and wall seconds of a worker until it has committed the topic's end, less those of one that only starts.</summary>
    public (double Cpu, double Wall) Measure()
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = Broker.Bootstrap, GroupId = $"{_prefix}-ingest" }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var ends = admin.GetMetadata(_topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions
            .Select(p => new TopicPartition(_topic, p.PartitionId))
            .ToDictionary(p => p, p => consumer.QueryWatermarkOffsets(p, TimeSpan.FromSeconds(10)).High);
        var watch = Stopwatch.StartNew();
        using var worker = Start("run", "--set", "kafka.instance_id=bench");
        while (consumer.Committed(ends.Keys, TimeSpan.FromSeconds(10))
            .Any(c => c.Offset.IsSpecial ? ends[c.TopicPartition] > 0 : c.Offset < ends[c.TopicPartition]))
        {
            if (worker.HasExited || watch.Elapsed > Patience)
            {
                if (!worker.HasExited) worker.Kill();
                throw new IOException($"the worker did not come to the end:\n{File.ReadAllText(Log("run"))}");
            }

            Thread.Sleep(PollMs);
        }

        var wall = watch.Elapsed.TotalSeconds;
        // An orderly end belongs to it: shards catch up with what ingest appended, and write their last snapshots.
        using (var kill = Process.Start("kill", ["-TERM", $"{worker.Id}"])) kill.WaitForExit();
        var cpu = 0.0;
        while (!worker.WaitForExit(20))
        {
            worker.Refresh();
            if (!worker.HasExited) cpu = worker.TotalProcessorTime.TotalSeconds;
        }

        return (cpu, wall);
    }

    /// <summary>Starts a worker on what an earlier one left; what it says of its restore until it is ready.</summary>
    public IReadOnlyList<string> Restart()
    {
        // Until the new process opens its log the old one's is there, and says that it is ready.
        File.Delete(Log("run"));
        using var worker = Start("run", "--set", "kafka.instance_id=bench", "--set", "telemetry.logs=text");
        var watch = Stopwatch.StartNew();
        while (!File.Exists(Log("run")) || !File.ReadAllText(Log("run")).Contains("Ready after", StringComparison.Ordinal))
        {
            if (worker.HasExited || watch.Elapsed > Patience) throw new IOException($"the worker did not become ready:\n{File.ReadAllText(Log("run"))}");
            Thread.Sleep(PollMs);
        }

        worker.Kill();
        return [.. File.ReadLines(Log("run")).Where(line => line.Contains("restored", StringComparison.Ordinal) || line.Contains("Ready", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Log(string verb) => Path.Combine(_folder, $"{verb}.log");

    private Process Start(string verb, params string[] more)
    {
        var command = string.Join(' ', ((string[])["exec", "dotnet", $"'{ProgramFile.Path}'", verb, "--config", $"'{_config}'", .. more,
            ">", $"'{Log(verb)}'", "2>&1"]));
        return Process.Start("bash", ["-c", command]);
    }
}
