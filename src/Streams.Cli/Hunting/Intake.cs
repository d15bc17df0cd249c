using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Files;
using Streams.Files.Sorting;
using Streams.Runtime.Frames;

namespace Streams.Cli.Hunting;

/// <summary>
/// The first pass: every record is decoded and enriched once, counted, and put into the sorter as bytes; links between
/// names and the
/// commits that pushes show are learned on the way.
/// </summary>
internal sealed class Intake(HuntOptions options, SourceTable sources, ExternalSorter sorter,
    AccountResolver resolver, QuarantineWriter? quarantine)
    : IDecodeSink
{
    private readonly Decoder _decoder = new();
    private readonly Enricher _enricher = new(options.Tables, options.Set?.Relays ?? RelaySettings.Default);
    private readonly ByteWriter _bytes = new(8 * 1024);
    private int _source;
    private uint _record;
    private int _part;

    /// <summary>Commits that a push shows: the same ones in a git log are told by the push.</summary>
    public HashSet<Key128> PushedCommits { get; } = [];

    public void Read(LogPart part, Action<long> progress)
    {
        _source = sources.IndexOf(part.Path);
        var counts = sources.Counts(_source);
        var settings = sources.Settings(_source);
        if (part.Stream is null)
        {
            counts.Add(DecodeStatus.Quarantined, null);
            quarantine?.Write(part.Path, 0, 0, part.Problem ?? "cannot be read", default);
            return;
        }

        using var reader = new RecordReader(part.Stream);
        while (reader.Read(out var record, out var number, out var problem))
        {
            _record = number;
            _part = 0;
            if (problem is not null)
            {
                counts.Add(DecodeStatus.Quarantined, null);
                quarantine?.Write(part.Path, number, 0, problem, record);
            }
            else
            {
                _decoder.Decode(record.Array!, record.Offset, record.Count, settings, this);
            }

            progress(reader.Position);
        }
    }

    /// <summary>One record of a log, under its own settings.</summary>
    public void Read(string path, uint number, ArraySegment<byte> record, SourceSettings settings)
    {
        _source = sources.IndexOf(path);
        (_record, _part) = (number, 0);
        _decoder.Decode(record.Array!, record.Offset, record.Count, settings, this);
    }

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        _part++;
        var counts = sources.Counts(_source);
        var understood = result.Status is DecodeStatus.Decoded or DecodeStatus.Ignored;
        counts.Add(result.Status, understood ? FormatCatalogue.NameOf(activity.Format) : null);
        if (!understood)
        {
            quarantine?.Write(sources.Path(_source), _record, (ushort)part, result.Reason ?? "unknown format", raw.Span);
            return;
        }

        if (activity.TimeQuality == TimeQuality.AssumedZone) counts.AssumedZone = true;
        activity.Origin = new Origin(_source, _record, (ushort)part);
        if (result.Status == DecodeStatus.Decoded) Learn(activity);
        Sort(result.Status == DecodeStatus.Ignored, activity);
    }

    private void Learn(Activity activity)
    {
        _enricher.Enrich(activity);
        resolver.Learn(activity, new SourceSettingsView(FormatCatalogue.NameOf(activity.Format), sources.Settings(_source).Domain));
        if (activity.Kind != ActivityKind.CodePush) return;
        foreach (ref var commit in activity.Commits) PushedCommits.Add(Key128.OfFolded(commit.Sha.Span));
    }

    private void Sort(bool ignored, Activity activity)
    {
        // Ignored records take part too, without their content: a copy of one is a duplicate like any other.
        _bytes.Reset();
        if (!ignored) ActivityCodec.Write(_bytes, activity);
        sorter.Add(activity.Time, activity.EventKey, sources.Sequence(_source, _record, _part), _bytes.Written);
    }
}
