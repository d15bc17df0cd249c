using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Control;

/// <summary>Which versions of the tables somebody may still need, as one reader of the control log sees it.</summary>
internal sealed class TableHistory
{
    private readonly Dictionary<string, Key128> _granted = new(StringComparer.Ordinal);
    private readonly Dictionary<Key128, long> _endedAt = [];
    private Key128 _inForce;

    /// <summary>The next record of <see cref="Topics.Decisions"/>, and the version that is published behind it.</summary>
    public void Apply(in LogRecord record, Key128 published)
    {
        if (published != _inForce)
        {
            if (!_inForce.IsNone) _endedAt[_inForce] = record.Timestamp;
            _endedAt.Remove(published);
            _inForce = published;
        }

        if (record.Key is not { } key) return;
        var name = Convert.ToHexString(key);
        if (record.Length == 0) _granted.Remove(name);
        else if (FrameHeader.Open(record.Span) == FrameKind.Grant) _granted[name] = GrantFrame.Decode(record.Span).Version;
    }

    /// <summary>
    /// Versions that another has taken the place of before that time, and by which no source is to be decoded any more.
    /// Each is told once; the one that comes next is none of them.
    /// </summary>
    public IReadOnlySet<Key128> TakeOutdated(long before, Key128 next)
    {
        HashSet<Key128> needed = [.. _granted.Values, next];
        var outdated = _endedAt.Where(v => v.Value < before && !needed.Contains(v.Key)).Select(v => v.Key).ToHashSet();
        foreach (var version in outdated) _endedAt.Remove(version);
        return outdated;
    }
}
