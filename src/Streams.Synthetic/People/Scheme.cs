namespace Streams.Synthetic.People;

/// <summary>The families of detections.md §7, by their names in the truth file.</summary>
public static class Family
{
    public const string Slips = "single-operator-slips";
    public const string TwoShift = "two-shift-persona";
    public const string ThreeShift = "three-shift-persona";
    public const string SameShift = "same-shift-pair";
    public const string Farm2 = "laptop-farm-2";
    public const string Farm5 = "laptop-farm-5";
    public const string Farm12 = "laptop-farm-12";
    public const string SharedFactor = "shared-mfa";
    public const string Astrill = "astrill-user";
    public const string HandOff = "hand-off-ring";
    public const string DormantBurst = "dormant-burst";
    public const string Exfiltration = "exfiltration-before-exit";
    public const string Evader = "evader";
    public const string Watchlisted = "watchlist-hit";
    public const string Benign = "benign";

    public static readonly IReadOnlyList<string> Schemes =
    [
        Slips, TwoShift, ThreeShift, SameShift, Farm2, Farm5, Farm12, SharedFactor, Astrill, HandOff, DormantBurst, Exfiltration,
        Evader, Watchlisted,
    ];
}

/// <summary>
/// The truth about a planted account. Mutable only in what the simulation finds out: when the scheme first showed.
/// </summary>
public sealed class Scheme(string family, string? ring, bool covered, string[] expectedRules, string notes)
{
    public string Family { get; } = family;
    public string? Ring { get; } = ring;

    /// <summary>Whether the detections D01–D04, D07, D08, D11, D12 and D22 are meant to see it.</summary>
    public bool Covered { get; } = covered;

    public IReadOnlyList<string> ExpectedRules { get; } = expectedRules;
    public string Notes { get; } = notes;

    /// <summary>Day on which the scheme starts, if not with the account.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Share of sign-ins that come from abroad by mistake.</summary>
    public double SlipShare { get; init; }

    public string? WalletInCommit { get; init; }

    public long? FirstEvent { get; private set; }

    internal void Saw(long time) => FirstEvent = FirstEvent is { } first && first <= time ? first : time;

    internal void Forget() => FirstEvent = null;
}
