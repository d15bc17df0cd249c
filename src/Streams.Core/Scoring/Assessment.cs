namespace Streams.Core.Scoring;

/// <summary>An account at one time, as <see cref="ScoreCurve"/> tells it.</summary>
/// <param name="Time">Event time, Unix ms.</param>
/// <param name="Inherited">Nats that the ring adds.</param>
/// <param name="OwnScore">Without inheritance and context: what the paging rule reads, 0…100.</param>
/// <param name="Score">0…100.</param>
/// <param name="Floor">The level to which a rule lifts, or null.</param>
/// <param name="Pages">Whether the account's own findings would page.</param>
internal readonly record struct Assessment(
    long Time, double Inherited, double OwnScore, double Score, string? Floor, bool Pages)
{
    public string Level =>
        Floor is not null && Odds.Rank(Floor) > Odds.Rank(Odds.Level(Score)) ? Floor : Odds.Level(Score);

    public bool IsLiftedByFloor => Level != Odds.Level(Score);

    /// <summary>At level high, however it came there.</summary>
    public bool IsTicket => Odds.Rank(Level) >= Odds.Rank("high");
}
