namespace Streams.Core.Scoring;

// What Streams says of accounts, findings and rings: the shape of `hunt --json`, of the report and, later, of the
// index.
// Property order is the order in JSON (snake_case); times are Unix ms here and RFC 3339 there.

public sealed record HuntDocument
{
    public string Schema { get; init; } = "streams.hunt/1";
    public IReadOnlyList<InputDocument> Inputs { get; init; } = [];
    public required TotalsDocument Totals { get; init; }
    public IReadOnlyList<AccountDocument> Accounts { get; init; } = [];
    public IReadOnlyList<RingDocument> Rings { get; init; } = [];

    /// <summary>
    /// What was not given (no directory, no geo file, an assumed zone) and what that costs, one sentence each.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

public sealed record InputDocument(string Path, string? Format, long Read, long Decoded, long Ignored, long Duplicate, long Quarantined);

public sealed record TotalsDocument(
    long Read, long Decoded, long Ignored, long Duplicate, long Quarantined, long? FirstEvent, long? LastEvent);

public sealed record AccountDocument
{
    public required string Account { get; init; }
    public IReadOnlyList<string> Names { get; init; } = [];
    public double Score { get; init; }
    public string Level { get; init; } = "none";

    /// <summary>"score", or "floor" where a rule's level floor lifted it.</summary>
    public string LevelOrigin { get; init; } = "score";

    /// <summary>The time for which <see cref="Score"/> and <see cref="Level"/> hold: they decay from there on.</summary>
    public long? ScoreAsOf { get; init; }

    public double PeakScore { get; init; }
    public string PeakLevel { get; init; } = "none";
    public long? PeakTime { get; init; }
    public long? PageTime { get; init; }
    public long? TicketTime { get; init; }
    public double Priority { get; init; }
    public string? Ring { get; init; }
    public long Events { get; init; }
    public IReadOnlyList<string> Sources { get; init; } = [];
    public long? FirstSeen { get; init; }
    public long? LastSeen { get; init; }
    public double ScoreWithoutTopReason { get; init; }

    /// <summary>Without D20, D21 and the ring's inheritance: what the paging rule reads.</summary>
    public double OwnScore { get; init; }

    public required PriorDocument Prior { get; init; }
    public IReadOnlyList<GroupDocument> PointsByGroup { get; init; } = [];
    public double InheritedFromRing { get; init; }
    public IReadOnlyList<string> Missing { get; init; } = [];
    public string? Floor { get; init; }
    public DeclaredDocument? Declared { get; init; }

    /// <summary>Smallest distance from the declared home at which the account was seen on a fixed line, km.</summary>
    public double? NearestHomeKm { get; init; }

    /// <summary>true, false, or null where no home is declared.</summary>
    public bool? NeverAtHome { get; init; }

    /// <summary>
    /// Presence of the last 28 active days: epoch day (UTC) and the mask of its 48 half hours; drawn as the 24×7 heat
    /// map.
    /// </summary>
    public IReadOnlyList<PresenceDay> Presence { get; init; } = [];

    /// <summary>Two benign explanations that an analyst should test first.</summary>
    public IReadOnlyList<string> BenignExplanations { get; init; } = [];

    public IReadOnlyList<string> Runbook { get; init; } = [];
    public string Disclaimer { get; init; } = "Not proof; no automatic action.";
    public IReadOnlyList<FindingDocument> Findings { get; init; } = [];

    /// <summary>True or not known; no part of the JSON.</summary>
    public bool? HasManagedDevice { get; init; }

    /// <summary>What the alert ledger reads besides; no part of the JSON.</summary>
    public Standing? Standing { get; init; }
}

public sealed record PriorDocument(double Probability, string Reason);

public sealed record GroupDocument(string Group, double Capped, double Uncapped);

public sealed record PresenceDay(int EpochDay, ulong HalfHours);

public sealed record DeclaredDocument(
    string? Country, string? TimeZone, double? Latitude, double? Longitude, string? Kind, bool? Remote, string? Vendor,
    string? Team, string? Hired, string? Exits);

public sealed record FindingDocument
{
    public required string Id { get; init; }
    public required string Rule { get; init; }
    public required string Name { get; init; }
    public long Time { get; init; }
    public long LastTime { get; init; }
    public int Count { get; init; }
    public double Strength { get; init; }
    public double Weight { get; init; }

    /// <summary>weight × strength × decay as of the last event of the input; 0 while suppressed.</summary>
    public double Points { get; init; }

    public required string Group { get; init; }
    public required string Summary { get; init; }

    /// <summary>Numbers, or texts where there is no number, by name.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();

    public IReadOnlyList<string> Counterparts { get; init; } = [];
    public IReadOnlyList<string> Attack { get; init; } = [];
    public string Threshold { get; init; } = "";
    public string ThresholdOrigin { get; init; } = "";
    public string Prevention { get; init; } = "";
    public SuppressedDocument? Suppressed { get; init; }
    public IReadOnlyList<EvidenceDocument> Evidence { get; init; } = [];

    /// <summary>Only for the restricted review queue; no part of the JSON.</summary>
    public bool ReviewOnly { get; init; }
}

public sealed record SuppressedDocument(string Reason, string Owner, long Until);

public sealed record EvidenceDocument(
    long Time, string Source, string Format, string Path, long Record, string EventId, string? Ip, string? Country,
    string Kind, string NetworkClass, double? Latitude, double? Longitude);

public sealed record RingDocument
{
    public required string Id { get; init; }
    public double Score { get; init; }
    public string Level { get; init; } = "none";

    /// <summary>The time for which <see cref="Score"/> and <see cref="Level"/> hold: they decay from there on.</summary>
    public long? ScoreAsOf { get; init; }

    public double PeakScore { get; init; }
    public string PeakLevel { get; init; } = "none";
    public long? PeakTime { get; init; }
    public long? PageTime { get; init; }
    public long? TicketTime { get; init; }
    public IReadOnlyList<string> Accounts { get; init; } = [];
    public IReadOnlyList<RingArtefactDocument> Artefacts { get; init; } = [];

    /// <summary>Of the members, as the directory declares them.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Ids of the rules that members' own findings come from.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    public long? FirstSeen { get; init; }
    public long? LastSeen { get; init; }

    /// <summary>The score's terms by name (members, homes, vendors, artefact, members' own points), nats.</summary>
    public IReadOnlyDictionary<string, double> Points { get; init; } = new Dictionary<string, double>();

    public IReadOnlyList<string> Reasons { get; init; } = [];
    public IReadOnlyList<FindingDocument> Findings { get; init; } = [];

    /// <summary>The term of <see cref="Points"/> behind each of <see cref="Reasons"/>; no part of the JSON.</summary>
    public IReadOnlyList<string> ReasonTerms { get; init; } = [];

    /// <summary>What the alert ledger reads besides; no part of the JSON.</summary>
    public Standing? Standing { get; init; }
}

/// <summary>type: device, mfa_device, phone, key, token, ip.</summary>
public sealed record RingArtefactDocument(string Type, string Value, IReadOnlyList<string> Accounts);
