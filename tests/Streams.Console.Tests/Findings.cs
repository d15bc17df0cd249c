using Streams.Core.Scoring;

namespace Streams.Console.Tests;

internal static class Findings
{
    private static readonly Dictionary<string, (string Threshold, string Prevention, string[] Attack)> Catalogue = new()
    {
        ["D01"] =
            ("distance ≥ 500 km and speed ≥ 900 km/h, after both radii",
            "A row in travel or allow for the second place, or the exit in networks.csv.", ["T1078.004", "T1133"]),
        ["D03"] =
            ("2 distinct days in 14 outside declared countries and travel",
            "Approved travel to CN for these days in directory.csv.", ["T1078"]),
        ["D07"] =
            ("2 distinct accounts in 90 days", "One person_id for both accounts, or an allow row for the phone.",
            ["T1556.006", "T1098.005"]),
        ["D08"] =
            ("3 sticky accounts on one line",
            "A household in directory.csv, or the line's class corporate in networks.csv.", ["T1133", "T1656"]),
        ["D11"] =
            ("quiet arc < 5 h over 14 days, n ≥ 20 slots",
            "An on-call rota in directory.csv, or agent marks on the commits.", ["T1078"]),
        ["D13"] = ("z ≤ −3 against random groups", "", ["T1199"]),
        ["D22"] = ("token similarity ≥ 0.92", "", ["T1585"]),
    };

    public static FindingDocument Make(
        string rule, string name, string group, long time, double weight, double strength, double points,
            string summary,
        Dictionary<string, object?> facts, IReadOnlyList<EvidenceDocument> evidence, params string[] counterparts)
    {
        var (threshold, prevention, attack) = Catalogue[rule];
        return new FindingDocument
        {
            Id = $"f-{(ulong)time * 31 + (ulong)rule[2] + (ulong)summary.Length:x16}",
            Rule = rule,
            Name = name,
            Group = group,
            Time = time,
            LastTime = evidence.Count > 2 ? evidence.Max(e => e.Time) : time,
            Count = evidence.Count > 2
                ? evidence.Count / 2 : 1,
            Strength = strength,
            Weight = weight,
            Points = points,
            Summary = summary,
            Facts = facts,
            Counterparts = counterparts,
            Attack = attack,
            Threshold = threshold,
            ThresholdOrigin = "default",
            Prevention = prevention,
            Evidence = evidence,
        };
    }

    public static EvidenceDocument Sso(long time, string ip, string? country, double? lat, double? lon, long record,
        string network = "fixed") =>
        new(time, "sso", "okta", "okta.ndjson", record, $"5d1f-{record:x6}-8842", ip, country, "sso.login", network,
            lat, lon);

    public static EvidenceDocument Vpn(long time, string ip, string? country, double? lat, double? lon, long record,
        string network = "fixed") =>
        new(time, "vpn", "globalprotect", "vpn/globalprotect-2026-03.csv.gz", record, $"gp-{record}", ip, country,
            "vpn.start", network, lat, lon);

    public static EvidenceDocument Push(long time, long record) =>
        new(time, "code", "github", "github-audit.ndjson", record, $"gh{record:x8}", null, null, "code.push",
            "unknown", null, null);
}
