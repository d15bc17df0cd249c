namespace Streams.Core.Alerts;

/// <summary>When alerts open, speak again and close (detections.md §5). Thresholds of score are the score's own.</summary>
public sealed record AlertPolicy
{
    public static readonly AlertPolicy Default = new();

    /// <summary>
    /// Log time for which a change must hold before it is told: what a late event explains away within it, nobody hears
    /// of.
    /// </summary>
    /// <value>30 s; 0 tells at once.</value>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An alert at rest for this long closes by itself.</summary>
    /// <value>7 days.</value>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Told again when the own score is this much over the one last told.</summary>
    /// <value>10 points.</value>
    public double RepageScore { get; init; } = 10;

    /// <summary>A group with this many nats counts as one that has spoken.</summary>
    /// <value>2.0, as in the paging rule.</value>
    public double GroupPoints { get; init; } = 2.0;

    internal long SettleMs => (long)Settle.TotalMilliseconds;

    internal long CloseAfterMs => (long)CloseAfter.TotalMilliseconds;
}
