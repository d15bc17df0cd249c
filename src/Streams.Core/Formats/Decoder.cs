using System.Text.Json;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// From bytes to activities: strips, unwraps, recognises and maps. One per ingest, for one thread. Never throws on
/// data: whatever
/// cannot be read comes out quarantined with a reason.
/// </summary>
public sealed class Decoder
{
    /// <summary>formats.md §3: wrappers are taken off at most four times.</summary>
    private const int UnwrapsMax = 4;

    /// <summary>A CloudTrail file is one record of some megabytes; more than this is no log record.</summary>
    private const int RecordBytesMax = 64 << 20;

    private static readonly JsonTable EnvelopeTable = new();

    private readonly Activity _activity = new();
    private readonly DecodeScratch _scratch = new();
    private readonly RecognitionOrder _order = new();
    private readonly ShipperZones _zones = new();
    private readonly List<JsonSlot>[] _batches = [.. Enumerable.Range(0, UnwrapsMax + 1).Select(_ => new List<JsonSlot>())];
    private readonly byte[][] _payloads = [.. Enumerable.Repeat(Array.Empty<byte>(), UnwrapsMax + 1)];
    private IDecodeSink _sink = null!;
    private bool _isMany;
    private int _part;

    /// <summary>Hands each record that the bytes hold to the sink, in order.</summary>
    public void Decode(byte[] buffer, int start, int length, SourceSettings source, IDecodeSink sink)
    {
        _sink = sink;
        _isMany = false;
        _part = 0;
        var all = new RawRecord(buffer, start, length, source);
        if (RecordBytes.Check(all, RecordBytesMax, out var record) is { } reason) Quarantine(all, reason);
        else if (!TryDecode(record, 0)) Quarantine(record, RecordBytes.UnknownFormat(record.Span, source));
    }

    /// <summary>False, with nothing said, where no format knows the record.</summary>
    private bool TryDecode(in RawRecord record, int depth)
    {
        var span = record.Span;
        if (span.IsEmpty) return false;
        if (span[0] == '{') return TryObject(record, depth);
        if (span[0] == '[' && RecordBytes.IsJsonArray(span)) return TryArray(record, depth);
        return TryText(record, depth);
    }

    private bool TryText(in RawRecord record, int depth)
    {
        var span = record.Span;
        if (span[0] == 0x1E || span[..Math.Min(span.Length, 512)].Contains((byte)0x1F)) return TryFormats(_order.GitLogs, record);
        var peeled = SyslogPeeler.Peel(span, record.Source, record.Buffer, record.Start, out var header);
        if (peeled > 0 && peeled < record.Length)
        {
            var body = new RawRecord(record.Buffer, record.Start + peeled, record.Length - peeled, record.Source, header);
            body = RecordBytes.Trim(body);
            if (body.Length > 0 && (body.Span[0] == '{' ? TryObject(body, depth) : TryFormats(_order.Texts, body))) return true;
        }

        return TryFormats(_order.Texts, record) || (peeled > 0 && peeled < record.Length
            && TryFormats(_order.GenericTexts, new RawRecord(
                record.Buffer, record.Start + peeled, record.Length - peeled, record.Source, header)))
            || TryFormats(_order.GenericTexts, record);
    }

    private bool TryFormats(Format[] formats, in RawRecord record)
    {
        for (var i = 0; i < formats.Length; i++)
        {
            var format = formats[i];
            if (!RecognitionOrder.IsWanted(format, record.Source) || !(record.Source.Format is not null || format.MayBe(record.Span)))
            {
                continue;
            }

            var result = Attempt(format, record);
            if (result.Status == DecodeStatus.NotMine) continue;
            RecognitionOrder.MoveToFront(formats, i);
            Finish(result, format, record);
            return true;
        }

        return false;
    }

    private bool TryArray(in RawRecord record, int depth)
    {
        var records = _batches[depth];
        records.Clear();
        try
        {
            RecordBytes.Split(record.Span, records);
        }
        catch (RecordException error)
        {
            return Quarantine(record, error.Message);
        }

        return Batch(record, records, depth);
    }

    private bool Batch(in RawRecord record, List<JsonSlot> records, int depth)
    {
        if (records.Count == 0) return Finish(DecodeResult.Ignored, null, record);
        if (depth == UnwrapsMax) return Quarantine(record, $"wrapped more than {UnwrapsMax} times");
        _isMany |= records.Count > 1;
        foreach (var slot in records)
        {
            var inner = new RawRecord(record.Buffer, record.Start + slot.Start, slot.Length, record.Source, record.Header);
            if (slot.Kind != JsonKind.Object && slot.Kind != JsonKind.Array) Quarantine(inner, "an element of a batch is no JSON object");
            else if (!TryDecode(inner, depth + 1)) Quarantine(inner, RecordBytes.UnknownFormat(inner.Span, record.Source));
        }

        return true;
    }

