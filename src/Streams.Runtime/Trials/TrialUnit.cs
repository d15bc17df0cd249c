using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Trials;

/// <summary>What is stepped between two marks: a handful of records, or one part of one.</summary>
internal sealed record TrialUnit(IReadOnlyList<LogRecord> Records)
{
    private const int BytesMax = 64 * 1024;

    /// <summary>One part of one record.</summary>
    public bool IsFine { get; init; }

    public long From => Records[0].Offset;

    public long To => Records[^1].Offset + 1;

    public Suspect Suspect => IsFine ? new Suspect(From, Records[0].Part) : Suspect.None;

    /// <summary>The next few of the records, which are taken out of the queue.</summary>
    public static TrialUnit Coarse(Queue<LogRecord> records, Predicate<LogRecord> belongs)
    {
        var taken = new List<LogRecord> { records.Dequeue() };
        for (var bytes = taken[0].Length; records.TryPeek(out var next) && belongs(next); taken.Add(records.Dequeue()))
            if ((bytes += next.Length) > BytesMax) break;
        return new TrialUnit(taken);
    }

    /// <summary>A record one event or fact after the other, then what follows from them.</summary>
    public static IEnumerable<TrialUnit> Fine(LogRecord record, bool isFrame)
    {
        var parts = isFrame ? Parts(record) : 0;
        for (var part = 1; part <= parts; part++) yield return One(record with { Part = part });
        yield return One(record with { Part = isFrame ? Suspect.Rest : 0 });
    }

    public TrialUnit OfAll() => One(Records[0] with { Part = Suspect.Rest });

    private static TrialUnit One(LogRecord record) => new([record]) { IsFine = true };

    private static int Parts(in LogRecord record) => FrameHeader.Open(record) switch
    {
        FrameKind.Events => new EventFrameReader(record.Buffer, record.Start, record.Length).Remaining,
        FrameKind.Facts => new FactFrameReader(record.Span).Count,
        _ => 0,
    };
}
