using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>
/// What a shard knows of each source partition: the mark (everything up to it was applied), the watermark and the
/// counts. The shard's own watermark is the least of those that are not idle, and never goes back.
/// </summary>
public sealed class Watermarks(IEnumerable<int> sources, long clockGapMaxMs = 60_000)
{
    private readonly SortedDictionary<int, SourceMark> _sources = new(sources.ToDictionary(s => s, _ => new SourceMark()));
    private long _idleSince = long.MinValue;

    /// <summary>
    /// Highest watermark that all sources have reached; <see cref="Coverage.NoWatermark"/> before that.
    /// </summary>
    public long Current { get; private set; } = Coverage.NoWatermark;

    /// <summary>Event time of the newest that any source told of, moved on while all are idle.</summary>
    public long Newest { get; private set; } = Coverage.NoWatermark;

    public IReadOnlyDictionary<int, SourceMark> Sources => _sources;

    /// <summary>
    /// Whether the frame is next (its range begins at or before the mark and ends behind it). Others are duplicates or
    /// gaps.
    /// </summary>
    public FrameVerdict Judge(in Coverage coverage)
    {
        var source = Of(coverage.Source);
        // Who has read nothing more may say that he is idle now, and not take it back: the word of one that is gone comes late.
        var isIdleNow = coverage.To == source.Mark && coverage.Idle && !source.Idle;
        if (coverage.To <= source.Mark && !isIdleNow) return FrameVerdict.Duplicate;
        return coverage.From > source.Mark ? FrameVerdict.Gap : FrameVerdict.Accept;
    }

    public SourceMark Of(int id)
    {
        if (!_sources.TryGetValue(id, out var source)) _sources.Add(id, source = new SourceMark { Watermark = Current });
        return source;
    }

    /// <summary>The range was applied.</summary>
    public void Apply(in Coverage coverage)
    {
        var source = Of(coverage.Source);
        if (coverage.To > source.Mark) source.Mark = coverage.To;
        source.Watermark = Math.Max(source.Watermark, coverage.Watermark);
        source.Idle = coverage.Idle;
        // Whatever came, time since then is counted from the next clock on.
        _idleSince = long.MinValue;
        Newest = Math.Max(Newest, source.Watermark);
        Settle();
    }

    /// <summary>The sources to wait for are these; one that joins starts where the others are.</summary>
    public void Expect(IReadOnlyCollection<int> sources)
    {
        foreach (var (id, source) in _sources) source.IsExpected = sources.Contains(id);
        foreach (var id in sources) Of(id).IsExpected = true;
        Settle();
    }

    /// <summary>
    /// A logged clock. While every source is idle time moves by as much as the clock: live that is the time of day, and
    /// a backlog of old logs stays in its own time. A gap between clocks does not count: whoever writes them was away,
    /// and so perhaps was everybody, while logs went on to come.
    /// </summary>
    public void Tick(long clock)
    {
        if (Newest == Coverage.NoWatermark || _sources.Values.Any(s => s is { IsExpected: true, Idle: false }))
        {
            _idleSince = long.MinValue;
            return;
        }

        if (_idleSince != long.MinValue && clock > _idleSince && clock - _idleSince <= clockGapMaxMs)
        {
            Newest += clock - _idleSince;
            Current = Math.Max(Current, Newest);
        }

        // Two that write clocks, or one whose clock is set back, may not make the same hour count twice.
        _idleSince = Math.Max(_idleSince, clock);
    }

    /// <summary>Nothing earlier can come any more.</summary>
    public void Advance(long time) => Current = Math.Max(Current, time);

    public void Save(ByteWriter to)
    {
        to.Int64(Current);
        to.Int64(Newest);
        to.Int64(_idleSince);
        to.Int32(_sources.Count);
        foreach (var (id, source) in _sources)
        {
            to.Int32(id);
            source.Save(to);
        }
    }

    public void Load(ref ByteReader from)
    {
        Current = from.Int64();
        Newest = from.Int64();
        _idleSince = from.Int64();
        for (var count = from.Int32(); count > 0; count--) Of(from.Int32()).Load(ref from);
    }

    private void Settle()
    {
        var least = long.MaxValue;
        foreach (var source in _sources.Values)
            if (source is { Idle: false, IsExpected: true }) least = Math.Min(least, source.Watermark);
        if (least != long.MaxValue) Current = Math.Max(Current, least);
    }
}

public enum FrameVerdict { Accept, Duplicate, Gap }
