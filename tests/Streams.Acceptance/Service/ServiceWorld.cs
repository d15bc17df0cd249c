using System.Globalization;

namespace Streams.Acceptance.Service;

/// <summary>
/// What the tests of the service share: one broker, one company, what hunt says of it. Each test has topics, group and
/// prefix of its own.
/// </summary>
public sealed class ServiceWorld : IDisposable
{
    public const int Partitions = 2;
    private readonly Lazy<KafkaServer> _kafka = new(() => new KafkaServer("--secure"));
    private readonly Lazy<string> _logs;
    private readonly Lazy<HuntOutcome> _expected;
    private readonly Scratch _scratch = new();
    private int _names;

    public ServiceWorld()
    {
        Company = new GeneratedCompany(31, Setting("STREAMS_CHAOS_DAYS", 7), Setting("STREAMS_CHAOS_ACCOUNTS", 200));
        _logs = new Lazy<string>(StreamedLogs);
        _expected = new Lazy<HuntOutcome>(() => Company.HuntOver([Logs]).Reconciles());
    }

    public GeneratedCompany Company { get; }

    public KafkaServer Kafka => _kafka.Value;

    /// <summary>What a broker would be sent: a git log is read from a folder, not streamed.</summary>
    public string Logs => _logs.Value;

    public HuntOutcome Expected => _expected.Value;

    public string Name() => $"t{Interlocked.Increment(ref _names).ToString(CultureInfo.InvariantCulture)}";

    public static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public void Dispose()
    {
        if (_kafka.IsValueCreated) _kafka.Value.Dispose();
        Company.Dispose();
        _scratch.Dispose();
    }

    private string StreamedLogs()
    {
        var to = _scratch.At("logs");
        foreach (var folder in Directory.GetDirectories(Company.Logs).Where(f => Path.GetFileName(f) != "git"))
        {
            var copy = Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName;
            foreach (var file in Directory.GetFiles(folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return to;
    }
}

[CollectionDefinition(Name)]
public sealed class ServiceTestGroup : ICollectionFixture<ServiceWorld>
{
    public const string Name = "the service on a real broker";
}
