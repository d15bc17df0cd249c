namespace Streams.Core.Scoring;

/// <summary>
/// How a document stands against the thresholds of alerts, told from the whole history and not from the moment of
/// asking: a page that held for a minute between two evaluations is still a page.
/// </summary>
public sealed record Standing
{
    /// <summary>The document's own time, Unix ms; a threshold that holds now was last held then.</summary>
    public required long AsOf { get; init; }

    /// <summary>
    /// The newest time at which the paging rule held. An account's own rule: what its ring says is the ring's page.
    /// </summary>
    public long? LastPage { get; init; }

    /// <summary>The newest time at level high or above.</summary>
    public long? LastTicket { get; init; }

    /// <summary>
    /// The newest time at level high by what is the subject's own: while an account's ring is at the level of a ticket,
    /// what makes the ring (D07, D08, D13, D18) is told with the ring, whose alert names its members.
    /// </summary>
    public long? LastOwnTicket { get; init; }

    /// <summary>First time of the newest finding that is for the review queue only.</summary>
    public long? LastReview { get; init; }

    /// <summary>
    /// Since when the score is below 55 and the level below high, or when it will be if nothing new happens. Null where
    /// it never was that high, or never falls.
    /// </summary>
    public long? QuietFrom { get; init; }
}
