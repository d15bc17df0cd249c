using Streams.Core.Scoring;

namespace Streams.Console.Tests;

internal static class Accounts
{
    public static readonly IReadOnlyList<string> RingNames =
        ["m.holt@vendor-a.example", "dana.reyes@vendor-a.example", "k.osei@vendor-a.example",
            "t.lindqvist@vendor-b.example", "p.marsh@vendor-b.example"];

    private static readonly string[] Benign =
    [
        "Two people of one household, or a shared office that nobody declared: ask the vendor for the address of each "
            + "laptop.",
        "A privacy VPN on the phone that approves: compare the phone's own network at the time.",
    ];

    private static readonly string[] Runbook =
    [
        "Do not warn the subject. Preserve the device and the logs of the last 90 days.",
        "Involve HR and legal before any contact.",
        "Check by an unannounced video call with the device's camera, at a time within the declared working hours.",
    ];

    public static AccountDocument Traveller()
    {
        var t = Fixture.At(2026, 3, 24, 13, 5);
        return Base("ana.kovac@corp.example", 97.2, "critical") with
        {
            Names = ["ana.kovac@corp.example", "CORP\\ana", "github:ana-k", "ana-s"],
            Events = 812,
            Sources = ["code", "sso", "vpn"],
            PageTime = t + 600_000,
            TicketTime = t - 86_400_000,
            PeakScore = 98.1,
            PeakTime = t + 600_000,
            OwnScore = 95.9,
            ScoreWithoutTopReason = 61.0,
            Prior = new(0.02, "remote contractor"),
            Declared = Home("US", "America/New_York", 40.71, -74.0, "contractor"),
            PointsByGroup = [new("where", 4.8, 5.62), new("when", 2.94, 2.94), new("who", 0, 0)],
            NearestHomeKm = 12.4,
            NeverAtHome = false,
            Missing = ["No RTT in any VPN log: D05 could not look.",
                "No MFA address: the approving phone's place is unknown."],
            Presence = Nights(t, 20, 3),
            Findings =
            [
                Findings.Make("D01", "impossible-travel", "where", t, 3.0, 1.0, 2.87,
                    "Seen in New York (US) and 1 h 40 min later 11,000 km away in Shenyang (CN): at least 6,540 km/h, "
                        + "both on fixed lines.",
                    new() { ["distance_km_min"] = 10900.0, ["hours"] = 1.667, ["speed_kmh_min"] = 6540.0,
                        ["from"] = "New York, US", ["to"] = "Shenyang, CN" },
                    [Findings.Sso(t, "198.51.100.24", "US", 40.73, -73.99, 31_771),
                        Findings.Vpn(t + 6_000_000, "203.0.113.9", "CN", 41.8, 123.43, 88_120)]),
                Findings.Make("D03", "undeclared-country", "where", t + 6_000_000, 2.0, 1.0, 1.95,
                    "Worked from CN on 2 days in 14; declared is US and no travel is approved.",
                        new() { ["days"] = 2, ["country"] = "CN" },
                    [Findings.Vpn(t + 6_000_000, "203.0.113.9", "CN", 41.8, 123.43, 88_120),
                        Findings.Sso(t + 90_000_000, "203.0.113.9", "CN", 41.8, 123.43, 33_002)]),
                Findings.Make("D11", "no-sleep-gap", "when", t - 4 * 86_400_000L, 4.1, 1.0, 2.94,
                    "Over 14 days the longest quiet part of the day is 3.5 h: 96 active half hours on 13 days.",
                    new() { ["quiet_arc_hours"] = 3.5, ["slots"] = 96, ["days"] = 13 },
                    [.. Enumerable.Range(0, 12)
                        .Select(i => Findings.Push(t - (18 - i) * 83_000_000L, 4_100 + 13 * i))]),
            ],
        };
    }

