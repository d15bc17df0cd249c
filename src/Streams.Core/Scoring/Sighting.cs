using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

public enum ArtefactType : byte { Device, BrowserHash, MfaDevice, Phone, Key, Token, Ip }

/// <summary>
/// The replaceable fact "this account was seen at this artefact", sent by the account when it changes in a way that
/// matters: first seen, a new day, a threshold. It carries intervals, not a running total, so that an artefact's
/// verdict is a function of the set of newest facts, whatever the order in which they came. Whoever alone holds one may
/// fill it again: there is one for most days of an account at a thing.
/// </summary>
public sealed record Sighting
{
    public required Key128 Account { get; set; }
    public required string AccountName { get; set; }

    /// <summary>
    /// The directory's person, or the account itself: accounts of one person are one node everywhere.
    /// </summary>
    public required Key128 Person { get; set; }

    public required ArtefactType Type { get; set; }

    /// <summary>Hash of type, namespace and value.</summary>
    public required Key128 Artefact { get; set; }

    public required string Value { get; set; }
    public required long First { get; set; }
    public required long Last { get; set; }

    /// <summary>
    /// Ip only: since when (and on which day last) the account was sticky there: ≥5 days in 30 and ≥50 % of its
    /// active days; 0 never.
    /// </summary>
    public long StickyFrom { get; set; }

    public int StickyLastDay { get; set; }

    /// <summary>Distinct days there in the newest 30.</summary>
    public int Days { get; set; }

    /// <summary>Share of the account's active days in the same 30.</summary>
    public double Share { get; set; }

    public bool Managed { get; set; }

    /// <summary>
    /// Device: a server or multi-session system, or seen from hosting or corporate networks. Ip: class of the line.
    /// </summary>
    public bool SharedHost { get; set; }

    public NetworkClass Class { get; set; }

    /// <summary>
    /// The device that the account mostly used at this address; none where unknown (which never satisfies "its own
    /// device").
    /// </summary>
    public Key128 OwnDevice { get; set; }

    /// <summary>
    /// What the own device's id is compared within; ids of different spaces are never compared (detections.md §3 rule
    /// 6).
    /// </summary>
    public uint OwnDeviceSpace { get; set; }

    /// <summary>
    /// Device and browser: when it was used from which line, to tell two people on one host within 10 minutes. A fact
    /// brings at most one; <see cref="SightingOrder.Join"/> gathers them.
    /// </summary>
    public DeviceUses Uses { get; set; }

    /// <summary>The line on which it was seen last, or the record's address where that is no line.</summary>
    public IpAddress LastIp { get; set; }

    /// <summary>
    /// Place of the artefact (of the address, or of the device's newest fixed line); NaN where unknown.
    /// </summary>
    public float Latitude { get; set; } = float.NaN;

    public float Longitude { get; set; } = float.NaN;

    /// <summary>The 67 % circle of that place, km; 0 where unknown.</summary>
    public float RadiusKm { get; set; }

    /// <summary>
    /// Not seen on a fixed line within 100 km of the declared home in 90 days; null where no home is declared.
    /// </summary>
    public bool? NeverAtHome { get; set; }

    /// <summary>
    /// The event that began the sighting (Ip: that made it sticky) and the newest one. The account's state has no
    /// room for the first one: only the fact that it caused carries it, and <see cref="SightingOrder.Join"/> hands it
    /// on.
    /// </summary>
    public EvidenceRef FirstEvidence { get; set; }

    public EvidenceRef LastEvidence { get; set; }

    /// <summary>Event time of the step that sent this: the order of an account's facts inside one version.</summary>
    public long AsOf { get; set; }

    /// <summary>
    /// Flow offset of the frame that caused it (architecture.md, facts between stages); 0 where there is no log.
    /// </summary>
    public long Version { get; set; }

    /// <summary>Empty summary: the account takes the fact back.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>One to be filled.</summary>
    public static Sighting Blank() => new()
    {
        Account = default,
        AccountName = "",
        Person = default,
        Type = default,
        Artefact = default,
        Value = "",
        First = 0,
        Last = 0,
    };
}
