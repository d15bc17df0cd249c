using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Reference;

/// <summary>What a look at the files found.</summary>
internal sealed record TableChange(FileTables? Loaded, IReadOnlyList<string> Problems);

/// <summary>
/// Notices that a table changed, by looking: cheap marks (time, size) first, content only where they moved. Notification
/// by the system misses what is mounted, and what Kubernetes swaps by a link. New tables that cannot be used leave the
/// old ones in force; the same bad content is told once.
/// </summary>
internal sealed class TableWatcher(TablesConfiguration configuration, FileTables current)
{
    private string _marks = Marks(configuration);
    private Dictionary<string, string> _refused = [];

    /// <summary>The tables in force.</summary>
    public FileTables Current { get; private set; } = current;

    /// <summary>Null where nothing changed; else new tables, or why there are none.</summary>
    public TableChange? Look()
    {
        var marks = Marks(configuration);
        if (marks == _marks) return null;
        var hashes = FileTables.Hash256(configuration);
        if (FileTables.SameAs(Current.Hashes, hashes) || FileTables.SameAs(_refused, hashes))
        {
            _marks = marks;
            return null;
        }

        var problems = new List<string>();
        var loaded = FileTables.Load(configuration, problems);
        _marks = marks;
        if (loaded is null) _refused = hashes;
        else Current = loaded;
        return new TableChange(loaded, problems);
    }

    /// <summary>Looks again and again until cancelled; <paramref name="changed"/> is told of every change and every refusal.</summary>
    public async Task WatchAsync(TimeProvider time, Func<TableChange, Task> changed, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(configuration.ReloadInterval, time);
        while (await timer.WaitForNextTickAsync(cancel))
            if (Look() is { } change) await changed(change);
    }

    private static string Marks(TablesConfiguration configuration) =>
        string.Join('\n', FileTables.FilesOf(configuration).Select(Mark));

    /// <summary>Of a link the time is the link's own: what it points to is looked at.</summary>
    private static string Mark(string file)
    {
        try
        {
            var info = new FileInfo(file);
            var target = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            return $"{file} {target.FullName} {target.LastWriteTimeUtc.Ticks} {target.Length}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file} -";
        }
    }
}
