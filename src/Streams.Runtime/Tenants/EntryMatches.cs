using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Tenants;

/// <summary>Which accounts matched each watchlist entry, and when.</summary>
internal sealed class EntryMatches
{
    /// <summary>An entry that matches more accounts than this inside a day is suspended (D22).</summary>
    private const int AccountsMax = 5;

    /// <summary>Times kept of one account and entry: enough to find a day that it shares with others.</summary>
    private const int TimesMax = 256;

    private readonly SortedDictionary<Key128, SortedDictionary<Key128, SortedSet<long>>> _entries = [];
    private readonly SortedSet<Key128> _dirty = [];
    private readonly Dictionary<Key128, long> _suspended = [];

    /// <summary>Entries that were matched since they were last judged.</summary>
    public SortedSet<Key128> Touched { get; } = [];

    public int AccountsOf(Key128 entry) => _entries[entry].Count;

    public void Add(in TenantReport report) => Add(report.Subject, report.Account, report.Time);

    /// <summary>
    /// When the entry had matched more than the allowed number of accounts inside 24 hours, Unix ms. What comes after
    /// cannot change that any more and is forgotten: an exit that everybody uses takes no memory.
    /// </summary>
    public long? SuspendedFrom(Key128 entry)
    {
        if (Search(entry) is not { } time) return null;
        _suspended[entry] = time;
        foreach (var (account, times) in _entries[entry].ToList())
        {
            if (times.Max <= time) continue;
            times.RemoveWhere(later => later > time);
            if (times.Count == 0) _entries[entry].Remove(account);
            _dirty.Add(entry);
        }

        return time;
    }

    private long? Search(Key128 entry)
    {
        var accounts = _entries[entry];
        if (accounts.Count <= AccountsMax) return null;
        var seen = accounts.SelectMany(a => a.Value.Select(time => (Time: time, Account: a.Key))).OrderBy(s => s.Time).ToList();
        var inside = new Dictionary<Key128, int>();
        var from = 0;
        foreach (var (time, account) in seen)
        {
            inside[account] = inside.GetValueOrDefault(account) + 1;
            for (; time - seen[from].Time > EpochDay.Ms; from++)
                if (--inside[seen[from].Account] == 0) inside.Remove(seen[from].Account);
            if (inside.Count > AccountsMax) return time;
        }

        return null;
    }

    public IEnumerable<(Key128 Entry, byte[] Payload)> SaveChanged()
    {
        var to = new ByteWriter();
        foreach (var entry in _dirty)
        {
            to.Reset();
            foreach (var (account, times) in _entries[entry])
            {
                foreach (var time in times)
                {
                    to.Struct(account);
                    to.Int64(time);
                }
            }

            yield return (entry, to.ToArray());
        }

        _dirty.Clear();
    }

    public void Load(Key128 entry, ReadOnlySpan<byte> payload)
    {
        var from = new ByteReader(payload);
        while (from.Remaining > 0) Add(entry, from.Struct<Key128>(), from.Int64());
    }

    private void Add(Key128 entry, Key128 account, long time)
    {
        if (_suspended.TryGetValue(entry, out var suspended) && time > suspended) return;
        if (!_entries.TryGetValue(entry, out var accounts)) _entries.Add(entry, accounts = []);
        if (!accounts.TryGetValue(account, out var times)) accounts.Add(account, times = []);
        if (!times.Add(time)) return;
        // The earliest stay: it is the first such day that counts.
        if (times.Count > TimesMax) times.Remove(times.Max);
        Touched.Add(entry);
        _dirty.Add(entry);
    }
}
