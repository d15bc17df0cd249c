using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Ingest;

/// <summary>One source partition: its number, where its raw records are, what the operator says of it.</summary>
public sealed record SourcePartition(int Id, Partition Log, SourceSettings Settings);

/// <summary>
/// decode → enrich → route for one source partition: raw records in, event frames out. A pure function of the records
/// and the tables; its
/// only state is how far it has come.
/// </summary>
public sealed class SourceIngest : IActor, IDecodeSink
{
    /// <summary>Furthest that a source may be ahead of its records' receipt and still move the watermark, ms.</summary>
    public const long SkewMaxMs = 10 * 60_000;

    private readonly SourcePartition _source;
    private readonly Topology _topology;
    private readonly Router _router;
    private readonly Decoder _decoder = new();
    private readonly Enricher _enricher;
    private readonly AccountResolver _resolver;
    private readonly Dictionary<Key128, byte[]> _names = [];
    private readonly Queue<LogBatch> _held = new();
    private long _offset;
    private int _part;
    private long _watermark = Coverage.NoWatermark;
    private RangeCounts _counts;
    private ILog? _log;

    public SourceIngest(SourcePartition source, Topology topology, Enricher enricher, AccountResolver resolver)
    {
        _source = source;
        _topology = topology;
        _enricher = enricher;
        _resolver = resolver;
        _router = new Router(topology, source.Id, Position.Start);
    }

    public void Start(IActorContext context)
    {
        _log = context.Log;
        context.Log.Subscribe(_source.Log, 0, context.Self);
    }

    public void Receive(in Message message, IActorContext context)
    {
        if (message is { Kind: MessageKind.Records, Batch: { } batch }) _held.Enqueue(batch);
        while (_held.Count > 0)
        {
            for (var i = 0; i < _topology.Shards; i++)
                if (!context.Log.HasRoom(_topology.Shard(i), context.Self)) return;
            Ingest(_held.Dequeue(), context.Log);
        }
    }

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        _part = Math.Max(part, _part + 1);
        _counts = _counts.Plus(new RangeCounts(
            1,
            result.Status == DecodeStatus.Decoded ? 1 : 0,
            result.Status == DecodeStatus.Ignored ? 1 : 0,
            0,
            result.Status is DecodeStatus.Quarantined or DecodeStatus.NotMine ? 1 : 0));
        if (result.Status is DecodeStatus.Quarantined or DecodeStatus.NotMine)
        {
            _log!.Append(new Partition(Topics.Quarantine, 0), raw.Span);
            return;
        }

        if (result.Status != DecodeStatus.Decoded) return;
        _enricher.Enrich(activity);
        activity.Account = _resolver.Resolve(activity,
            new SourceSettingsView(FormatCatalogue.NameOf(activity.Format), _source.Settings.Domain));
        activity.Origin = new Origin(_source.Id, (uint)_offset + 1, (ushort)Math.Min(part, ushort.MaxValue));
        if (_source.Settings.ReceivedMs == 0 || activity.Time <= _source.Settings.ReceivedMs + SkewMaxMs)
            _watermark = Math.Max(_watermark, activity.Time);
        if (activity.Account.IsNone) return;
        _router.Add(new Position(_offset, _part), NameOf(activity.Account), activity);
    }

    private void Ingest(LogBatch batch, ILog log)
    {
        foreach (var record in batch.Records)
        {
            _offset = record.Offset;
            _part = 0;
            _decoder.Decode(record.Buffer, record.Start, record.Length, _source.Settings, this);
            if (_router.IsFull) Flush(log);
        }

        Flush(log);
    }

    private void Flush(ILog log)
    {
        _router.Count(_counts);
        _counts = default;
        _router.Flush(log, Position.EndOf(_offset), _watermark, idle: false);
    }

    private ReadOnlySpan<byte> NameOf(Key128 account)
    {
        if (!_names.TryGetValue(account, out var name))
            _names.Add(account, name = System.Text.Encoding.UTF8.GetBytes(_resolver.NameOf(account)));
        return name;
    }
}
