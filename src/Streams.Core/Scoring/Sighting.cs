using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

public enum ArtefactType : byte { Device, BrowserHash, MfaDevice, Phone, Key, Token, Ip }

/// <summary>
/// The replaceable fact "this account was seen at this artefact", sent by the account when it changes in a way that
/// matters: first seen, a new day, a threshold. It carries intervals, not a running total, so that an artefact's
/// verdict is a function of the set of newest facts, whatever the order in which they came.
/// </summary>
public sealed record Sighting
{
    public required Key128 Account { get; init; }
    public required string AccountName { get; init; }

    /// <summary>
    /// The directory's person, or the account itself: accounts of one person are one node everywhere.
    /// </summary>
    public required Key128 Person { get; init; }

    public required ArtefactType Type { get; init; }

    /// <summary>Hash of type, namespace and value.</summary>
    public required Key128 Artefact { get; init; }

    public required string Value { get; init; }
    public required long First { get; init; }
    public required long Last { get; init; }

    /// <summary>
    /// Ip only: since when (and on which day last) the account was sticky there: ≥5 days in 30 and ≥50 % of its
    /// active days; 0 never.
    /// </summary>
    public long StickyFrom { get; init; }

    public int StickyLastDay { get; init; }

    /// <summary>Distinct days there in the newest 30.</summary>
    public int Days { get; init; }

    /// <summary>Share of the account's active days in the same 30.</summary>
    public double Share { get; init; }

    public bool Managed { get; init; }

    /// <summary>
    /// Device: a server or multi-session system, or seen from hosting or corporate networks. Ip: class of the line.
    /// </summary>
    public bool SharedHost { get; init; }

    public NetworkClass Class { get; init; }

    /// <summary>
    /// The device that the account mostly used at this address; none where unknown (which never satisfies "its own
    /// device").
    /// </summary>
    public Key128 OwnDevice { get; init; }

    /// <summary>
    /// What the own device's id is compared within; ids of different spaces are never compared (detections.md §3 rule
    /// 6).
    /// </summary>
    public uint OwnDeviceSpace { get; init; }

    /// <summary>
    /// Device: newest public addresses with their times, to tell two people on one host within 10 minutes.
    /// </summary>
    public IpAddress LastIp { get; init; }

    /// <summary>
    /// Place of the artefact (of the address, or of the device's newest fixed line); NaN where unknown.
    /// </summary>
    public float Latitude { get; init; } = float.NaN;

    public float Longitude { get; init; } = float.NaN;

    /// <summary>The 67 % circle of that place, km; 0 where unknown.</summary>
    public float RadiusKm { get; init; }

    /// <summary>
    /// Not seen on a fixed line within 100 km of the declared home in 90 days; null where no home is declared.
    /// </summary>
    public bool? NeverAtHome { get; init; }

    /// <summary>
    /// The event that began the sighting (Ip: that made it sticky) and the newest one. The account's state has no
    /// room for the first one: only the fact that it caused carries it, and <see cref="SightingOrder.Join"/> hands it
    /// on.
    /// </summary>
    public EvidenceRef FirstEvidence { get; init; }

    public EvidenceRef LastEvidence { get; init; }

    /// <summary>Event time of the step that sent this: the order of an account's facts inside one version.</summary>
    public long AsOf { get; init; }

    /// <summary>
    /// Flow offset of the frame that caused it (architecture.md, facts between stages); 0 where there is no log.
    /// </summary>
    public long Version { get; init; }

    /// <summary>Empty summary: the account takes the fact back.</summary>
    public bool Withdrawn { get; init; }
}
