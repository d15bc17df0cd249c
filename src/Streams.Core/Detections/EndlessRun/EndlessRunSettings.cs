namespace Streams.Core.Detections.EndlessRun;

/// <summary>D12. Measured: no honest author of 72 ran longer than 18 h in 485 windows (detections.md §2).</summary>
public sealed record EndlessRunSettings
{
    /// <summary>A pause of this length ends a run, hours. <value>6; 1…24.</value></summary>
    public double GapHours { get; init; } = 6;

    /// <summary>Runs longer than this count, hours. <value>18; 8…72.</value></summary>
    public double LongHours { get; init; } = 18;

    /// <summary>Runs longer than this are beyond one person, hours. <value>24; 8…96.</value></summary>
    public double FullHours { get; init; } = 24;

    /// <summary>
    /// Strength of a long run: an incident or a hackathon, until the third of a fortnight. <value>0.25, then
    /// 0.5.</value>
    /// </summary>
    public double FirstStrength { get; init; } = 0.25;

    public double RepeatedStrength { get; init; } = 0.5;

    /// <summary>From this long run on inside 14 days the strength is the repeated one. <value>3; 1…4.</value></summary>
    public int Repeats { get; init; } = 3;

    /// <summary>
    /// Local hours in which an on-call rota is masked; in UTC where no zone is declared, the whole rota. <value>20 to
    /// 8.</value>
    /// </summary>
    public int NightFrom { get; init; } = 20;

    public int NightTo { get; init; } = 8;

    /// <summary>Weight, nats: ¾·ln(0.42/0.0062). <value>3.2; 0…8.</value></summary>
    public double Weight { get; init; } = 3.2;

    /// <summary>Repeats inside this time are one episode. <value>28 d.</value></summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(28);
}
