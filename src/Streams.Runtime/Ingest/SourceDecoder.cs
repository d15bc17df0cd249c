using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Telemetry;

namespace Streams.Runtime.Ingest;

/// <summary>Raw records of one source partition into a router's frames, by one version of the tables at a time.</summary>
internal sealed class SourceDecoder(SourcePartition source, PipelineContext context, IngestSettings settings, Router router)
    : IDecodeSink
{
    /// <summary>Receipt is taken to the minute: the settings of a minute's records are one object.</summary>
    private const long ReceiptMs = 60_000;

    /// <summary>
    /// Accounts whose names are known at a time (about 250 bytes each): a resolver that knows more makes room for one
    /// that learns anew.
    /// </summary>
    private const int KnownMax = 131_072;

    private readonly Core.Formats.Decoder _decoder = new();
    private readonly FactOutbox _names = new(context.Topology);
    private readonly Dictionary<Key128, byte[]> _accountNames = [];
    private Enricher _enricher = null!;
    private AccountResolver _resolver = null!;
    private SourceSettings _settings = SourceSettings.Default;
    private Key128 _version;
    private LogRecord _record;
    private ILog _log = null!;
    private int _part, _decoded, _ignored, _quarantined;
    private long _untoldIgnored, _untoldQuarantined;
    private readonly Dictionary<string, long> _untoldDecoded = new(StringComparer.Ordinal);

    public bool IsUnset => _resolver is null;

    public long Watermark { get; private set; } = Coverage.NoWatermark;

    public void Use(TableSet set, ILog log)
    {
        if (!IsUnset && set.Version == _version) return;
        // What the resolver before learned and has not told yet.
        FlushNames(log);
        _version = set.Version;
        _enricher = new Enricher(set.Tables, set.Relays);
        _settings = set.Sources.GetValueOrDefault(source.Log.Topic, SourceSettings.Default);
        LearnAnew(set.Tables);
    }

    public void Decode(in LogRecord record, ILog log)
    {
        (_record, _log) = (record, log);
        if (_resolver.Known >= KnownMax)
        {
            FlushNames(log);
            LearnAnew(_resolver.Tables);
        }

        (_part, _decoded, _ignored, _quarantined) = (0, 0, 0, 0);
        var received = record.Timestamp / ReceiptMs * ReceiptMs;
        if (received != _settings.ReceivedMs) _settings = _settings with { ReceivedMs = received };
        if (record.SetAside is { } reason)
        {
            _quarantined++;
            Quarantine.Append(log, source, record, record.Span, reason);
        }
        else if (record.Length > settings.RecordBytesMax)
        {
            _quarantined++;
            Quarantine.Append(log, source, record, record.Span, $"the record has {record.Length} bytes, more than {settings.RecordBytesMax}");
        }
        else
        {
            context.Stepping?.Invoke("decode", source.Id, record.Offset);
            _decoder.Decode(record.Buffer, record.Start, record.Length, _settings, this);
        }

        router.Count(record.Offset, _decoded, _ignored, _quarantined);
        _untoldIgnored += _ignored;
        _untoldQuarantined += _quarantined;
    }

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        _part = Math.Max(part, _part + 1);
        switch (result.Status)
        {
            case DecodeStatus.Decoded:
                _decoded++;
                Route(activity, part);
                break;
            case DecodeStatus.Ignored:
                _ignored++;
                break;
            default:
                _quarantined++;
                Quarantine.Append(_log, source, _record, raw.Span, result.Reason ?? "unknown format");
                break;
        }
    }

    /// <summary>Names that records used for an account for the first time; shards list them.</summary>
    public void FlushNames(ILog log)
    {
        if (IsUnset) return;
        foreach (var (account, name) in _resolver.TakeNewNames())
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            _names.ToShard(log, FactType.Name, Key128.Of(bytes), account, 0, bytes);
        }

        _names.Flush(log);
    }

    /// <summary>What was read since the last call, for the instruments.</summary>
    public void Report()
    {
        if (context.Metrics is not { } metrics) return;
        foreach (var (format, events) in _untoldDecoded) metrics.Decoded(events, format);
        var read = _untoldIgnored + _untoldQuarantined + _untoldDecoded.Values.Sum();
        if (read > 0) metrics.Read(read, source.Log.Topic);
        if (_untoldIgnored > 0) metrics.Dropped(_untoldIgnored, DropReason.Ignored);
        if (_untoldQuarantined > 0) metrics.Dropped(_untoldQuarantined, DropReason.Quarantined);
        (_untoldIgnored, _untoldQuarantined) = (0, 0);
        _untoldDecoded.Clear();
    }

    private void Route(Activity activity, int part)
    {
        var format = FormatCatalogue.NameOf(activity.Format);
        if (context.Metrics is not null) _untoldDecoded[format] = _untoldDecoded.GetValueOrDefault(format) + 1;
        _enricher.Enrich(activity);
        activity.Account = _resolver.Resolve(activity,
            new SourceSettingsView(format, _settings.Domain));
        activity.Origin = new Origin(source.Id, (uint)_record.Offset + 1, (ushort)Math.Min(part, ushort.MaxValue));
        if (_record.Timestamp == 0 || activity.Time <= _record.Timestamp + settings.SkewMs)
            Watermark = Math.Max(Watermark, activity.Time);
        if (activity.Account.IsNone) return;
        router.Add(new Position(_record.Offset, _part), NameOf(activity.Account), activity);
    }

    private void LearnAnew(Tables tables)
    {
        _resolver = new AccountResolver(tables) { TellsNewNames = context.NamesOf is null };
        _accountNames.Clear();
    }

    private ReadOnlySpan<byte> NameOf(Key128 account)
    {
        if (!_accountNames.TryGetValue(account, out var name))
            _accountNames.Add(account, name = Encoding.UTF8.GetBytes(_resolver.NameOf(account)));
        return name;
    }
}
