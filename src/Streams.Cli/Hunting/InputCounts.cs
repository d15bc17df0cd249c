using Streams.Core.Formats;
using Streams.Core.Scoring;

namespace Streams.Cli.Hunting;

/// <summary>
/// What became of the records of one input. <c>read = decoded + ignored + duplicate + quarantined</c>, always.
/// </summary>
internal sealed class InputCounts(string path)
{
    private readonly SortedDictionary<string, long> _formats = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    public long Read { get; private set; }

    public long Decoded { get; private set; }

    public long Ignored { get; private set; }

    public long Duplicate { get; private set; }

    public long Quarantined { get; private set; }

    public bool AssumedZone { get; set; }

    public void Add(DecodeStatus status, string? format)
    {
        Read++;
        if (status == DecodeStatus.Decoded) Decoded++;
        else if (status == DecodeStatus.Ignored) Ignored++;
        else Quarantined++;
        if (format is not null && status is DecodeStatus.Decoded or DecodeStatus.Ignored)
            _formats[format!] = _formats.GetValueOrDefault(format!) + 1;
    }

    /// <summary>A record first taken for decoded turned out to be a copy.</summary>
    public void MarkDuplicate(bool ignored)
    {
        Duplicate++;
        if (ignored) Ignored--;
        else Decoded--;
    }

    /// <summary>A decoded event could not be stepped: it is isolated, and counts as not understood.</summary>
    public void MarkPoisoned()
    {
        Decoded--;
        Quarantined++;
    }

    /// <summary>A decoded record lies outside --since and --until: understood, and of no use here.</summary>
    public void MarkOutside()
    {
        Decoded--;
        Ignored++;
    }

    /// <summary>The format of most of its records.</summary>
    public InputDocument ToDocument() => new(
        Path, _formats.Count == 0 ? null : _formats.MaxBy(f => f.Value).Key, Read, Decoded, Ignored, Duplicate, Quarantined);
}
