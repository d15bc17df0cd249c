using System.Globalization;

namespace Streams.Acceptance.Service;

/// <summary>
/// What the tests of the service share: one broker, one company, what hunt says of it. Each test has topics, group and
/// prefix of its own.
/// </summary>
public sealed class ServiceWorld : IDisposable
{
    public const int Partitions = 2;
    private readonly Scratch _scratch = new();
    private readonly Lazy<KafkaServer> _kafka;
    private readonly Lazy<string> _logs;
    private readonly Lazy<HuntOutcome> _expected;
    private int _names;

    public ServiceWorld()
    {
        _kafka = new Lazy<KafkaServer>(() => new KafkaServer(Listeners.Options(Trust(Clients))));
        Company = new GeneratedCompany(31, Setting("STREAMS_CHAOS_DAYS", 7), Setting("STREAMS_CHAOS_ACCOUNTS", 200));
        _logs = new Lazy<string>(Company.Streamed);
        _expected = new Lazy<HuntOutcome>(() => Company.HuntOver([Logs]).Reconciles());
    }

    public GeneratedCompany Company { get; }

    public KafkaServer Kafka => _kafka.Value;

    /// <summary>Whose certificates the broker takes from clients when it is started.</summary>
    public Authority Clients { get; } = new("clients");

    /// <summary>Whose certificates the broker takes when it is started the next time; the file that says so.</summary>
    public string Trust(Authority clients) => _scratch.Write("clients.pem", clients.Pem);

    public string Logs => _logs.Value;

    /// <summary>Only those sources' logs, for a test that needs no more.</summary>
    public string LogsOf(params string[] sources)
    {
        var logs = Directory.CreateDirectory(_scratch.At("logs-" + string.Join('-', sources))).FullName;
        foreach (var source in sources.Where(source => !Path.Exists(Path.Combine(logs, source))))
            Directory.CreateSymbolicLink(Path.Combine(logs, source), Path.Combine(Logs, source));
        return logs;
    }

    public HuntOutcome Expected => _expected.Value;

    public string Name() => $"t{Interlocked.Increment(ref _names).ToString(CultureInfo.InvariantCulture)}";

    public static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public void Dispose()
    {
        if (_kafka.IsValueCreated) _kafka.Value.Dispose();
        Company.Dispose();
        Clients.Dispose();
        _scratch.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class ServiceTestGroup : ICollectionFixture<ServiceWorld>
{
    public const string Name = "the service on a real broker";
}
