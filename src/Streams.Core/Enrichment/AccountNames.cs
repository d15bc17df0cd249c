using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>What each account is called: its own text, and the raw names that logs used for it.</summary>
internal sealed class AccountNames
{
    /// <summary>
    /// A name is kept for each of that many accounts (failed log-ins invent names), and that many raw names for each.
    /// </summary>
    public const int AccountsMax = 4_000_000, RawMax = 64;

    private readonly Dictionary<Key128, Entry> _entries = [];

    private List<(Key128 Account, string Name)> _new = [];

    public int Count => _entries.Count;

    public long Dropped { get; private set; }

    public bool TellsNew { get; set; }

    public string NameOf(Key128 account) => _entries.TryGetValue(account, out var entry) ? entry.Name : "";

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> RawOf(Key128 account) => _entries.TryGetValue(account, out var entry) ? entry.Raw() : [];

    public bool Has(Key128 account) => _entries.ContainsKey(account);

    public void Add(Key128 account, string name)
    {
        if (_entries.ContainsKey(account)) return;
        if (_entries.Count < AccountsMax) _entries.Add(account, new Entry(name));
        else Dropped++;
    }

    public void AddRaw(Key128 account, ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || !_entries.TryGetValue(account, out var entry)) return;
        if (entry.AddRaw(raw) is { } added && TellsNew) _new.Add((account, added));
    }

    public IReadOnlyList<(Key128 Account, string Name)> TakeNew()
    {
        if (_new.Count == 0) return [];
        var taken = _new;
        _new = [];
        return taken;
    }

    private sealed class Entry(string name)
    {
        private readonly List<(string Text, Key128 Key)> _raw = new(2);

        public string Name { get; } = name;

        public string[] Raw() => [.. _raw.Select(raw => raw.Text)];

        /// <summary>The name where it is new and kept.</summary>
        public string? AddRaw(ReadOnlySpan<byte> raw)
        {
            var key = Key128.Of(raw);
            foreach (var known in _raw)
                if (known.Key == key) return null;
            var text = Encoding.UTF8.GetString(raw);
            var at = 0;
            while (at < _raw.Count && string.CompareOrdinal(_raw[at].Text, text) < 0) at++;
            // The smallest are kept: which ones those are does not depend on the order in which they came.
            if (at >= RawMax) return null;
            _raw.Insert(at, (text, key));
            if (_raw.Count > RawMax) _raw.RemoveAt(RawMax);
            return text;
        }
    }
}
