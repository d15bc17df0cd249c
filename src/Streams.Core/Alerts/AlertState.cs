using System.Buffers;
using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>What the ledger remembers of a subject, immutable; saved beside the case or the ring.</summary>
public sealed record AlertState
{
    public static readonly AlertState Empty = new();

    internal AlertTrack Main { get; init; } = AlertTrack.Empty;

    /// <summary>An account's entry in the restricted queue has a life of its own.</summary>
    internal AlertTrack Review { get; init; } = AlertTrack.Empty;

    /// <summary>Nothing was ever said or waits to be: need not be kept.</summary>
    public bool IsEmpty => Main.IsEmpty && Review.IsEmpty;

    public bool HasOpen => Main.Open is not null || Review.Open is not null;

    /// <summary>The newest documents of what is open.</summary>
    public IEnumerable<AlertDocument> Open => new[] { Main.Open, Review.Open }.OfType<AlertDocument>();

    /// <summary>
    /// The next log time at which a step tells something though nothing new was heard: when a change has settled, or an
    /// alert has rested for long enough. Null where there is none.
    /// </summary>
    public long? Due(AlertPolicy policy)
    {
        var (main, review) = (Main.Due(policy), Review.Due(policy));
        return main is null || review < main ? review : main;
    }

    public void Save(IBufferWriter<byte> into)
    {
        var writer = new FactWriter(into);
        writer.Byte(1);
        Main.Save(writer);
        Review.Save(writer);
    }

    /// <exception cref="FormatException">Not what <see cref="Save"/> wrote.</exception>
    public static AlertState Load(ref ReadOnlySpan<byte> from)
    {
        var reader = new FactReader(from);
        if (reader.Byte() != 1) throw new FormatException("an alert state of an unknown version");
        var state = new AlertState { Main = AlertTrack.Load(ref reader), Review = AlertTrack.Load(ref reader) };
        from = reader.Rest;
        return state;
    }
}
