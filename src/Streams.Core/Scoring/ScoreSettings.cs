namespace Streams.Core.Scoring;

/// <summary>
/// Numbers of the score (detections.md §5, §6). They are settings, not facts; weights come from the rules.
/// </summary>
public sealed record ScoreSettings
{
    public static readonly ScoreSettings Default = new();

    /// <summary>Prior where work is remote, by a contractor, or nothing is known.</summary>
    public double PriorExposed { get; init; } = 0.02;

    public double PriorOther { get; init; } = 0.005;

    /// <summary>Nats that correlated rules may bring together; the watchlist has no cap.</summary>
    public double GroupCap { get; init; } = 4.8;

    public double PageScore { get; init; } = 90;

    public double TicketScore { get; init; } = 70;

    /// <summary>An alert rests below this, and closes when it has done so for long enough.</summary>
    public double CloseScore { get; init; } = 55;

    /// <summary>A page needs two groups with this many nats.</summary>
    public double PageGroupPoints { get; init; } = 2.0;

    /// <summary>
    /// A level floor holds for this many half-lives after the claim: a ticket must outlive one, a slip must not mark
    /// for ever.
    /// </summary>
    public double FloorHalfLives { get; init; } = 2;

    /// <summary>Inheritance from the ring: (logit S − logit 0.02)/4, at most this.</summary>
    public double InheritanceMax { get; init; } = 1;
}
