using System.Globalization;
using System.Text;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Runtime.Actors;

namespace Streams.Simulation.World;

/// <summary>
/// A small organisation drawn from a seed: a few weeks of some accounts that between them make every detection of the
/// account, artefact, ring and case stages do something, some of it every day and some of it once and never again: only
/// what is said once is missed for good when it is lost. Small, so that hundreds of seeds run in a minute.
/// </summary>
internal sealed class Town
{
    /// <summary>A name that nobody came in by is soon forgotten here, so that who shares a phone comes as somebody new.</summary>
    public static readonly AccountRetention Retention = new(AccountRetention.Default.Days, StrangerDays: 3);

    private const long HourMs = 3_600_000, DayMs = 24 * HourMs, MinuteMs = 60_000;
    private static readonly long Start = new DateTimeOffset(2025, 3, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly string[] Cities = ["US,,Denver,39.74,-104.99", "US,,Boston,42.36,-71.06", "DE,,Berlin,52.52,13.40", "CN,,Shenyang,41.80,123.43"];
    private readonly SeededRandom _random;
    private readonly List<OktaLine> _lines = [];
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    public Town(ulong seed, int days = 18)
    {
        _random = new SeededRandom(seed);
        Days = days;
        for (var i = 0; i < 3; i++) Ordinary($"p{i}@corp.example", i % 2, 10 + i);
        Farm();
        Shifts("night@corp.example", 40);
        Traveller("slip@corp.example", 41);
        SharedPhone();
        Anonymous("relay@corp.example", 60);
        Kiosks();
        Fast();
        Sleepless("fast@corp.example", 140);
        Lines = [.. _lines.OrderBy(l => l.Time).ThenBy(l => l.Id, StringComparer.Ordinal)];
    }

    public int Days { get; }

    /// <summary>In order of event time.</summary>
    public IReadOnlyList<OktaLine> Lines { get; }

    /// <summary>Versions differ in where networks are, which only ingest looks up, and every event's evidence shows it.</summary>
    public static Tables Tables(int version = 0)
    {
        var problems = new List<TableProblem>();
        var networks = new StringBuilder("network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n");
        for (var city = 0; city < Cities.Length; city++)
        {
            // The second says that what the others take for Shenyang is Berlin.
            var place = Cities[version == 1 && city == 3 ? 2 : city].Replace(".", $".{version}", StringComparison.Ordinal);
            networks.Append(CultureInfo.InvariantCulture, $"198.18.{city}.0/24,line{city},{place},10,6450{city},,fixed,false\n");
        }

        networks.Append("198.18.9.0/24,relay,US,,Denver,39.74,-104.99,10,64999,Astrill VPN,anonymiser,false\n");
        var directory = new StringBuilder("account,names,person_id,kind,remote,country,time_zone,latitude,longitude,household,vendor,team,hired,exits,on_leave,travel,on_call\n");
        for (var i = 0; i < 4; i++)
            directory.Append(CultureInfo.InvariantCulture, $"p{i}@corp.example,,,employee,true,US,America/Denver,39.74,-104.99,,,,,,,,\n");
        for (var i = 0; i < 3; i++)
            directory.Append(CultureInfo.InvariantCulture, $"farm{i}@corp.example,,,contractor,true,US,America/New_York,{25 + i * 6}.0,-80.0,,vendor{i % 2},,,,,,\n");
        directory.Append("slip@corp.example,,,contractor,true,US,America/Denver,39.74,-104.99,,,,,,,,\n");
        var tables = new Tables
        {
            Networks = NetworkTable.Parse("networks.csv", Encoding.UTF8.GetBytes(networks.ToString()), problems),
            Directory = DirectoryTable.Parse("directory.csv", Encoding.UTF8.GetBytes(directory.ToString()), problems),
        };
        problems.ShouldBeEmpty();
        return tables;
    }

    private void Ordinary(string account, int city, int host)
    {
        for (var day = 0; day < Days; day++)
        {
            if (_random.Next(7) < 2) continue;
            for (var hour = 14; hour < 22; hour += 5) Login(account, day, hour, city, host, $"dev-{account}", null);
        }
    }

    /// <summary>Three accounts on one line, each with its own device, none at home.</summary>
    private void Farm()
    {
        for (var i = 0; i < 3; i++)
            for (var day = 0; day < Days; day++)
                if (_random.Next(5) > 0)
                    for (var hour = 13; hour < 20; hour += 4) Login($"farm{i}@corp.example", day, hour, 1, 77, $"dev-farm{i}", null);
    }

    /// <summary>Two or three people behind one account: the clock never stops.</summary>
    private void Shifts(string account, int host)
    {
        for (var day = 0; day < Days; day++)
            for (var hour = 0; hour < 24; hour += 3) Login(account, day, hour, 2, host, $"dev-{account}", null);
    }

    /// <summary>At home, and now and then on the other side of the world within the hour.</summary>
    private void Traveller(string account, int host)
    {
        for (var day = 0; day < Days; day++)
        {
            Login(account, day, 15, 0, host, $"dev-{account}", null);
            if (_random.Next(3) == 0)
            {
                Login(account, day, 16, 3, host, _random.Next(2) == 0 ? $"dev-{account}" : "dev-other", null);
                Login(account, day, 17, 0, host, $"dev-{account}", null);
            }
        }
    }

    private void SharedPhone()
    {
        for (var i = 0; i < 2; i++)
            for (var day = i; day < Days; day += 3)
            {
                Login($"phone{i}@corp.example", day, 15, i, 50 + i, $"dev-phone{i}", null);
                Add(Start + day * DayMs + 15 * HourMs + 2 * MinuteMs, $"phone{i}@corp.example", "user.authentication.auth_via_mfa", i, 50 + i, $"dev-phone{i}", "+1 555 0100 9");
            }
    }

    private void Anonymous(string account, int host)
    {
        for (var day = 0; day < Days; day++)
            for (var hour = 13; hour < 19; hour += 2) Login(account, day, hour, day % 2 == 0 ? 9 : 0, host, $"dev-{account}", null);
    }

    /// <summary>
    /// A phone that two visitors share on one day, and nobody ever again: who was told of it must keep it. Each tried in
    /// vain long before.
    /// </summary>
    private void Kiosks()
    {
        for (var day = 1; day < Days; day += 3)
            for (var i = 0; i < 2; i++)
            {
                var visitor = day + i;
                if (day > 5) Add(Start + (day - 5) * DayMs + visitor * HourMs, $"v{visitor}@corp.example", "user.session.start", 0, 90, null, null, failed: true);
                var time = Start + day * DayMs + (9 + 3 * i) * HourMs + _random.Next(2 * 3600) * 1000L;
                Add(time, $"v{visitor}@corp.example", "user.authentication.auth_via_mfa", visitor % 2, 90 + visitor,
                    $"dev-v{visitor}", $"+1 555 0200 {day:d2}");
            }
    }

    /// <summary>
    /// A country sleeps hours less than a fortnight before: that somebody does not sleep says nothing on that night.
    /// </summary>
    private void Fast()
    {
        for (var i = 0; i < 22; i++)
        {
            var account = $"n{i}@corp.example";
            foreach (var (day, hour) in new[] { (0, 8), (0, 16), (14, 3), (14, 15) })
                Login(account, day, hour, 2, 110 + i, $"dev-{account}", null);
        }
    }

    private void Sleepless(string account, int host)
    {
        for (var day = 13; day < 15; day++)
            for (var hour = 0; hour < 24; hour += 3) Login(account, day, hour, 2, host, $"dev-{account}", null);
    }

    private void Login(string account, int day, int hour, int city, int host, string device, string? phone) =>
        Add(Start + day * DayMs + hour * HourMs + _random.Next(50 * 60) * 1000L, account, "user.session.start", city, host, device, phone);

    private void Add(long time, string account, string type, int city, int host, string? device, string? phone, bool failed = false) =>
        _lines.Add(new OktaLine(time, account, type, $"198.18.{city}.{host}", device, phone, $"s-{account}-{time / DayMs}")
        {
            Id = $"e-{_lines.Count:d6}",
            Failed = failed,
            // The first time by a name that nobody uses again.
            Called = _called.Add(account) ? account.Split('@')[0] : null,
        });
}
