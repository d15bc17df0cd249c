using System.Collections.Immutable;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>
/// One rule, one subject, one episode. Immutable: a step that extends an episode puts a new value in the place of the
/// old.
/// </summary>
public sealed record Finding
{
    /// <summary>
    /// "f-" and the hash of rule, subject and the first evidence's event, never of a path, record or offset.
    /// </summary>
    public required string Id { get; init; }

    public required Rule Rule { get; init; }

    /// <summary>
    /// What the episode is about besides the account: a place pair, device, session, key or address. None where it is
    /// the account alone.
    /// </summary>
    public required Key128 Subject { get; init; }

    /// <summary>Event time of the first and of the newest occurrence, Unix ms.</summary>
    public required long Time { get; init; }

    public required long LastTime { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>
    /// How the claim grew: at each time the strength (0…1] and the weight (nats) that held from then on, in time order.
    /// The score at any
    /// time is a function of these, so peaks can be told afterwards.
    /// </summary>
    public required ImmutableArray<Claim> Claims { get; init; }

    public required string Summary { get; init; }

    public ImmutableArray<Fact> Facts { get; init; } = [];

    public ImmutableArray<EvidenceRef> Evidence { get; init; } = [];

    public ImmutableArray<string> Counterparts { get; init; } = [];

    /// <summary>Artefacts that an allow row may name: (type, value).</summary>
    public ImmutableArray<Artefact> Artefacts { get; init; } = [];

    /// <summary>"distance ≥ 500 km and speed ≥ 900 km/h", and where that came from.</summary>
    public string Threshold { get; init; } = "";

    public string ThresholdOrigin { get; init; } = "default";

    /// <summary>What would have prevented it, in one sentence.</summary>
    public string Prevention { get; init; } = "";

    /// <summary>
    /// Lifts the account's level whatever the score: "high" for an embargoed country or a listed address.
    /// </summary>
    public string? LevelFloor { get; init; }

    /// <summary>An exact watchlist match on email, wallet or key pages by itself.</summary>
    public bool PagesAlone { get; init; }

    /// <summary>Only for a person's review, never in a score: names on a watchlist.</summary>
    public bool ReviewOnly { get; init; }
}

/// <summary>
/// From <paramref name="Time"/> on, the rule held with this strength and weight. <paramref name="Measure"/> is what was
/// measured, in the
/// rule's own unit (D11: hours of the quiet arc), so that a tenant-wide shift (a fasting month) can be taken out of it
/// afterwards.
/// </summary>
public readonly record struct Claim(long Time, double Strength, double Weight, double Measure = double.NaN);

/// <summary>A measured fact: a number, or a text where there is no number.</summary>
public readonly record struct Fact(string Name, double Number, string? Text = null);

public readonly record struct Artefact(string Type, string Value);
