using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Ingest;

/// <summary>
/// Cuts the events of one source partition into frames: one to each shard for each range, so that every shard can keep
/// a mark.
/// </summary>
public sealed class Router
{
    private readonly Topology _topology;
    private readonly EventFrameWriter[] _frames;
    private readonly RecordTally _tally = new();
    private readonly int _source;
    private Position _from;

    public Router(Topology topology, int source, Position from)
    {
        _topology = topology;
        _source = source;
        _from = from;
        _tally.Begin(from.Offset);
        _frames = new EventFrameWriter[topology.Shards];
        for (var i = 0; i < _frames.Length; i++) _frames[i] = new EventFrameWriter();
    }

    public int Events { get; private set; }

    /// <summary>A frame is about to outgrow its bound: the range must end.</summary>
    public bool IsFull { get; private set; }

    /// <summary>A source record is dealt with; its events were added before.</summary>
    public void Count(long offset, int decoded, int ignored, int quarantined)
    {
        _tally.Add(offset, decoded, ignored, quarantined);
        if (_tally.Written.Length > FrameHeader.FrameMax / 4) IsFull = true;
    }

    public void Add(Position position, EventFlags flags, ReadOnlySpan<byte> accountName, Key128 account, ReadOnlySpan<byte> encoded)
    {
        var frame = _frames[_topology.ShardOf(account)];
        frame.Add(position, flags, accountName, encoded);
        Added(frame);
    }

    public void Add(Position position, ReadOnlySpan<byte> accountName, Activity activity)
    {
        var frame = _frames[_topology.ShardOf(activity.Account)];
        frame.Add(position, EventFlags.None, accountName, activity);
        Added(frame);
    }

    /// <summary>Appends the range up to <paramref name="to"/>; an idle one may be empty.</summary>
    public void Flush(ILog log, Position to, long watermark, bool idle)
    {
        if (to <= _from && !idle && Events == 0) return;
        var coverage = new Coverage(_source, _from, to, watermark, idle);
        for (var i = 0; i < _frames.Length; i++)
        {
            log.Append(_topology.Shard(i), _frames[i].Finish(coverage, i == 0 ? _tally.Written : default));
            _frames[i].Reset();
        }

        _from = to;
        _tally.Begin(to.Offset);
        Events = 0;
        IsFull = false;
    }

    private void Added(EventFrameWriter frame)
    {
        Events++;
        // An activity is at most about 120 KB (texts are cut at 4 KiB each): past half the bound the next might not
        // fit, tally and all.
        if (frame.Length > FrameHeader.FrameMax / 2) IsFull = true;
    }
}
