namespace Streams.Core.Detections.NoSleepGap;

/// <summary>
/// D11. Measured on public git histories (detections.md §2): 14 days, Q5 below 5 h is 0.33 % of honest windows.
/// </summary>
public sealed record NoSleepGapSettings
{
    /// <summary>Days of the window. <value>14; 7…28.</value></summary>
    public int WindowDays { get; init; } = 14;

    /// <summary>Least active half hours and days in it. <value>20 on 6.</value></summary>
    public int Slots { get; init; } = 20;

    public int Days { get; init; } = 6;

    /// <summary>Quiet arcs shorter than this, hours, have full strength. <value>5; 1…12.</value></summary>
    public double FullHours { get; init; } = 5;

    /// <summary>Quiet arcs shorter than this, hours, have <see cref="WeakStrength"/>. <value>6; 1…12.</value></summary>
    public double WeakHours { get; init; } = 6;

    /// <summary><value>0.4; 0…1.</value></summary>
    public double WeakStrength { get; init; } = 0.4;

    /// <summary>Share of the active half hours that may fall into the quiet arc. <value>0.05; 0…0.5.</value></summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>
    /// The long window's least active half hours: 28 days with as many carry a quiet fortnight. <value>60;
    /// 20…1,344.</value>
    /// </summary>
    public int LongSlots { get; init; } = 60;

    /// <summary>Days whose places lie more than this many zones apart are travel. <value>4; 1…12.</value></summary>
    public int TravelZones { get; init; } = 4;

    /// <summary>Weight, nats: ¾·ln(0.81/0.0033). <value>4.1; 0…8.</value></summary>
    public double Weight { get; init; } = 4.1;

    /// <summary>Repeats inside this time are one episode: the long window. <value>28 d.</value></summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(28);
}
