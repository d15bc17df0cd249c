using Streams.Cli.Configuration.Sections;
using Streams.Cli.Inputs;
using Streams.Cli.Reference;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Runtime.Control;

namespace Streams.Cli.Running;

/// <summary>
/// The worker's tables: what its own files hold, and every version that the log names, parsed once. Databases are this
/// machine's, found by their hash.
/// </summary>
internal sealed class TableLibrary : ITableLibrary
{
    /// <summary>Versions kept parsed: the one in force, the one before, and one that is being granted.</summary>
    private const int VersionsMax = 4;

    private readonly StreamsConfiguration _configuration;
    private readonly object _gate = new();
    private readonly List<TableSet> _parsed = [];
    private volatile TableContent _local;
    private volatile IReadOnlyList<int> _sources = [];

    /// <exception cref="InvalidDataException">The tables cannot be used.</exception>
    public TableLibrary(StreamsConfiguration configuration)
    {
        _configuration = configuration;
        _local = Load();
    }

    public TableContent Local => _local;

    public IReadOnlyList<int> Sources
    {
        get => _sources;
        set => _sources = value;
    }

    /// <summary>The files changed: publish them if they can be used.</summary>
    /// <exception cref="InvalidDataException">They cannot; the old ones stay.</exception>
    public void Reload() => _local = Load();

    public TableSet Get(Key128 version, Func<Key128, byte[]> content)
    {
        lock (_gate)
        {
            var known = _parsed.FindIndex(set => set.Version == version);
            if (known >= 0) return _parsed[known];
        }

        return Keep(Parse(TableBundle.From(content(version)), version));
    }

    private TableContent Load()
    {
        var bundle = TableBundle.Read(_configuration);
        var version = bundle.Version();
        // Parsed before it is offered: a table with a fault never reaches the log.
        Keep(Parse(bundle, version));
        return new TableContent(version, bundle.ToBytes());
    }

    private TableSet Keep(TableSet set)
    {
        lock (_gate)
        {
            _parsed.RemoveAll(known => known.Version == set.Version);
            _parsed.Add(set);
            if (_parsed.Count > VersionsMax) _parsed.RemoveAt(0);
            return set;
        }
    }

    private TableSet Parse(TableBundle bundle, Key128 version)
    {
        var found = new List<TableProblem>();
        var tables = new Tables
        {
            Geo = Geo(bundle.Geo),
            Networks = bundle.Networks is { } networks ? NetworkTable.Parse("networks.csv", networks, found) : null,
            Directory = bundle.Directory is { } directory ? DirectoryTable.Parse("directory.csv", directory, found) : null,
            Watchlist = bundle.Watchlist is { } watchlist ? Watchlist.Parse("watchlist.csv", watchlist, found) : null,
            Allow = bundle.Allow is { } allow ? AllowTable.Parse("allow.csv", allow, found) : null,
        };
        if (found.Count > 0) throw new InvalidDataException(string.Join("; ", found.Take(5)));
        return new TableSet
        {
            Version = version,
            Tables = tables,
            Detections = bundle.Detections.Rules,
            Sharing = bundle.Detections.Sharing,
            Score = bundle.Detections.Score,
            Rings = bundle.Detections.Rings,
            Relays = bundle.Detections.Relays,
            Sources = bundle.Sources.ToDictionary(source => source.Topic, Settings, StringComparer.Ordinal),
        };
    }

    /// <summary>The databases with these hashes, wherever this machine keeps them.</summary>
    private GeoDatabases? Geo(IReadOnlyList<string> wanted)
    {
        if (wanted.Count == 0) return null;
        var mine = FileTables.Hash256(new TablesConfiguration { Geo = _configuration.Tables.Geo });
        var problems = new List<string>();
        var paths = new List<string>();
        foreach (var hash in wanted)
        {
            if (mine.FirstOrDefault(file => file.Value == hash).Key is { } path) paths.Add(path);
            else problems.Add($"the deployment uses a MaxMind database with SHA-256 {hash}, which tables.geo does not name here: give every worker the same files");
        }

        var tables = problems.Count > 0 ? null : TableFiles.Load(new TableArguments(paths, null, null, null, null), problems);
        return problems.Count == 0 ? tables!.Geo : throw new InvalidDataException(string.Join("; ", problems));
    }

    internal static SourceSettings Settings(SourceConfiguration source) => new()
    {
        Format = source.Format == "auto" ? null : source.Format,
        Zone = source.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : null,
        Domain = source.Domain,
    };
}
