using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streams.Acceptance.Service;

/// <summary>One deployment on a broker: its configuration, its workers as processes, what it says in the end.</summary>
public sealed partial class Deployment : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _bootstrap;
    private readonly TimeSpan _patience;
    private readonly int _memoryMiB;
    private readonly Dictionary<string, Process> _workers = [];
    private readonly List<string> _logs = [];
    private readonly Dictionary<string, string> _logOf = [];

    public Deployment(ServiceWorld world, DeploymentOptions options)
    {
        _bootstrap = (options.Server ?? world.Kafka).Bootstrap;
        (Name, _patience, _memoryMiB) = (options.Name, options.Patience, options.MemoryMiB);
        var tables = options.Tables ?? world.Company.Folder;
        Config = _scratch.At("streams.yaml");
        File.WriteAllText(Config, $"""
            kafka:
              bootstrap_servers: {options.Bootstrap ?? _bootstrap}
              session_timeout: {options.SessionTimeout}
              prefix: {Name}
              group: {Name}
            {options.Kafka}
            topology:
              shards: 8
            {options.Topology}
            tables:
              networks: {tables}/networks.csv
              directory: {tables}/directory.csv
              watchlist: {tables}/watchlist.csv
              allow: {tables}/allow.csv
              reload_interval: 1s
            processing:
              snapshot_interval: 3s
              idle_after: {options.IdleAfter}
            {options.Processing}
            http:
              bind: 127.0.0.1:0
            sources:
            {string.Join('\n', options.Topics.Select(topic => $"  - topic: {topic}"))}
            {options.More}
            """);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _bootstrap }).Build();
        admin.CreateTopicsAsync(options.Topics.Select(topic => new TopicSpecification
        {
            Name = topic,
            NumPartitions = options.Partitions,
            ReplicationFactor = -1,
        })).GetAwaiter().GetResult();
        StreamsProgram.Run("setup", "--config", Config, "--quiet").Exits(0);
    }

    public string Name { get; }

    public string Config { get; }

    /// <summary>What a worker that is started from now on does that others do not; see <see cref="StartupHook"/>.</summary>
    public Dictionary<string, string> Hook { get; } = [];

    public IReadOnlyCollection<string> Workers => _workers.Keys;

    public string Logs => string.Join('\n', _logs.Where(File.Exists).Select(File.ReadAllText));

    /// <summary>Where the newest worker answers.</summary>
    public Uri Address => new(Listens().Matches(Logs)[^1].Groups[1].Value);

    /// <summary>From now on its configuration names another listener.</summary>
    public void Moved(string bootstrap) =>
        File.WriteAllText(Config, File.ReadAllText(Config).Replace(_bootstrap, bootstrap, StringComparison.Ordinal));

    public void Start(string worker)
    {
        var log = _scratch.At($"{worker}-{_logs.Count}.log");
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(
            $"exec dotnet '{ProgramFile.Path}' run --config '{Config}' --set kafka.instance_id={worker}{Limits} > '{log}' 2>&1");
        start.Environment["DOTNET_gcServer"] = "0";
        if (Hook.Count > 0) start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        foreach (var (name, value) in Hook) start.Environment[name] = value;

        _workers[worker] = Process.Start(start)!;
        _logs.Add(_logOf[worker] = log);
    }

    /// <summary>What a worker said since it was started last.</summary>
    public string LogOf(string worker) => File.Exists(_logOf[worker]) ? File.ReadAllText(_logOf[worker]) : "";

    public Uri AddressOf(string worker) => new(Listens().Match(LogOf(worker)).Groups[1].Value);

    public int ProcessOf(string worker) => _workers[worker].Id;

    private string Limits => _memoryMiB == 0 ? "" : $" --set processing.memory={_memoryMiB}MiB";

    public bool HasEnded(string worker) => _workers[worker].HasExited;

    /// <summary>kill -9: no last word.</summary>
    public void Kill(string worker)
    {
        _workers.Remove(worker, out var process);
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>STOP, CONT, TERM.</summary>
    public void Signal(string worker, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _workers[worker].Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>An orderly end: its exit code.</summary>
    public int Stop(string worker)
    {
        Signal(worker, "TERM");
        _workers.Remove(worker, out var process);
        process!.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue($"{worker} did not stop\n{Logs}");
        var code = process.ExitCode;
        process.Dispose();
        return code;
    }

    /// <summary>Until ingest has taken every source record.</summary>
    public void WaitUntilTaken(IReadOnlyList<string> topics) => WaitUntilTaken(topics, () => { });

    public void WaitUntilTaken(IReadOnlyList<string> topics, Action meanwhile) => Until(
        () =>
        {
            meanwhile();
            return Behind("ingest", topics);
        },
        "ingest did not take everything");

    /// <summary>Until ingest has taken so many, whatever a broker that has just come back says of where its topics end.</summary>
    public void WaitUntilTaken(IReadOnlyList<string> topics, long records)
    {
        WaitUntilTaken(topics);
        Until(() => Taken(topics) is var taken && taken < records ? $"{taken} of {records}" : "", "ingest did not take everything");
    }

    /// <summary>The most memory that a worker ever held, as the kernel counts it.</summary>
    public long PeakBytes(string worker)
    {
        HasEnded(worker).ShouldBeFalse($"{worker} is no more\n{Logs}");
        var line = File.ReadLines($"/proc/{_workers[worker].Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is null ? 0 : 1024 * long.Parse(words[^2], CultureInfo.InvariantCulture);
    }

    /// <summary>Until a sink has resolved every result there is; for a moment there may be more to come.</summary>
    public void WaitUntilDelivered(string sink) =>
        Until(() => Behind($"sink-{sink}", [$"{Name}.results"]), $"{sink} did not get everything");

    /// <summary>Until a sink has resolved what stood in the results log when this was asked.</summary>
    public void WaitUntilCaughtUp(string sink)
    {
        using var consumer = Group("look");
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var topic = admin.GetMetadata($"{Name}.results", TimeSpan.FromSeconds(10)).Topics.Single();
        var ends = topic.Partitions.Select(p => new TopicPartition(topic.Topic, p.PartitionId))
            .ToDictionary(p => p, p => consumer.QueryWatermarkOffsets(p, TimeSpan.FromSeconds(10)).High.Value);
        using var cursor = Group($"sink-{sink}");
        bool IsThere(TopicPartitionOffset committed) => ends[committed.TopicPartition] is var end && (end == 0 || committed.Offset >= end);
        Until(() => cursor.Committed(ends.Keys, TimeSpan.FromSeconds(10)).All(IsThere), $"{sink} did not catch up");
    }

    public void WaitUntilSaid(string text) => Until(() => Logs.Contains(text, StringComparison.Ordinal), $"nobody said: {text}");

    public void WaitUntilReady(int times = 1) =>
        Until(() => Logs.Split("Ready after").Length > times, "not every worker was ready");

    public void Until(Func<bool> holds, string otherwise) => Until(() => holds() ? "" : "not yet", otherwise);

    private void Until(Func<string> missing, string otherwise)
    {
        var until = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        while (missing() is { Length: > 0 } what)
        {
            (Environment.TickCount64 < until).ShouldBeTrue($"{otherwise}: {what}\n{Logs}");
            Thread.Sleep(250);
        }
    }

    /// <summary>What the last export said beside its data.</summary>
    public string Said { get; private set; } = "";

    public HuntOutcome Export(string asOf)
    {
        var file = _scratch.At("export.json");
        Said = StreamsProgram.Run("export", "--config", Config, "--as-of", asOf, "--json", file, "--quiet").Exits(0).Error;
        return HuntOutcome.Load(file);
    }

    /// <summary>
    /// Everything is taken, every worker stops in its order, nothing was late, and what was found is what hunt says; so many
    /// records more were read, of which hunt knows nothing.
    /// </summary>
    public HuntOutcome ShouldFind(HuntOutcome expected, IReadOnlyList<string> topics, long more = 0)
    {
        WaitUntilTaken(topics);
        foreach (var worker in Workers.ToList()) Stop(worker).ShouldBe(0, Logs);
        var found = Export(expected.LastEvent());
        Said.ShouldBe("");
        found.Total("read").ShouldBe(expected.Total("read") + more);
        found.ShouldEqual(expected);
        return found;
    }

    public void Dispose()
    {
        foreach (var worker in Workers.ToList())
        {
            Signal(worker, "CONT");
            Kill(worker);
        }

        _scratch.Dispose();
    }

    [GeneratedRegex("Listening on (http://127[.]0[.]0[.]1:[0-9]+/)")]
    private static partial Regex Listens();

    private string Behind(string work, IReadOnlyList<string> topics)
    {
        try
        {
            return Lagging(work, topics);
        }
        catch (KafkaException e) when (!e.Error.IsFatal)
        {
            // A broker that has just come back does not lead yet.
            return e.Error.Reason;
        }
    }

    private string Lagging(string work, IReadOnlyList<string> topics)
    {
        var behind = new List<string>();
        using var consumer = Group(work);
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        foreach (var topic in admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Where(t => topics.Contains(t.Topic)))
        {
            foreach (var partition in topic.Partitions)
            {
                var name = new TopicPartition(topic.Topic, partition.PartitionId);
                var end = consumer.QueryWatermarkOffsets(name, TimeSpan.FromSeconds(10)).High;
                var committed = consumer.Committed([name], TimeSpan.FromSeconds(10)).Single().Offset;
                if (end > 0 && (committed.IsSpecial || committed < end)) behind.Add($"{name} {committed} of {end}");
            }
        }

        return string.Join(", ", behind);
    }

    private long Taken(IReadOnlyList<string> topics)
    {
        using var consumer = Group("ingest");
        var all = topics.SelectMany(topic => Enumerable.Range(0, ServiceWorld.Partitions).Select(i => new TopicPartition(topic, i)));
        return consumer.Committed(all, TimeSpan.FromSeconds(10)).Sum(partition => Math.Max(0, partition.Offset.Value));
    }

    private IConsumer<Ignore, Ignore> Group(string work) => new ConsumerBuilder<Ignore, Ignore>(
        new ConsumerConfig { BootstrapServers = _bootstrap, GroupId = $"{Name}-{work}" }).SetLogHandler((_, _) => { }).Build();
}
