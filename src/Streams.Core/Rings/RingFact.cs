using System.Collections.Immutable;
using Streams.Core.Activities;

namespace Streams.Core.Rings;

/// <summary>
/// The replaceable fact "you belong to this ring", sent to each member's case. It holds the ring's score as a
/// function of time, so a case needs nothing newer to tell what it inherits at any moment.
/// </summary>
public sealed record RingFact
{
    /// <summary>A member was told of some ring, and nobody knows any more of which.</summary>
    public static readonly RingFact Forgotten = new() { Id = "" };

    public required string Id { get; init; }

    /// <summary>Score from each time on, in order of time; expiries that lie ahead included.</summary>
    public ImmutableArray<RingMoment> Timeline { get; init; } = [];

    public long? PageTime { get; init; }

    public long? TicketTime { get; init; }

    public long Version { get; init; }

    /// <summary>The ring's score at a time; 0 before it began.</summary>
    public double At(long time)
    {
        var (low, high) = (0, Timeline.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Timeline[middle].Time > time) high = middle;
            else low = middle + 1;
        }

        return low == 0 ? 0 : Timeline[low - 1].Score;
    }

    public RingMoment PeakUntil(long asOf)
    {
        RingMoment peak = default;
        foreach (var moment in Timeline)
            if (moment.Time <= asOf && moment.Score > peak.Score) peak = moment;
        return peak;
    }

    public bool Equals(RingFact? other) =>
        other is not null && Id == other.Id && PageTime == other.PageTime && TicketTime == other.TicketTime
            && Version == other.Version
        && Timeline.SequenceEqual(other.Timeline);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

public readonly record struct RingMoment(long Time, double Score);