    public static IEnumerable<AccountDocument> RingMembers()
    {
        (string Country, double Lat, double Lon, string Zone)[] homes =
            [("US", 33.45, -112.07, "America/Phoenix"), ("US", 47.61, -122.33, "America/Los_Angeles"),
                ("US", 29.76, -95.37, "America/Chicago"),
             ("SE", 59.33, 18.06, "Europe/Stockholm"), ("US", 39.10, -94.58, "America/Chicago")];
        for (var i = 0; i < RingNames.Count; i++)
        {
            var t = Fixture.At(2026, 3, 9 + i, 9, 12);
            var home = homes[i];
            var score = 88.4 - 14.3 * i;
            yield return Base(RingNames[i], score, score >= 70 ? "high" : score >= 40 ? "medium" : "low") with
            {
                Ring = "r-5b1c",
                PageTime = Fixture.At(2026, 3, 12, 4, 30),
                TicketTime = t,
                Priority = 97.0,
                InheritedFromRing = 1.0,
                OwnScore = score - 8,
                ScoreWithoutTopReason = score / 2,
                NeverAtHome = i < 3,
                NearestHomeKm = i < 3
                    ? 1_890 - 300 * i : 4,
                Declared =
                    Home(home.Country, home.Zone, home.Lat, home.Lon, "contractor") with
                    {
                        Vendor = i < 3 ? "Vendor A"
                    : "Vendor B"
                    },
                PointsByGroup = [new("credentials", 4.8 - 0.7 * i, i == 0 ? 5.6 : 4.8 - 0.7 * i)],
                Presence = Nights(t, 12, i),
                Findings =
                [
                    Findings.Make("D07", "shared-device", "credentials", t, 3.0, 1.0, 2.9 - 0.3 * i,
                        $"One authenticator (push:ab91-77e0-pixel) approved for 3 accounts in 9 days.",
                            new() { ["accounts"] = 3, ["days"] = 9 },
                        [Findings.Sso(t, "203.0.113.77", "US", 36.17, -115.14, 12_000 + i),
                            Findings.Sso(t + 7_200_000, "203.0.113.77", "US", 36.17, -115.14, 12_040 + i)],
                        [.. RingNames.Where((_, j) => j != i && j is 0 or 1 or 3)]),
                    Findings.Make("D08", "laptop-farm", "credentials", t + 86_400_000, 3.0, 1.0, 2.7 - 0.3 * i,
                        "Five accounts work mostly from one residential line (203.0.113.77), each on a laptop of its "
                            + "own.",
                        new() { ["accounts"] = 5, ["days"] = 19, ["share"] = 0.86 },
                        [Findings.Vpn(t + 86_400_000, "203.0.113.77", "US", 36.17, -115.14, 70_100 + i)],
                            [.. RingNames.Where((_, j) => j != i)]),
                ],
            };
        }
    }

    public static AccountDocument Allowed()
    {
        var t = Fixture.At(2026, 3, 18, 8, 0);
        return Base("lee.tanaka@corp.example", 4.9, "none") with
        {
            Declared = Home("JP", "Asia/Tokyo", 35.68, 139.69, "employee") with { Remote = false },
            NeverAtHome = false,
            NearestHomeKm = 3,
            Presence = Nights(t, 10, 0),
            Findings =
            [
                Findings.Make("D01", "impossible-travel", "where", t, 1.5, 1.0, 0,
                    "Seen in Tokyo (JP) and 40 min later 8,270 km away in San Francisco (US).",
                    new() { ["distance_km_min"] = 8100.0, ["speed_kmh_min"] = 12150.0 },
                    [Findings.Sso(t, "192.0.2.10", "JP", 35.68, 139.69, 900),
                        Findings.Sso(t + 2_400_000, "192.0.2.200", "US", 37.77, -122.42, 902)])
                    with { Suppressed =
                        new("Cloud desktop in us-west, ticket SEC-1180", "secops@corp.example",
                        Fixture.At(2026, 12, 31, 0, 0)) },
            ],
        };
    }

    public static AccountDocument Hostile()
    {
        var t = Fixture.At(2026, 3, 20, 17, 0);
        return Base(Fixture.HostileScript, 29.4, "low") with
        {
            Names = [Fixture.HostileImage, Fixture.HostileLink, Fixture.HostileBidi, Fixture.HostileControl],
            Sources = ["sso"],
            Declared =
                Home("US", "Not/A_Zone", 91, 500, Fixture.HostileImage) with
                {
                    Vendor = Fixture.HostileScript,
                    Team = Fixture.HostileBidi
                },
            Missing = [$"No row for {Fixture.HostileScript} in networks.csv."],
            Presence = Nights(t, 5, 1),
            Findings =
            [
                Findings.Make("D07", Fixture.HostileImage, "credentials", t, 0.7, 1.0, 0.68,
                    $"Device {Fixture.HostileImage} is shared with {Fixture.HostileBidi}.",
                    new() { [Fixture.HostileScript] = Fixture.HostileImage, ["note"] = Fixture.HostileControl },
                    [new EvidenceDocument(t, Fixture.HostileScript, "okta", $"/logs/{Fixture.HostileImage}", 3,
                        Fixture.HostileBidi, "' onmouseover='x", "<b", "sso.login", "fixed", 48.2, 16.4)],
                    Fixture.HostileLink,
                        Fixture.HostileScript) with { Attack = ["T1078", Fixture.HostileLink, "T1078/../x"] },
            ],
        };
    }

