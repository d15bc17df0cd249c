using Streams.Core.Scoring;
using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Setup;
using Streams.Runtime.Deliver;
using Streams.Runtime.Telemetry;

namespace Streams.Elasticsearch.Tests.World;

/// <summary>A sink with everything that a test looks at beside it.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(ElasticsearchOptions options, TimeProvider? time = null, SinkTelemetry? telemetry = null)
    {
        Options = options;
        Sink = new ElasticsearchSink(options, Quarantine, said => { lock (Said) Said.Add(said); }, time, telemetry);
        Reader = new ElasticsearchReader(options);
    }

    public ElasticsearchOptions Options { get; }

    public ElasticsearchSink Sink { get; }

    public ElasticsearchReader Reader { get; }

    public MemorySinkQuarantine Quarantine { get; } = new();

    public List<string> Said { get; } = [];

    public static async Task<Rig> SetUpAsync(ElasticsearchOptions options)
    {
        await SetupAsync(options);
        return new Rig(options);
    }

    public static async Task<SetupReport> SetupAsync(ElasticsearchOptions options)
    {
        using var setup = new ElasticsearchSetup(options);
        return await setup.RunAsync(default);
    }

    public Task DeliverAsync(params ResultDocument[] documents) => Sink.DeliverAsync(documents, default);

    public string Heard()
    {
        lock (Said) return string.Join('\n', Said);
    }

    /// <summary>The sources of a kind by _id-like field, after a refresh.</summary>
    public async Task<List<System.Text.Json.JsonElement>> StoredAsync(string kind)
    {
        await Reader.RefreshAsync(default);
        var all = new List<System.Text.Json.JsonElement>();
        await foreach (var source in Reader.DocumentsAsync(kind, default)) all.Add(source);
        return all;
    }

    public void Dispose()
    {
        Sink.Dispose();
        Reader.Dispose();
    }
}

/// <summary>Small documents, made by hand.</summary>
internal static class Some
{
    public const long Time = 1_772_532_000_000; // 2026-03-03T10:00:00Z

    public static long Version(long offset, long epoch = 7) => (epoch << 44) + offset;

    public static AccountDocument Account(string name = "ana@corp.example", double score = 93.1, params FindingDocument[] findings) => new()
    {
        Account = name,
        Names = [name, "CORP\\ana"],
        Score = score,
        Level = Odds.Level(score),
        PeakScore = score,
        PeakLevel = Odds.Level(score),
        PeakTime = Time,
        Priority = score,
        Events = 12,
        Sources = ["sso", "vpn"],
        FirstSeen = Time,
        LastSeen = Time + 60_000,
        Prior = new PriorDocument(0.02, "remote"),
        PointsByGroup = [new GroupDocument("where", 1.5, 1.5)],
        Declared = new DeclaredDocument("DE", "Europe/Berlin", 52.52, 13.4, "contractor", true, "acme", "payments", "2024-01-01", null),
        NeverAtHome = true,
        Presence = [new PresenceDay(20_000, ulong.MaxValue)],
        Findings = findings,
    };

    public static FindingDocument Finding(string id = "f-1", long time = Time, string rule = "D01") => new()
    {
        Id = id,
        Rule = rule,
        Name = rule == "D01" ? "impossible-travel" : "shared-device",
        Time = time,
        LastTime = time + 60_000,
        Count = 2,
        Strength = 1,
        Weight = 1.5,
        Points = 1.44,
        Group = "where",
        Summary = "Berlin and Seoul an hour apart",
        Facts = new SortedDictionary<string, object?> { ["distance_km_min"] = 7420.5, ["from"] = "Berlin", ["speed_kmh_min"] = null },
        Attack = ["T1078.004", "T1133"],
        Threshold = "distance ≥ 500 km",
        ThresholdOrigin = "default",
        Evidence =
        [
            new EvidenceDocument(time, "sso", "okta", "okta.ndjson", 17, "e-1-" + id, "203.0.113.24", "DE", "sso.login", "fixed", 52.5, 13.4),
            new EvidenceDocument(time + 60_000, "vpn", "openvpn", "vpn.log", 4, "e-2-" + id, "198.51.100.7", "KR", "vpn.start", "hosting", 37.5, 127),
        ],
    };

    public static ResultDocument Result(AccountDocument account, long version) =>
        new("account:" + account.Account, version, HuntJson.ToBytes(account));

    public static ResultDocument Result(RingDocument ring, long version) => new("ring:" + ring.Id, version, HuntJson.ToBytes(ring));

    public static ResultDocument Withdrawn(string account, FindingDocument finding, long version) =>
        new("finding:" + finding.Id, version, HuntJson.ToBytes(new WithdrawnFinding(account, finding)));

    public static RingDocument Ring(string id = "r-1", double score = 88) => new()
    {
        Id = id,
        Score = score,
        Level = Odds.Level(score),
        PeakScore = score,
        PeakLevel = Odds.Level(score),
        Accounts = ["ana@corp.example", "bob@corp.example"],
        Artefacts = [new RingArtefactDocument("phone", "+4915112345678", ["ana@corp.example", "bob@corp.example"])],
        FirstSeen = Time,
        LastSeen = Time + 1,
        Points = new Dictionary<string, double> { ["members"] = 0, ["artefact"] = 3.5 },
        Reasons = ["2 accounts share phone +4915112345678"],
    };
}
