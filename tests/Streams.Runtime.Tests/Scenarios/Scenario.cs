using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Scenarios;

/// <summary>
/// Raw records and CSV tables in, the hunt's document out: the real decoder, links, enrichment and stages on the
/// deterministic runtime, in
/// the two passes of <c>hunt</c>.
/// </summary>
internal sealed class Scenario : IDecodeSink, ISourceCatalogue
{
    public const string NetworkColumns =
        "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress";

    public const string DirectoryColumns =
        "account,names,person_id,kind,remote,country,time_zone,latitude,longitude,household,vendor,team,hired,exits,on_leave,travel,on_call";

    private readonly List<string> _records = [];
    private readonly List<string> _directory = [], _watchlist = [], _allow = [], _networks = [.. Places.Networks];
    private readonly List<Sorted> _sorted = [];
    private readonly HashSet<Key128> _pushed = [];
    private readonly ByteWriter _bytes = new(8 * 1024);
    private Enricher _enricher = null!;
    private AccountResolver _resolver = null!;
    private string? _domain;
    private int _record;

    private sealed record Sorted(long Time, Key128 Key, int Record, string Format, byte[] Bytes);

    public Scenario Logs(params IEnumerable<string> records)
    {
        _records.AddRange(records);
        return this;
    }

    public Scenario Directory(params IEnumerable<string> rows) => Rows(_directory, rows);

    public Scenario Watch(params IEnumerable<string> rows) => Rows(_watchlist, rows);

    public Scenario Allow(params IEnumerable<string> rows) => Rows(_allow, rows);

    public Scenario Networks(params IEnumerable<string> rows) => Rows(_networks, rows);

    /// <summary>The source's <c>domain</c> setting.</summary>
    public Scenario Domain(string domain)
    {
        _domain = domain;
        return this;
    }

    public string PathOf(int source) => "scenario.log";

    public HuntDocument Hunt()
    {
        var tables = Tables();
        _enricher = new Enricher(tables);
        _resolver = new AccountResolver(tables);
        var decoder = new Streams.Core.Formats.Decoder();
        foreach (var record in _records)
        {
            _record++;
            var bytes = Encoding.UTF8.GetBytes(record);
            decoder.Decode(bytes, 0, bytes.Length, SourceSettings.Default, this);
        }

        _sorted.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Key.CompareTo(b.Key));
        return Analyse(tables);
    }

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        if (result.Status == DecodeStatus.Ignored) return;
        result.Status.ShouldBe(DecodeStatus.Decoded, $"{result.Reason}: {Encoding.UTF8.GetString(raw.Span)}");
        _enricher.Enrich(activity);
        activity.Origin = new Origin(0, (uint)_record, (ushort)part);
        var format = FormatCatalogue.NameOf(activity.Format);
        _resolver.Learn(activity, new SourceSettingsView(format, _domain));
        if (activity.Kind == ActivityKind.CodePush)
            foreach (ref var commit in activity.Commits) _pushed.Add(Key128.OfFolded(commit.Sha.Span));
        _bytes.Reset();
        ActivityCodec.Write(_bytes, activity);
        _sorted.Add(new Sorted(activity.Time, activity.EventKey, _record, format, _bytes.Written.ToArray()));
    }

    private HuntDocument Analyse(Tables tables)
    {
        var runtime = new SeededRuntime(7, r => new MemoryLog(r, new MemoryLogOptions()));
        var topology = new Topology(3);
        var pipeline = Pipeline.Start(runtime, runtime.Log, new PipelineContext
        {
            Topology = topology,
            Set = new TableSet { Tables = tables },
            Sources = [0],
            SourceNames = this,
            NamesOf = _resolver.NamesOf,
            Shard = ShardSettings.Sorted,
            AllAccounts = true,
        });
        var router = new Router(topology, 0, Position.Start);
        var activity = new Activity();
        for (var i = 0; i < _sorted.Count; i++)
        {
            var item = _sorted[i];
            if (i > 0 && item.Time == _sorted[i - 1].Time && item.Key == _sorted[i - 1].Key) continue;
            ActivityCodec.Read(item.Bytes, 0, item.Bytes.Length, activity);
            var account = _resolver.Resolve(activity, new SourceSettingsView(item.Format, _domain));
            if (account.IsNone) continue;
            ActivityCodec.PatchAccount(item.Bytes, account);
            router.Add(new Position(i, 0), Flags(activity), Encoding.UTF8.GetBytes(_resolver.NameOf(account)), account, item.Bytes);
            if (i % 16 != 15 && !router.IsFull) continue;
            router.Flush(runtime.Log, Position.EndOf(i), item.Time, idle: false);
            runtime.RunUntilIdle(default);
        }

        router.Flush(runtime.Log, Position.EndOf(_sorted.Count), _sorted[^1].Time, idle: false);
        pipeline.Settle(_sorted[^1].Time);
        return new HuntDocument
        {
            Totals = new TotalsDocument(_records.Count, _sorted.Count, 0, 0, 0, _sorted[0].Time, _sorted[^1].Time),
            Accounts = pipeline.Documents.Accounts(),
            Rings = pipeline.Documents.Rings(),
        };
    }

    private EventFlags Flags(Activity activity) =>
        activity.Kind == ActivityKind.CodeCommit && _pushed.Contains(Key128.OfFolded(activity.Commits[0].Sha.Span))
            ? EventFlags.AlreadyPushed
            : EventFlags.None;

    private Tables Tables()
    {
        var problems = new List<TableProblem>();
        var tables = new Tables
        {
            Networks = NetworkTable.Parse("networks.csv", Csv(NetworkColumns, _networks), problems),
            Directory = _directory.Count == 0 ? null
                : DirectoryTable.Parse("directory.csv", Csv(DirectoryColumns, _directory), problems),
            Watchlist = Watchlist.Parse("watchlist.csv", Csv("type,value,source,reason,listed", _watchlist), problems),
            Allow = _allow.Count == 0 ? null : AllowTable.Parse(
                "allow.csv", Csv("rule,account,artefact_type,artefact,reason,owner,until", _allow), problems),
        };
        problems.ShouldBeEmpty();
        return tables;
    }

    private Scenario Rows(List<string> to, IEnumerable<string> rows)
    {
        to.AddRange(rows);
        return this;
    }

    private static byte[] Csv(string header, IEnumerable<string> rows) =>
        Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend(header)) + "\n");
}
