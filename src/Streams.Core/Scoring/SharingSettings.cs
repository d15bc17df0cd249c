namespace Streams.Core.Scoring;

/// <summary>Thresholds of what artefacts say (detections.md D07, D08). Defaults are the catalogue's.</summary>
public sealed record SharingSettings
{
    public static readonly SharingSettings Default = new();

    /// <summary>Two accounts at one artefact inside this many days share it.</summary>
    public int WindowDays { get; init; } = 90;

    /// <summary>More accounts than this ask for one human decision instead of one alert each.</summary>
    public int InfrastructureAbove { get; init; } = 15;

    /// <summary>Strength of a shared host, of shared infrastructure and of one household's device.</summary>
    public double ReviewStrength { get; init; } = 0.2;

    /// <summary>Different public addresses on one device inside this time: a host that serves several people.</summary>
    public int SharedHostMinutes { get; init; } = 10;

    /// <summary>An enrolment by somebody else is over inside this time.</summary>
    public int HelpdeskMinutes { get; init; } = 60;

    /// <summary>
    /// Sticky accounts that make a farm whatever else is known of them, and where both are remote and of different
    /// households.
    /// </summary>
    public int FarmAccounts { get; init; } = 3;

    public int FarmRemoteAccounts { get; init; } = 2;

    /// <summary>A home farther away than this is not here.</summary>
    public double HomeKm { get; init; } = 100;

    /// <summary>An account stays sticky this long after its last sticky day.</summary>
    public int StickyMemoryDays { get; init; } = 30;

    public double StrengthUnclear { get; init; } = 0.3;

    public double StrengthHomesUnknown { get; init; } = 0.6;

    /// <summary>Weight of a farm of two where the homes do not give it away.</summary>
    public double WeightOfTwo { get; init; } = 1.5;
}
