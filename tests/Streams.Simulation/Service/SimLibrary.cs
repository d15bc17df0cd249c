using System.Text;
using Streams.Core.Activities;
using Streams.Runtime.Control;

namespace Streams.Simulation.Service;

/// <summary>The tables of a deployment: two versions, and when the second one comes.</summary>
internal sealed class SimLibrary(IReadOnlyList<TableSet> sets, Fault fault) : ITableLibrary
{
    private readonly Dictionary<Key128, TableSet> _read = [];

    public int Current { get; set; }

    public int SourceCount { get; set; }

    public TableContent Local => ContentOf(sets[Current]);

    public IReadOnlyList<int> Sources => [.. Enumerable.Range(0, SourceCount)];

    public TableSet Get(Key128 version, Func<Key128, byte[]> content)
    {
        // The content that the log holds names the set: a version that cannot be read there is of no use.
        if (!_read.TryGetValue(version, out var set))
        {
            var name = Encoding.UTF8.GetString(content(version));
            _read.Add(version, set = sets.Single(s => s.Version.ToString() == name));
        }

        return fault == Fault.VersionAtReadTime ? sets[Current] with { Version = version } : set;
    }

    private static TableContent ContentOf(TableSet set) => new(set.Version, Encoding.UTF8.GetBytes(set.Version.ToString()));
}
