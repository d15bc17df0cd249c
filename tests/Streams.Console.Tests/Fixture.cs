using Streams.Core.Scoring;

namespace Streams.Console.Tests;

/// <summary>
/// An invented company with everything that a report must draw: two places an hour apart, a ring over two vendors,
/// nights without sleep,
/// an allowed office, a name for review, an account that nobody declared, and names written by somebody who knows HTML.
/// </summary>
internal static class Fixture
{
    public const string HostileScript = "<script>alert(1)</script>";
    public const string HostileImage = "\"><img src=x onerror=alert(2)>";
    public const string HostileLink = "javascript:alert(3)";
    public const string HostileBidi = "ceo\u202Egpj.exe";
    public const string HostileControl = "\u001B[31mred\u0007\u0000";

    public static readonly long Start = At(2026, 3, 2, 0, 0);

    public static long At(int year, int month, int day, int hour, int minute) =>
        new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static HuntDocument Hunt() => new()
    {
        Inputs =
        [
            new("okta.ndjson", "okta", 48_210, 47_902, 251, 57, 0),
            new("vpn/globalprotect-2026-03.csv.gz", "globalprotect", 120_441, 118_300, 2_100, 0, 41),
            new("github-audit.ndjson", "github", 9_310, 9_308, 0, 2, 0),
            new($"drop/{HostileScript}.log", null, 12, 0, 0, 0, 12),
        ],
        Totals = new(177_973, 175_510, 2_351, 59, 53, Start, At(2026, 3, 29, 22, 41)),
        Accounts =
        [
            .. new[] { Accounts.Traveller(), Accounts.Allowed(), Accounts.Hostile(), Accounts.ReviewOnly(),
                Accounts.Undeclared() }
                .Concat(Accounts.RingMembers()).Select(Accounts.Scored).OrderByDescending(a => a.Priority)
                    .ThenBy(a => a.Account, StringComparer.Ordinal),
        ],
        Rings = [Ring()],
        Notes =
        [
            "No watchlist was given: D22 could not match anything.",
            "No mmdb of type Connection-Type: whether a line is mobile is known only where networks.csv says so, and "
                + "D01 keeps the larger radius.",
            "vpn/globalprotect-2026-03.csv.gz has times without a zone: UTC was assumed.",
        ],
    };

    /// <summary>A hunt over a large company: <paramref name="count"/> accounts of the fixture's kinds under other
    /// names.</summary>
    public static HuntDocument Large(int count)
    {
        AccountDocument[] kinds = [.. Hunt().Accounts.Where(account => account.Account[0] != '<')];
        var accounts = Enumerable.Range(0, count)
            .Select(i => kinds[i % kinds.Length] with { Account = $"user{i:0000}@corp.example" });
        return Hunt() with { Accounts = [.. accounts] };
    }

    public static RingDocument Ring() => new()
    {
        Id = "r-5b1c",
        Score = 96.4,
        Level = "critical",
        PeakScore = 97.0,
        PeakLevel = "critical",
        PeakTime = At(2026, 3, 27, 2, 0),
        PageTime = At(2026, 3, 12, 4, 30),
        TicketTime = At(2026, 3, 9, 9, 12),
        FirstSeen = Start,
        LastSeen = At(2026, 3, 29, 20, 0),
        Accounts = [.. Accounts.RingNames],
        Artefacts =
        [
            new("mfa_device", "push:ab91-77e0-pixel",
                [Accounts.RingNames[0], Accounts.RingNames[1], Accounts.RingNames[3]]),
            new("device", "SN-7F3K29", [Accounts.RingNames[1], Accounts.RingNames[2]]),
            new("ip", "203.0.113.77", [.. Accounts.RingNames]),
            new("key", "SHA256:" + HostileImage, [Accounts.RingNames[3], Accounts.RingNames[4]]),
        ],
        Points = new Dictionary<string,
            double>
        { ["members"] = 1.98, ["homes"] = 3.5, ["vendors"] = 1.0, ["artefact"] = 4.5, ["own"] = 0.4 },
        Reasons = ["Five accounts of two vendors approve with one phone or sit on one line.",
            "Three members were never seen at their declared homes, which lie 800 to 2,900 km from the place."],
        Findings =
        [
            Findings.Make("D13", "ring-round-the-clock", "when", At(2026, 3, 26, 0, 0), 2.0, 1.0, 1.9,
                "The five members together leave a quiet arc of 2 h where random teams leave 6 h or more (z −3.8).",
                new() { ["quiet_arc_hours"] = 2.0, ["z"] = -3.8 }, []),
        ],
    };
}
