using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>
/// What a shard knows of each source partition: the mark (everything up to it was applied) and the watermark. The
/// shard's own watermark is
/// the least of those that are not idle, and never goes back.
/// </summary>
public sealed class Watermarks(IEnumerable<int> sources)
{
    private readonly SortedDictionary<int, Source> _sources = new(sources.ToDictionary(s => s, _ => new Source()));

    public sealed class Source
    {
        public Position Mark { get; set; } = Position.Start;

        public long Watermark { get; set; } = Coverage.NoWatermark;

        public bool Idle { get; set; }
    }

    /// <summary>
    /// Highest watermark that all sources have reached; <see cref="Coverage.NoWatermark"/> before that.
    /// </summary>
    public long Current { get; private set; } = Coverage.NoWatermark;

    public IReadOnlyDictionary<int, Source> Sources => _sources;

    /// <summary>
    /// Whether the frame is next (its range begins at or before the mark and ends behind it). Others are duplicates or
    /// gaps.
    /// </summary>
    public FrameVerdict Judge(in Coverage coverage)
    {
        var source = Of(coverage.Source);
        if (coverage.To <= source.Mark && !(coverage.To == source.Mark && coverage.Idle != source.Idle)) return FrameVerdict.Duplicate;
        return coverage.From > source.Mark ? FrameVerdict.Gap : FrameVerdict.Accept;
    }

    public Position MarkOf(int source) => Of(source).Mark;

    /// <summary>The range was applied.</summary>
    public void Apply(in Coverage coverage)
    {
        var source = Of(coverage.Source);
        if (coverage.To > source.Mark) source.Mark = coverage.To;
        source.Watermark = Math.Max(source.Watermark, coverage.Watermark);
        source.Idle = coverage.Idle;
        Settle();
    }

    public void Save(ByteWriter to)
    {
        to.Int64(Current);
        to.Int32(_sources.Count);
        foreach (var (id, source) in _sources)
        {
            to.Int32(id);
            to.Int64(source.Mark.Offset);
            to.Int32(source.Mark.Part);
            to.Int64(source.Watermark);
            to.Byte(source.Idle ? (byte)1 : (byte)0);
        }
    }

    public void Load(ref ByteReader from)
    {
        Current = from.Int64();
        for (var count = from.Int32(); count > 0; count--)
        {
            var source = Of(from.Int32());
            source.Mark = new Position(from.Int64(), from.Int32());
            source.Watermark = from.Int64();
            source.Idle = from.Byte() != 0;
        }
    }

    /// <summary>All sources are idle, and a logged clock says how late it is.</summary>
    public void Advance(long time) => Current = Math.Max(Current, time);

    private Source Of(int id)
    {
        if (!_sources.TryGetValue(id, out var source)) _sources.Add(id, source = new Source());
        return source;
    }

    private void Settle()
    {
        var least = long.MaxValue;
        foreach (var source in _sources.Values)
            if (!source.Idle) least = Math.Min(least, source.Watermark);
        if (least != long.MaxValue) Current = Math.Max(Current, least);
    }
}

public enum FrameVerdict { Accept, Duplicate, Gap }