    public static AccountDocument ReviewOnly()
    {
        var t = Fixture.At(2026, 3, 11, 10, 0);
        return Base("j.park@corp.example", 2.0, "none") with
        {
            Declared = Home("DE", "Europe/Berlin", 52.52, 13.4, "employee"),
            Findings =
            [
                Findings.Make("D22", "watchlist", "watchlist", t, 0, 1.0, 0,
                    "The display name resembles a listed name (similarity 0.94).",
                    new() { ["similarity"] = 0.94 }, [Findings.Sso(t, "192.0.2.55", "DE", 52.5, 13.4, 77)]),
            ],
        };
    }

    /// <summary>No directory row: no home, no zone, no vendor.</summary>
    public static AccountDocument Undeclared()
    {
        var t = Fixture.At(2026, 3, 25, 22, 0);
        return Base("github:octo-dev", 55.0, "medium") with
        {
            Declared = null,
            Sources = ["code"],
            Presence = Nights(t, 14, 4),
            Missing = ["No directory row: D03, D08's distances, D14 (a) and D15 could not look."],
            PointsByGroup = [new("when", 4.1, 4.1)],
            Findings =
            [
                Findings.Make("D11", "no-sleep-gap", "when", t, 4.1, 1.0, 4.1,
                    "Over 14 days the longest quiet part of the day is 4 h.",
                    new() { ["quiet_arc_hours"] = 4.0 },
                        [Findings.Push(t, 8_001), Findings.Push(t + 1_800_000, 8_009)]),
            ],
        };
    }

    private static AccountDocument Base(string account, double score, string level) => new()
    {
        Account = account,
        Names = [account],
        Score = score,
        Level = level,
        PeakScore = score,
        PeakLevel = level,
        PeakTime = Fixture.At(2026, 3, 26, 9, 0),
        Priority = score,
        OwnScore = score,
        ScoreWithoutTopReason = 2,
        Prior = new(0.02, "remote or unknown"),
        Events = 240,
        Sources = ["sso", "vpn"],
        FirstSeen = Fixture.Start,
        LastSeen = Fixture.At(2026, 3, 29, 20, 0),
        BenignExplanations = Benign,
        Runbook = Runbook,
    };

    /// <summary>The score that the document's own parts add up to (detections.md §5).</summary>
    private static double Add(AccountDocument account)
    {
        var p0 = account.Prior.Probability;
        var nats = Math.Log(p0 / (1 - p0)) + account.PointsByGroup.Sum(g => g.Capped) + account.InheritedFromRing;
        return 100 / (1 + Math.Exp(-nats));
    }

    public static AccountDocument Scored(AccountDocument account)
    {
        var score = Math.Round(Add(account), 1);
        var level = score switch { < 20 => "none", < 40 => "low", < 70 => "medium", < 90 => "high", _ => "critical" };
        return account with
        {
            Score = score,
            Level = level,
            PeakScore = Math.Min(99, score + 0.6),
            PeakLevel = level,
            Priority = Math.Max(account.Priority, score)
        };
    }

    private static DeclaredDocument Home(string country, string zone, double lat, double lon, string kind) =>
        new(country, zone, lat, lon, kind, true, null, "Platform", "2026-02-16", null);

    /// <summary>Two shifts with a short gap, a different one each seed.</summary>
    private static PresenceDay[] Nights(long end, int days, int seed)
    {
        var last = (int)(end / 86_400_000);
        return [.. Enumerable.Range(0, days).Select(i =>
        {
            ulong mask = 0;
            for (var slot = 0; slot < 48; slot++)
                if ((slot * 7 + i * 5 + seed * 11) % (slot is > 17 and < 25 ? 97 : 3) == 0) mask |= 1UL << slot;
            return new PresenceDay(last - days + i + 1, mask);
        })];
    }
}
