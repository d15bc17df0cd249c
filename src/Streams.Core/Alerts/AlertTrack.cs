using System.Collections.Immutable;
using System.Text;
using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>
/// One sequence of alerts of a subject: at most one open at a time. Everything that decides the next transition is
/// here, so that a restored snapshot goes on as the first life would have.
/// </summary>
internal sealed record AlertTrack
{
    public static readonly AlertTrack Empty = new();

    /// <summary>Number of the open or the last alert; 0 before the first.</summary>
    public int Episode { get; init; }

    /// <summary>What was said last, while open. It stays whole here: a closing must still say what had been claimed.</summary>
    public AlertDocument? Open { get; init; }

    /// <summary>Log time since which the paging rule, or anything, waits to be told.</summary>
    public long? PageSince { get; init; }

    public long? LowSince { get; init; }

    /// <summary>Log time since which there is more than was told.</summary>
    public long? ChangeSince { get; init; }

    /// <summary>Log time since which nothing holds the open alert up.</summary>
    public long? GoneSince { get; init; }

    /// <summary>Only what held after this opens an alert: what held before has had its own.</summary>
    public long After { get; init; } = long.MinValue;

    /// <summary>
    /// False while the rule still holds under a closed alert: then only something stronger opens the next one.
    /// </summary>
    public bool Armed { get; init; } = true;

    /// <summary>The own score last told; under a closed alert it sinks with the score.</summary>
    public double Told { get; init; }

    /// <summary>Groups that have spoken.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    public long? QuietFrom { get; init; }

    /// <summary>Newest first, five at most.</summary>
    public ImmutableArray<EarlierAlert> Earlier { get; init; } = [];

    public bool IsEmpty => Episode == 0 && PageSince is null && LowSince is null;

    /// <summary>The next log time at which a step does something though nothing new was heard.</summary>
    public long? Due(AlertPolicy policy)
    {
        var waiting = Least(Least(PageSince, LowSince), Least(ChangeSince, GoneSince)) + policy.SettleMs;
        var rest = Open is not { } open || open.Disposition == Disposition.Review || QuietFrom is null
            ? (long?)null
            : Math.Max(QuietFrom.Value, open.Opened) + policy.CloseAfterMs;
        return Least(waiting, rest);
    }

    public void Save(FactWriter writer)
    {
        writer.Int(Episode);
        writer.MaybeText(Open is null ? null : Encoding.UTF8.GetString(AlertJson.ToBytes(Open)));
        writer.MaybeLong(PageSince);
        writer.MaybeLong(LowSince);
        writer.MaybeLong(ChangeSince);
        writer.MaybeLong(GoneSince);
        writer.Long(After);
        writer.Flag(Armed);
        writer.Double(Told);
        writer.Texts(Groups);
        writer.MaybeLong(QuietFrom);
        writer.Count(Earlier.Length);
        foreach (var alert in Earlier)
        {
            writer.Text(alert.Id);
            writer.Text(alert.Disposition);
            writer.Long(alert.Opened);
            writer.Long(alert.Closed);
            writer.Text(alert.Reason);
        }
    }

    public static AlertTrack Load(ref FactReader reader) => new()
    {
        Episode = reader.Int(),
        Open = reader.MaybeText() is { } json ? AlertJson.Read(Encoding.UTF8.GetBytes(json)) : null,
        PageSince = reader.MaybeLong(),
        LowSince = reader.MaybeLong(),
        ChangeSince = reader.MaybeLong(),
        GoneSince = reader.MaybeLong(),
        After = reader.Long(),
        Armed = reader.Flag(),
        Told = reader.Double(),
        Groups = reader.Texts(),
        QuietFrom = reader.MaybeLong(),
        Earlier = ReadEarlier(ref reader),
    };

    private static ImmutableArray<EarlierAlert> ReadEarlier(ref FactReader reader)
    {
        var earlier = ImmutableArray.CreateBuilder<EarlierAlert>();
        for (var left = reader.Count(itemBytes: 19); left > 0; left--)
            earlier.Add(new EarlierAlert(reader.Text(), reader.Text(), reader.Long(), reader.Long(), reader.Text()));
        return earlier.ToImmutable();
    }

    private static long? Least(long? a, long? b) => a is null || b < a ? b : a;
}
