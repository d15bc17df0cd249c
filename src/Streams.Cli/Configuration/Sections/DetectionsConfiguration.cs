using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Cli.Configuration.Sections;

/// <summary>The core's own settings records, so that a new detection needs no line here.</summary>
internal sealed record DetectionsConfiguration
{
    [Setting("Rules over one account.")]
    public DetectionSettings Rules { get; init; } = new();

    [Setting("What artefacts say: shared devices, laptop farms.")]
    public SharingSettings Sharing { get; init; } = new();

    [Setting("Priors, caps and thresholds of the score.")]
    public ScoreSettings Score { get; init; } = new();

    [Setting("Edges and terms of rings.")]
    public RingSettings Rings { get; init; } = new();

    [Setting("Privacy relays that say nothing of their user.")]
    public RelaySettings Relays { get; init; } = new();
}
