using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Files.Sorting;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Cli.Hunting;

/// <summary>
/// The second pass as an actor: takes the sorted activities, leaves copies out, says whose they are, and sends frames
/// to the shards. One source
/// partition in perfect order, so the shards run with an empty tail.
/// </summary>
internal sealed class SortedIngest(
    HuntOptions options, Topology topology, SourceTable sources, ExternalSorter sorter, AccountResolver resolver, HashSet<Key128> pushed)
    : IActor
{
    private readonly Router _router = new(topology, 0, Position.Start);
    private readonly Activity _activity = new();
    private readonly Dictionary<Key128, byte[]> _names = [];
    private byte[] _buffer = new byte[4096];
    private long _offset = -1;
    private long _watermark = Coverage.NoWatermark;
    private long _lastTime = long.MinValue;
    private Key128 _lastKey;
    private long _nextClock = long.MinValue;
    private bool _isHeld;

    /// <summary>
    /// Event time up to which everything was sent, where it waits for a clock: another <see cref="MessageKind.Again"/>
    /// makes it go on. Null where it does not wait.
    /// </summary>
    public long? WaitsAt { get; private set; }

    /// <summary>Event time of the newest event taken.</summary>
    public long LastEvent { get; private set; } = long.MinValue;

    public long FirstEvent { get; private set; } = long.MaxValue;

    public void Start(IActorContext context) => context.Again();

    public void Receive(in Message message, IActorContext context)
    {
        for (var i = 0; i < topology.Shards; i++)
            if (!context.Log.HasRoom(topology.Shard(i), context.Self)) return;

        var more = true;
        WaitsAt = null;
        while (WaitsAt is null && _router.Events < options.Batch && !_router.IsFull && (more = Next())) Take();
        _router.Flush(context.Log, Position.EndOf(_offset), _watermark, idle: false);
        if (!more) context.Stop();
        else if (WaitsAt is null) context.Again();
    }

    /// <summary>The next record is at hand. It is held back where a clock comes before it.</summary>
    private bool Next()
    {
        if (!_isHeld && !sorter.MoveNext()) return false;
        _isHeld = false;
        return true;
    }

    private bool IsBeforeClock()
    {
        if (options.ClockEveryMs == 0 || sorter.Time < _nextClock) return false;
        var isFirst = _nextClock == long.MinValue;
        _nextClock = (sorter.Time / options.ClockEveryMs + 1) * options.ClockEveryMs;
        if (isFirst) return false;
        (_isHeld, WaitsAt) = (true, sorter.Time / options.ClockEveryMs * options.ClockEveryMs);
        return true;
    }

    private void Take()
    {
        if (IsBeforeClock()) return;
        var time = sorter.Time;
        var key = sorter.Key;
        var payload = sorter.Payload;
        var counts = sources.Counts(SourceTable.SourceOf(sorter.Sequence));
        if (time == _lastTime && key == _lastKey)
        {
            counts.MarkDuplicate(ignored: payload.IsEmpty);
            return;
        }

        (_lastTime, _lastKey) = (time, key);
        if (payload.IsEmpty) return;
        if (time < options.SinceMs || time > options.UntilMs)
        {
            counts.MarkOutside();
            return;
        }

        Send(payload, time);
    }

    private void Send(ReadOnlySpan<byte> payload, long time)
    {
        if (_buffer.Length < payload.Length) _buffer = new byte[payload.Length * 2];
        payload.CopyTo(_buffer);
        ActivityCodec.Read(_buffer, 0, payload.Length, _activity);
        FirstEvent = Math.Min(FirstEvent, time);
        LastEvent = _watermark = time;
        _offset++;
        var source = sources.Settings(_activity.Origin.Source);
        var account = resolver.Resolve(_activity, new SourceSettingsView(FormatCatalogue.NameOf(_activity.Format), source.Domain));
        if (account.IsNone) return;
        ActivityCodec.PatchAccount(_buffer, account);
        _router.Add(new Position(_offset, 0), Flags(), NameOf(account), account, _buffer.AsSpan(0, payload.Length));
    }

    private EventFlags Flags() =>
        _activity.Kind == ActivityKind.CodeCommit && _activity.CommitCount > 0
            && pushed.Contains(Key128.OfFolded(_activity.Commits[0].Sha.Span))
            ? EventFlags.AlreadyPushed
            : EventFlags.None;

    private ReadOnlySpan<byte> NameOf(Key128 account)
    {
        if (!_names.TryGetValue(account, out var name)) _names.Add(account, name = Encoding.UTF8.GetBytes(resolver.NameOf(account)));
        return name;
    }
}
