using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Ingest;

/// <summary>
/// Which partition of the flow log holds what. Fixed at setup: every key's place follows from the shard count.
/// </summary>
public sealed record Topology(int Shards)
{
    public Partition Ring => new(Topics.Flow, Shards);

    public Partition Tenant => new(Topics.Flow, Shards + 1);

    public int ShardOf(Key128 key) => (int)(key.Lo % (ulong)Shards);

    public Partition Shard(int index) => new(Topics.Flow, index);

    public Partition ShardPartition(Key128 key) => Shard(ShardOf(key));
}

/// <summary>
/// Cuts the events of one source partition into frames: one to each shard for each range, so that every shard can keep
/// a mark.
/// </summary>
public sealed class Router
{
    private readonly Topology _topology;
    private readonly EventFrameWriter[] _frames;
    private readonly int _source;
    private Position _from;
    private RangeCounts _counts;

    public Router(Topology topology, int source, Position from)
    {
        _topology = topology;
        _source = source;
        _from = from;
        _frames = new EventFrameWriter[topology.Shards];
        for (var i = 0; i < _frames.Length; i++) _frames[i] = new EventFrameWriter();
    }

    public int Events { get; private set; }

    /// <summary>A frame is about to outgrow its bound: the range must end.</summary>
    public bool IsFull { get; private set; }

    public void Count(in RangeCounts counts) => _counts = _counts.Plus(counts);

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

    /// <summary>Appends the range up to <paramref name="to"/>. Returns how many appends will be acknowledged.</summary>
    public int Flush(ILog log, Position to, long watermark, bool idle, Actors.ActorRef? acknowledge = null, long token = 0)
    {
        if (to <= _from && !idle && Events == 0) return 0;
        var coverage = new Coverage(_source, _from, to, watermark, idle);
        for (var i = 0; i < _frames.Length; i++)
        {
            log.Append(_topology.Shard(i), _frames[i].Finish(coverage, i == 0 ? _counts : default), default, acknowledge, token);
            _frames[i].Reset();
        }

        _from = to;
        _counts = default;
        Events = 0;
        IsFull = false;
        return _frames.Length;
    }

    private void Added(EventFrameWriter frame)
    {
        Events++;
        // An activity is at most about 120 KB (texts are cut at 4 KiB each): past half the bound the next might not
        // fit.
        if (frame.Length > FrameHeader.FrameMax / 2) IsFull = true;
    }
}
