using System.Text;
using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Shards;

/// <summary>Raw names that records used for a shard's accounts, as ingest tells of them: a set of facts.</summary>
internal sealed class NameStage
{
    /// <summary>The ordinally smallest are kept: which those are does not depend on the order in which they came.</summary>
    private const int NamesMax = 64;

    private readonly Dictionary<Key128, SortedSet<string>> _names = [];
    private readonly HashSet<Key128> _dirty = [];
    private readonly GoneKeys _gone = new();

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Of(Key128 account) => _names.TryGetValue(account, out var names) ? names : [];

    public void Add(Key128 account, ReadOnlySpan<byte> name)
    {
        if (!_names.TryGetValue(account, out var names)) _names.Add(account, names = new SortedSet<string>(StringComparer.Ordinal));
        if (!names.Add(Encoding.UTF8.GetString(name))) return;
        if (names.Count > NamesMax) names.Remove(names.Max!);
        _dirty.Add(account);
    }

    /// <summary>Where there are more than that many, those of accounts that are no longer known go.</summary>
    public void Trim(int accountsMax, Predicate<Key128> isKnown)
    {
        if (_names.Count <= accountsMax) return;
        foreach (var account in _names.Keys.Where(account => !isKnown(account)).ToList())
        {
            _names.Remove(account);
            _dirty.Remove(account);
            _gone.Add(account);
        }
    }

    /// <summary>Whose names went since the last call, for the snapshots.</summary>
    public IReadOnlyList<Key128> TakeGone() => _gone.Take();

    public IEnumerable<(Key128 Account, byte[] Payload)> SaveChanged()
    {
        var to = new ByteWriter();
        foreach (var account in _dirty.Order())
        {
            to.Reset();
            to.Int32(_names[account].Count);
            foreach (var name in _names[account]) to.Block(Encoding.UTF8.GetBytes(name));
            yield return (account, to.ToArray());
        }

        _dirty.Clear();
    }

    public void Load(Key128 account, ReadOnlySpan<byte> payload)
    {
        var from = new ByteReader(payload);
        for (var count = from.Int32(); count > 0; count--) Add(account, from.Block());
    }
}
