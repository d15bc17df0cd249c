using System.Text;
using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Trials;

/// <summary>What the log says of the owners of a partition before this one, and what this one says of itself.</summary>
internal sealed class TrialBook
{
    /// <summary>One end is a kill; from the second on, before anybody came past what was there, it may be a record.</summary>
    private const int EndsMax = 2;

    private readonly HashSet<Suspect> _setAside = [];
    private readonly HashSet<long> _setAsideOffsets = [];
    private readonly Partition _partition;
    private readonly PipelineContext _context;
    private readonly Caution _caution;
    private TrialFrame _now;

    private TrialBook(Partition partition, PipelineContext context, Caution caution) =>
        (_partition, _context, _caution, _now) = (partition, context, caution, new TrialFrame(partition) { Life = caution.Life });

    public int Ends => _now.Ends;

    /// <summary>Whether it is said what is stepped before it is.</summary>
    public bool IsOn => _now.Ends >= EndsMax || HasRange;

    /// <summary>A process ended in the middle of some records that are still to come.</summary>
    public bool HasRange => _now.To > _now.From;

    public bool HasSetAside => _setAside.Count > 0;

    public static TrialBook Open(ILog log, Partition partition, PipelineContext context, Caution caution)
    {
        var book = new TrialBook(partition, context, caution);
        TrialFrame? last = null;
        foreach (var record in log.ReadAll(Topics.Trials))
        {
            if (record.Length == 0)
            {
                if (record.Key is { } key && key.AsSpan().SequenceEqual(book._now.Key)) last = null;
                continue;
            }

            var frame = TrialFrame.Decode(record.Span);
            if (frame.Partition != partition) continue;
            if (frame.IsSetAside) book.Add(frame.Suspect);
            else last = frame;
        }

        if (last is not null) book._now = book.After(last);
        book.Write(book._now, log);
        return book;
    }

    public bool IsSuspected(long offset) => offset >= _now.From && offset < _now.To;

    public bool IsSetAside(long offset) => _setAsideOffsets.Contains(offset);

    public bool IsSetAside(Suspect suspect) =>
        _setAside.Contains(suspect) || _setAside.Contains(suspect with { Part = Suspect.Rest });

    public int TriesOf(Suspect suspect) => _now.Suspect == suspect ? _now.Tries : 0;

    public TrialFrame Begin(TrialUnit unit) =>
        unit.IsFine ? _now with { Stepping = unit.Suspect } : _now with { From = unit.From, To = unit.To };

    public TrialFrame Calm() => _now with { Stepping = Suspect.None };

    /// <summary>Nobody ended at this.</summary>
    public void Done(TrialUnit unit)
    {
        if (unit.Suspect == _now.Suspect) _now = _now with { Suspect = Suspect.None, Tries = 0 };
        // What is behind a range that was come through is none of it.
        if (unit.To >= _now.To) _now = _now with { From = 0, To = 0 };
    }

    /// <summary>Everything that was there when this owner began is behind it.</summary>
    public void IsWell(ILog log) => Write(new TrialFrame(_partition) { Life = _caution.Life }, log);

    /// <summary>It goes elsewhere in the middle: what is suspected is so still.</summary>
    public void Leave(ILog log) => Write(Calm() with { Life = default }, log);

    /// <summary>It leaves with a word: nothing is suspected.</summary>
    public void Close(ILog log) => log.Append(Topics.Trials, [], _now.Key);

    public void Write(TrialFrame frame, ILog log)
    {
        _now = frame;
        log.Append(Topics.Trials, frame.Encode(), frame.Key);
    }

    /// <summary>From now on, for every owner. The bytes go to quarantine; those of a raw record by way of ingest.</summary>
    public void SetAside(TrialUnit unit, ILog log)
    {
        var record = unit.Records[0];
        Add(unit.Suspect);
        var aside = new TrialFrame(_partition) { IsSetAside = true, Suspect = unit.Suspect };
        log.Append(Topics.Trials, aside.Encode(), aside.Key);
        if (_partition.Topic == Topics.Flow && FrameHeader.Open(record) == FrameKind.Events)
        {
            foreach (var (skip, activity) in Skips(record))
            {
                log.Append(Topics.Decisions, skip.Encode(), skip.Key);
                Quarantine.Append(log, $"{_context.SourceNames.PathOf(skip.Source)}/{skip.Position.Offset}", activity, skip.Reason);
            }
        }
        else if (_partition.Topic == Topics.Flow)
        {
            Quarantine.Append(log, $"{_partition}/{record.Offset}", record.Span.ToArray(), Reason);
        }

        _caution.SetAside?.Invoke($"{_partition}/{record.Offset}, part {(record.Part == Suspect.Rest ? "all" : record.Part)}");
    }

    /// <summary>What the actor is given of a unit.</summary>
    public IEnumerable<LogRecord> Left(TrialUnit unit)
    {
        if (!unit.IsFine || !IsSetAside(unit.Suspect)) return unit.Records;
        var record = unit.Records[0];
        if (_partition.Topic != Topics.Flow) return [record with { SetAside = Reason }];
        if (FrameHeader.Open(record) != FrameKind.Events) return [];
        return [.. Skips(record).Select(s => Of(s.Skip, record)), record];
    }

    private const string Reason = "three processes ended when they came to this record";

    /// <summary>What this owner begins with, from what the last one wrote.</summary>
    private TrialFrame After(TrialFrame last)
    {
        var isEnd = !last.Life.IsNone && last.Life != _caution.Life;
        var begun = last with { Life = _caution.Life, Stepping = Suspect.None };
        if (!isEnd) return begun;
        begun = begun with { Ends = last.Ends + 1 };
        if (last.Stepping == Suspect.None) return begun;
        return begun with { Suspect = last.Stepping, Tries = last.Stepping == last.Suspect ? last.Tries + 1 : 1 };
    }

    private void Add(Suspect suspect)
    {
        _setAside.Add(suspect);
        _setAsideOffsets.Add(suspect.Offset);
    }

    private static LogRecord Of(in SkipFrame skip, in LogRecord record)
    {
        var bytes = skip.Encode();
        return new LogRecord(record.Offset, bytes, 0, bytes.Length);
    }

    /// <summary>The events of the part, or of the whole frame.</summary>
    private static List<(SkipFrame Skip, byte[] Activity)> Skips(in LogRecord record)
    {
        var skips = new List<(SkipFrame, byte[])>();
        var frame = new EventFrameReader(record.Buffer, record.Start, record.Length, record.Part == Suspect.Rest ? 0 : record.Part);
        while (frame.Next())
        {
            var (start, length) = frame.Activity;
            skips.Add((new SkipFrame(frame.Coverage.Source, frame.Position, Reason), record.Buffer.AsSpan(start, length).ToArray()));
        }

        return skips;
    }
}
