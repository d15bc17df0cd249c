using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Control;

/// <summary>
/// What the control log has decided so far, as one reader in order sees it: which version is published, which version
/// decodes which offsets of one source partition.
/// </summary>
public sealed class Decisions(int source)
{
    private readonly List<Granted> _granted = [];
    private readonly List<GrantFrame> _onLog = [];
    private StewardOrder _steward = new();

    private readonly record struct Granted(long From, long To, Key128 Version);

    /// <summary>The newest version that ingest may grant; none before the first.</summary>
    public Key128 Published { get; private set; }

    /// <summary>The epoch of the latest steward; -1 before the first.</summary>
    public long Steward => _steward.Newest;

    /// <summary>The next record of <see cref="Topics.Decisions"/>.</summary>
    public void Apply(long offset, ReadOnlySpan<byte> frame)
    {
        switch (FrameHeader.Open(frame))
        {
            case FrameKind.Steward:
                _steward.Accepts(offset);
                break;
            case FrameKind.Published:
                var published = PublishedFrame.Decode(frame);
                if (_steward.Accepts(published.Steward)) Published = published.Version;
                break;
            case FrameKind.Grant:
                var grant = GrantFrame.Decode(frame);
                if (grant.Source != source) break;
                Add(grant);
                _onLog.Add(grant);
                break;
        }
    }

    /// <summary>The version of an offset, and how far it holds; false where nothing is granted yet.</summary>
    public bool TryFind(long offset, out Key128 version, out long to)
    {
        foreach (var granted in _granted)
        {
            if (offset < granted.From || offset >= granted.To) continue;
            (version, to) = (granted.Version, granted.To);
            return true;
        }

        (version, to) = (default, 0);
        return false;
    }

    /// <summary>
    /// Offsets before that one nobody will read again. What their grants are called on the log, to be taken out: each
    /// once, and never the newest, which says how far the source was read.
    /// </summary>
    public IReadOnlyList<byte[]> Forget(long before)
    {
        _granted.RemoveAll(g => g.To <= before);
        if (_onLog.Count < 2) return [];
        var newest = _onLog.Max(g => g.From);
        List<GrantFrame> over = [.. _onLog.Where(g => g.To <= before && g.From < newest)];
        _onLog.RemoveAll(over.Contains);
        return [.. over.Select(g => g.Key)];
    }

    /// <summary>All of a log's content of one version.</summary>
    /// <exception cref="InvalidDataException">A piece is missing.</exception>
    public static byte[] ReadContent(ILog log, Key128 version)
    {
        var pieces = new SortedDictionary<int, byte[]>();
        var count = -1;
        foreach (var record in log.ReadAll(Topics.Contents))
        {
            if (record.Length == 0 || FrameHeader.Open(record.Span) != FrameKind.Content) continue;
            var piece = ContentFrame.Decode(record.Span);
            if (piece.Version != version) continue;
            pieces[piece.Index] = piece.Bytes;
            count = piece.Count;
        }

        if (pieces.Count != count)
            throw new InvalidDataException($"the control log holds {pieces.Count} of {count} pieces of tables version {version}");
        return [.. pieces.Values.SelectMany(bytes => bytes)];
    }

    /// <summary>Of two grants for one offset the first in the log holds: a later one fills only what is left.</summary>
    private void Add(GrantFrame grant)
    {
        var from = grant.From;
        foreach (var known in _granted.Where(g => g.To > grant.From && g.From < grant.To).OrderBy(g => g.From).ToList())
        {
            if (known.From > from) _granted.Add(new Granted(from, known.From, grant.Version));
            from = Math.Max(from, known.To);
        }

        if (from < grant.To) _granted.Add(new Granted(from, grant.To, grant.Version));
    }
}
