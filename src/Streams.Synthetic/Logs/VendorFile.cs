using System.Globalization;
using System.IO.Compression;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>
/// One vendor's files, one after the other. Holds a period in memory only where it is written newest first.
/// </summary>
internal sealed class VendorFile(VendorLog log, Filing filing, CompanyOptions options, ICompanyOutput output) : IDisposable
{
    private const long OverlapMs = 6 * 3_600_000;
    private const int RecordsALine = 8;

    private readonly int _periodDays = filing.PeriodDays > 0 ? filing.PeriodDays : options.Accounts > 2_000 ? 1 : 7;
    private readonly List<byte[]> _held = [];
    private readonly List<byte[]> _tail = [];
    private readonly BeatsEnvelope _envelope = new(log.Format);
    private Stream? _stream;
    private int _period = -1;
    private bool _newestFirst, _beats;
    private long _tailFrom, _written;

    /// <summary>Time of the happening that is being written.</summary>
    private long _now;

    public VendorLog Log => log;

    public void Turn(DateOnly day)
    {
        var period = (day.DayNumber - options.Start.DayNumber) / _periodDays;
        if (period == _period) return;
        Close();
        _period = period;
        _newestFirst = filing.NewestFirst(period);
        _beats = filing.Beats(period);
        Open(day);
        var end = day.AddDays(_periodDays).ToDateTime(TimeOnly.MinValue);
        _tailFrom = new DateTimeOffset(end, TimeSpan.Zero).ToUnixTimeMilliseconds() - OverlapMs;
        foreach (var record in _tail) Put(record);
        _tail.Clear();
        if (Defects.Of(log, period) is { } defect) Raw(defect);
    }

    public void Write(Happening happening)
    {
        _now = happening.Written;
        log.Write(happening, Take);
    }

    public void Dispose() => Close();

    private void Take(ReadOnlySpan<byte> record)
    {
        if (filing.Overlaps && _now >= _tailFrom) _tail.Add(record.ToArray());
        Put(record);
    }

    private void Put(ReadOnlySpan<byte> record)
    {
        if (_beats) record = _envelope.Wrap(record, _now);
        if (_newestFirst) _held.Add(record.ToArray());
        else Raw(record);
    }

    private void Raw(ReadOnlySpan<byte> record)
    {
        switch (filing.Container)
        {
            case Container.Records:
                _stream!.Write(_written % RecordsALine == 0 ? "{\"records\":["u8 : ","u8);
                _stream.Write(record);
                if (_written % RecordsALine == RecordsALine - 1) _stream.Write("]}\n"u8);
                break;
            case Container.Array:
                _stream!.Write(_written == 0 ? "[\n"u8 : ",\n"u8);
                _stream.Write(record);
                break;
            default:
                _stream!.Write(record);
                _stream.WriteByte((byte)'\n');
                break;
        }

        _written++;
    }

    private void Open(DateOnly day)
    {
        var gzip = filing.Gzip(_period);
        var extension = _beats ? "filebeat.ndjson" : log.Extension;
        var stream = output.Open($"{log.Stem}-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{extension}{(gzip ? ".gz" : "")}");
        _stream = gzip ? new GZipStream(stream, CompressionLevel.Fastest) : stream;
        _written = 0;
    }

    private void Close()
    {
        if (_stream is null) return;
        for (var i = _held.Count - 1; i >= 0; i--) Raw(_held[i]);
        _held.Clear();
        if (filing.Container == Container.Records && _written % RecordsALine != 0) _stream.Write("]}\n"u8);
        if (filing.Container == Container.Array) _stream.Write(_written == 0 ? "[]\n"u8 : "\n]\n"u8);
        _stream.Dispose();
        _stream = null;
    }
}
