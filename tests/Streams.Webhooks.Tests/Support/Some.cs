using Streams.Core.Alerts;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;

namespace Streams.Webhooks.Tests.Support;

/// <summary>Alerts, small and as large as they come.</summary>
internal static class Some
{
    /// <summary>2026-01-14T12:00:00Z.</summary>
    public static readonly long Noon = ManualClock.Noon.ToUnixTimeMilliseconds();

    public static AlertDocument Alert(string account = "ana@corp.example", int episode = 1) => new()
    {
        Id = AlertIds.Of(AlertSubject.Account(account), episode),
        Kind = "opened",
        Transition = 1,
        Status = "open",
        Disposition = "page",
        OpenedAs = "page",
        SubjectType = "account",
        Account = account,
        Names = [account, "CORP\\ana"],
        Episode = episode,
        Cause = "the paging rule holds",
        Opened = Noon,
        Updated = Noon,
        Score = 98.2,
        Level = "critical",
        ScorePaged = 98.2,
        ScoreWithoutContext = 97.9,
        ScoreWithoutTopReason = 71,
        PeakScore = 98.2,
        Ring = "r-5b1c",
        Prior = new PriorDocument(0.02, "contractor"),
        PointsByGroup = [new GroupDocument("where", 4.8, 5.1), new GroupDocument("credentials", 3, 3)],
        InheritedFromRing = 0.2,
        Reasons =
        [
            Reason("D08", "laptop-farm", "where", 4.8, "Three laptops stand at 198.51.100.20 whose people live elsewhere."),
            Reason("D07", "shared-device", "credentials", 3, "One phone approves the sign-ins of three people."),
        ],
        ReasonCount = 2,
        Suppressed = [new AlertSuppression("f-3", "D04", "company proxy", "netops", Noon + 86_400_000)],
        SuppressedCount = 1,
        Missing = ["hire date"],
        Counterparts = ["bob@corp.example", "cyd@corp.example"],
        Declared = new DeclaredDocument("US", "America/Denver", 39.7, -105, "contractor", true, "Umbra", "payments", null, "2026-03-31"),
        NearestHomeKm = 940.5,
        NeverAtHome = true,
        Vendors = ["Umbra"],
        Teams = ["payments"],
        FirstSeen = Noon - 20L * 86_400_000,
        LastSeen = Noon - 60_000,
        Earlier = [new EarlierAlert("a-0123456789abcdef", "ticket", Noon - 9L * 86_400_000, Noon - 2L * 86_400_000, "benign")],
        BenignExplanations = Advice.Benign(["D08", "D07"]),
        Runbook = Advice.Runbook,
    };

    public static AlertDocument Ticket(string account = "ana@corp.example") =>
        Alert(account) with { Disposition = "ticket", OpenedAs = "ticket", Level = "high", Score = 75, ScorePaged = 75 };

    public static AlertDocument Ring() => Alert() with
    {
        Id = AlertIds.Of(AlertSubject.Ring("r-5b1c"), 1),
        SubjectType = "ring",
        Account = null,
        Names = [],
        Members = ["ana@corp.example", "bob@corp.example", "cyd@corp.example"],
        Declared = null,
        NearestHomeKm = null,
        NeverAtHome = null,
        Reasons = [Reason("ring", "artefact", "artefact", 4.5, "3 accounts share mfa_device phone-1")],
        ReasonCount = 1,
    };

    public static AlertDocument Next(AlertDocument alert, string kind, string? reason = null) => alert with
    {
        Kind = kind,
        Transition = alert.Transition + 1,
        Status = kind == "closed" ? "closed" : "open",
        CloseReason = reason,
        Closed = kind == "closed" ? Noon + 60_000 : null,
        Updated = Noon + 60_000,
        Score = kind == "closed" ? 12 : alert.Score,
        Level = kind == "closed" ? "none" : alert.Level,
    };

    /// <summary>Fifty members, all rules, and names that an adversary wrote.</summary>
    public static AlertDocument Largest(string hostile)
    {
        var name = string.Concat(Enumerable.Repeat(hostile, 4096 / hostile.Length + 1))[..4096];
        return Alert(name) with
        {
            SubjectType = "ring",
            Members = [.. Enumerable.Range(0, 50).Select(i => i + name)],
            Names = [.. Enumerable.Repeat(name, 50)],
            Counterparts = [.. Enumerable.Repeat(name, 50)],
            Ring = name,
            Reasons = [.. Enumerable.Range(1, 23).Select(i => Reason($"D{i:00}", name, name, 4.8, name) with { Threshold = name, ThresholdOrigin = name })],
            ReasonCount = 40,
            PointsByGroup = [.. new[] { "where", "credentials", "when", "who", "lifecycle", "watchlist" }.Select(group => new GroupDocument(group, 4.8, 99.9))],
            Suppressed = [.. Enumerable.Repeat(new AlertSuppression(name, "D04", name, name, Noon), 20)],
            SuppressedCount = 400,
            Missing = [.. Enumerable.Repeat(name, 8)],
            Declared = new DeclaredDocument(name, name, 0, 0, name, true, name, name, name, name),
            Vendors = [.. Enumerable.Repeat(name, 50)],
            Teams = [.. Enumerable.Repeat(name, 50)],
            Artefacts = [.. Enumerable.Repeat(new RingArtefactDocument("device", name, [name]), 50)],
            BenignExplanations = [name, name],
            Cause = name,
            Prior = new PriorDocument(0.02, name),
        };
    }

    public static ResultDocument Document(AlertDocument alert, long version = 1) => new("alert:" + alert.Id, version, AlertJson.ToBytes(alert));

    private static AlertReason Reason(string rule, string name, string group, double points, string summary) => new()
    {
        Finding = "f-" + rule,
        Rule = rule,
        Name = name,
        Group = group,
        Points = points,
        Strength = 1,
        Weight = points,
        Summary = summary,
        Time = Noon - 3_600_000,
        LastTime = Noon - 60_000,
        Threshold = "at least 2 people",
        ThresholdOrigin = "default",
        Prevention = "a row in allow.csv",
        Attack = ["T1078.004"],
    };
}
