namespace Streams.Core.Activities;

/// <summary>
/// One thing that somebody did, in the vocabulary of every source. A decoder owns one and fills it again for each
/// record:
/// text fields are slices of the record or of the decoder's scratch, so nothing is allocated an event.
/// </summary>
public sealed class Activity
{
    public const long NoTime = long.MinValue;
    public const short NoOffset = short.MinValue;

    private readonly Utf8Text[] _texts = new Utf8Text[(int)TextField.Count];
    private Commit[] _commits = new Commit[8];

    /// <summary>When it happened, Unix milliseconds UTC. Event time is never altered.</summary>
    public long Time { get; set; }

    /// <summary>Minutes east of UTC as the record wrote it, or <see cref="NoOffset"/>.</summary>
    public short TimeOffset { get; set; }

    public TimeQuality TimeQuality { get; set; }

    public ActivityKind Kind { get; set; }

    public Outcome Outcome { get; set; }

    public AccountType AccountType { get; set; }

    /// <summary>A person acted (true), a token or a machine did (false), or the source does not say.</summary>
    public bool? Interactive { get; set; }

    /// <summary>Managed by the organisation, as the source says.</summary>
    public bool? DeviceManaged { get; set; }

    /// <summary>The public address of the client.</summary>
    public IpAddress Ip { get; set; }

    /// <summary>The address that the VPN assigned.</summary>
    public IpAddress VpnIp { get; set; }

    /// <summary>The address of the phone or key that approved.</summary>
    public IpAddress MfaIp { get; set; }

    /// <summary>Round trip to the client, milliseconds; NaN where unknown.</summary>
    public float RttMs { get; set; } = float.NaN;

    /// <summary>
    /// The vendor's own idea of the place: a hint (formats.md §8 rule 4). Enrichment overwrites it where our tables
    /// know.
    /// </summary>
    public Place VendorPlace;

    /// <summary>Place of <see cref="Ip"/> after enrichment and egress unmasking.</summary>
    public Place Place;

    /// <summary>Place of <see cref="MfaIp"/> after enrichment.</summary>
    public Place MfaPlace;

    /// <summary>The account that this belongs to, set by enrichment.</summary>
    public Key128 Account { get; set; }

    /// <summary>Format that read it: an index into the catalogue of formats.</summary>
    public byte Format { get; set; }

    /// <summary>Where the record stands: source (path or topic partition) by number, record, part.</summary>
    public Origin Origin { get; set; }

    /// <summary>Identity of the event: vendor event id under its format, else the record's bytes.</summary>
    public Key128 EventKey { get; set; }

    public int CommitCount { get; private set; }

    public Span<Commit> Commits => _commits.AsSpan(0, CommitCount);

    /// <summary>A bit for each text that is not empty.</summary>
    public uint TextsPresent
    {
        get
        {
            var present = 0u;
            for (var i = 0; i < _texts.Length; i++) present |= (_texts[i].Length != 0 ? 1u : 0) << i;
            return present;
        }
    }

    public ref Utf8Text this[TextField field] => ref _texts[(int)field];

    public SourceFamily Family => Kind.Family();

    public ref Commit AddCommit()
    {
        if (CommitCount == _commits.Length) Array.Resize(ref _commits, _commits.Length * 2);
        _commits[CommitCount] = Commit.Empty;
        return ref _commits[CommitCount++];
    }

    /// <summary>Texts and commits only: for who fills everything else.</summary>
    public void ClearTexts()
    {
        Array.Clear(_texts);
        CommitCount = 0;
    }

    public void Clear()
    {
        ClearTexts();
        Time = NoTime;
        TimeOffset = NoOffset;
        TimeQuality = TimeQuality.Vendor;
        Kind = ActivityKind.Other;
        Outcome = Outcome.Unknown;
        AccountType = AccountType.Person;
        Interactive = null;
        DeviceManaged = null;
        Ip = VpnIp = MfaIp = default;
        RttMs = float.NaN;
        VendorPlace = Place = MfaPlace = default;
        Account = default;
        EventKey = default;
        Origin = default;
        Format = 0;
    }
}

/// <summary>
/// Where a record stands. <paramref name="Source"/> numbers a path or topic partition; <paramref name="Record"/> counts
/// from 1.
/// </summary>
public readonly record struct Origin(int Source, uint Record, ushort Part);