    private bool TryObject(in RawRecord record, int depth)
    {
        var isEnvelopeChecked = false;
        foreach (var formats in _order.Jsons)
        {
            for (var i = 0; i < formats.Length; i++)
            {
                var format = formats[i];
                var isLikely = _order.IsLikely(i) && format.Order == 0;
                if (!RecognitionOrder.IsWanted(format, record.Source) || !(isLikely || format.MayBe(record.Span))) continue;
                var fields = default(JsonFields);
                var broken = Read(format.Table, record, ref fields);
                if (isLikely && (broken is not null || !format.IsMarked(fields)) && !format.MayBe(record.Span)) continue;
                if (broken is not null) return Quarantine(record, broken);
                if (!isEnvelopeChecked)
                {
                    isEnvelopeChecked = true;
                    if (TryUnwrap(format.Table.Envelope, fields, record, depth, out var isScratchUsed)) return true;
                    // What was inside has used the scratch, and with it these fields.
                    if (isScratchUsed && Read(format.Table, record, ref fields) is { } again) return Quarantine(record, again);
                }

                var result = Map(format, fields, record);
                if (result.Status == DecodeStatus.NotMine) continue;
                _order.Recognised(formats, i);
                return Finish(result, format, record);
            }
        }

        return !isEnvelopeChecked && TryWrapperOnly(record, depth);
    }

    private bool TryWrapperOnly(in RawRecord record, int depth)
    {
        var fields = default(JsonFields);
        if (Read(EnvelopeTable, record, ref fields) is { } broken) return Quarantine(record, broken);
        return TryUnwrap(EnvelopeTable.Envelope, fields, record, depth, out _)
            || (EnvelopeTable.Envelope.IsEmptyBatch(fields) && Finish(DecodeResult.Ignored, null, record));
    }

    private bool TryUnwrap(JsonEnvelope envelope, in JsonFields fields, in RawRecord record, int depth, out bool isScratchUsed)
    {
        isScratchUsed = false;
        var records = _batches[depth];
        records.Clear();
        if (envelope.TryBatch(fields, records)) return Batch(record, records, depth);
        if (envelope.TryDetail(fields, out var detail))
        {
            records.Add(detail);
            return Batch(record, records, depth);
        }

        if (!envelope.TryPayload(fields, out var payload) || depth == UnwrapsMax) return false;
        var source = _zones.Of(record.Source, envelope, fields);
        var text = fields.Raw(payload);
        ref var bytes = ref _payloads[depth];
        if (bytes.Length < text.Length) bytes = new byte[Math.Max(4096, text.Length * 2)];
        var length = JsonText.Unescape(text.Span, bytes);
        var inner = RecordBytes.Trim(new RawRecord(bytes, 0, length, source, record.Header));
        isScratchUsed = true;
        return TryDecode(inner, depth + 1);
    }

    /// <summary>Null, or why the record is no JSON.</summary>
    private string? Read(JsonTable table, in RawRecord record, ref JsonFields fields)
    {
        _scratch.Reset();
        try
        {
            fields = table.Read(record.Buffer, record.Start, record.Length, _scratch);
            return null;
        }
        catch (RecordException error)
        {
            return error.Message;
        }
    }

    private DecodeResult Map(JsonFormat format, in JsonFields fields, in RawRecord record)
    {
        _activity.Clear();
        try
        {
            return format.Map(fields, record, _activity);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Failed(format, error);
        }
    }

    private DecodeResult Attempt(Format format, in RawRecord record)
    {
        _activity.Clear();
        _scratch.Reset();
        try
        {
            return format.Decode(record, _scratch, _activity);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Failed(format, error);
        }
    }

    // A mistake of ours costs the one record that met it, and shows in the reason.
    private static DecodeResult Failed(Format format, Exception error) => DecodeResult.Quarantined(
        error is RecordException or JsonException
            ? $"{format.Name}: {error.Message}"
            : $"{format.Name}: the mapping failed with {error.GetType().Name}: {error.Message}");

    private bool Quarantine(in RawRecord record, string reason) => Finish(DecodeResult.Quarantined(reason), null, record);

    private bool Finish(DecodeResult result, Format? format, in RawRecord record)
    {
        if (result.Status == DecodeStatus.Decoded) result = Plausibility.Check(result, _activity, record.Source);
        if (result.Status == DecodeStatus.Quarantined) _activity.Clear();
        _activity.Format = format?.Code ?? 0;
        var part = _isMany ? ++_part : 0;
        _activity.Origin = _activity.Origin with { Part = (ushort)Math.Min(part, ushort.MaxValue) };
        var id = _activity[TextField.EventId];
        // The time is in the bytes, but not always in these: a syslog header that was taken off may hold it.
        _activity.EventKey = id.IsEmpty
            ? Key128.Of(record.Span, unchecked((ulong)_activity.Time))
            : FormatCatalogue.SeedOf(_activity.Format).With(Key128.Of(id.Span));
        _sink.Record(result, _activity, record, part);
        return true;
    }
}
