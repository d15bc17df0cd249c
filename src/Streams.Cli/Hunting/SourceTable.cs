using Streams.Core.Formats;
using Streams.Core.Scoring;

namespace Streams.Cli.Hunting;

/// <summary>
/// The inputs by number. Numbers are given in ordinal order of the paths, whatever the order on the command line, so
/// that ties between
/// copies are broken alike in every run.
/// </summary>
internal sealed class SourceTable(Func<string, SourceSettings> settingsOf) : ISourceCatalogue
{
    private readonly List<InputCounts> _counts = [];
    private readonly List<SourceSettings> _settings = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public int Count => _counts.Count;

    public int IndexOf(string path)
    {
        if (_index.TryGetValue(path, out var index)) return index;
        index = _counts.Count;
        _index.Add(path, index);
        _counts.Add(new InputCounts(path));
        _settings.Add(settingsOf(path));
        return index;
    }

    public InputCounts Counts(int source) => _counts[source];

    public SourceSettings Settings(int source) => _settings[source];

    public string Path(int source) => _counts[source].Path;

    public string PathOf(int source) => Path(source);

    /// <summary>Order among events of one time and id: path, record, part.</summary>
    public ulong Sequence(int source, uint record, int part) => ((ulong)source << 44) | ((ulong)record << 12) | (uint)Math.Min(part, 4095);

    public static int SourceOf(ulong sequence) => (int)(sequence >> 44);

    public IReadOnlyList<InputDocument> ToDocuments() =>
        [.. _counts.OrderBy(c => c.Path, StringComparer.Ordinal).Select(c => c.ToDocument())];

    public IEnumerable<string> AssumedZones => _counts.Where(c => c.AssumedZone).Select(c => c.Path).Order(StringComparer.Ordinal);
}
