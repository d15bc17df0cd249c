using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>
/// One alert as of its newest transition, whole: what the index, the webhooks and the person at the other end need, and
/// nothing that has to be looked up first. Property order is the order in JSON; times are Unix ms here, RFC 3339 there.
/// </summary>
public sealed record AlertDocument
{
    public const string SchemaName = "streams.alert/1", ProofDisclaimer = "Not proof; no automatic action.";

    public string Schema => SchemaName;
    public required string Id { get; init; }

    /// <summary>What happened last: opened, updated, closed.</summary>
    public required string Kind { get; init; }

    /// <summary>Counts from 1; with the id it names the message.</summary>
    public int Transition { get; init; }

    /// <summary>open or closed.</summary>
    public required string Status { get; init; }

    public required string Disposition { get; init; }

    /// <summary>Its first disposition: whoever was told of a ticket hears how it went on as a page.</summary>
    public string OpenedAs { get; init; } = "";

    /// <summary>account or ring.</summary>
    public required string SubjectType { get; init; }

    /// <summary>Null where the subject is a ring.</summary>
    public string? Account { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>A ring's members; empty where the subject is an account.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    public int Episode { get; init; }

    /// <summary>Why this transition, in words: "paging rule holds", "new group: credentials".</summary>
    public string Cause { get; init; } = "";

    public long Opened { get; init; }
    public long Updated { get; init; }
    public long? Closed { get; init; }

    /// <summary>decayed, withdrawn, suppressed, or what a person gave: false_positive, benign, duplicate, resolved.</summary>
    public string? CloseReason { get; init; }

    public double Score { get; init; }
    public string Level { get; init; } = "none";
    public string LevelOrigin { get; init; } = "score";

    /// <summary>The highest score that was told.</summary>
    public double ScorePaged { get; init; }

    /// <summary>Without D20, D21 and the ring: what the paging rule reads.</summary>
    public double ScoreWithoutContext { get; init; }

    public double ScoreWithoutTopReason { get; init; }
    public double PeakScore { get; init; }
    public string? Ring { get; init; }
    public PriorDocument Prior { get; init; } = new(0, "");
    public IReadOnlyList<GroupDocument> PointsByGroup { get; init; } = [];
    public double InheritedFromRing { get; init; }
    public string? Floor { get; init; }
    public IReadOnlyList<AlertReason> Reasons { get; init; } = [];

    /// <summary>All that count, where <see cref="Reasons"/> is cut.</summary>
    public int ReasonCount { get; init; }

    /// <summary>Hits of the allow table: considered, and counted for nothing.</summary>
    public IReadOnlyList<AlertSuppression> Suppressed { get; init; } = [];

    public int SuppressedCount { get; init; }
    public IReadOnlyList<string> Missing { get; init; } = [];
    public IReadOnlyList<string> Counterparts { get; init; } = [];
    public IReadOnlyList<RingArtefactDocument> Artefacts { get; init; } = [];
    public DeclaredDocument? Declared { get; init; }
    public double? NearestHomeKm { get; init; }
    public bool? NeverAtHome { get; init; }

    /// <summary>True where a source called one of its devices managed; null where none says so.</summary>
    public bool? ManagedDevice { get; init; }

    public IReadOnlyList<string> Vendors { get; init; } = [];
    public IReadOnlyList<string> Teams { get; init; } = [];
    public long? FirstSeen { get; init; }
    public long? LastSeen { get; init; }

    /// <summary>Earlier alerts of the subject and how they ended.</summary>
    public IReadOnlyList<EarlierAlert> Earlier { get; init; } = [];

    public IReadOnlyList<string> BenignExplanations { get; init; } = [];
    public IReadOnlyList<string> Runbook { get; init; } = [];
    public string Disclaimer { get; init; } = ProofDisclaimer;

    /// <summary>The same for every attempt, destination and replay of this transition.</summary>
    public string MessageId => AlertIds.MessageOf(Id, Transition);

    /// <summary>When this transition happened.</summary>
    public long Time => Closed ?? Updated;

    /// <summary>Account key or ring id.</summary>
    public string Subject => Account ?? Ring ?? "";
}

/// <summary>A finding, or a term of a ring's score, that counts.</summary>
public sealed record AlertReason
{
    public string? Finding { get; init; }
    public required string Rule { get; init; }
    public required string Name { get; init; }
    public required string Group { get; init; }
    public double Points { get; init; }
    public double Strength { get; init; }
    public double Weight { get; init; }
    public required string Summary { get; init; }
    public long? Time { get; init; }
    public long? LastTime { get; init; }
    public int Count { get; init; } = 1;
    public string Threshold { get; init; } = "";
    public string ThresholdOrigin { get; init; } = "";
    public string Prevention { get; init; } = "";
    public IReadOnlyList<string> Attack { get; init; } = [];
}

public sealed record AlertSuppression(string Finding, string Rule, string Reason, string Owner, long Until);

public sealed record EarlierAlert(string Id, string Disposition, long Opened, long Closed, string Reason);
