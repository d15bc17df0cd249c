using System.Diagnostics;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Tests.Enrichment;

public sealed class TableTests
{
    private const string Networks = "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n";
    private const string Directory = "account,names,person_id,kind,remote,country,time_zone,latitude,longitude,household,vendor,team,"
        + "hired,exits,on_leave,travel,on_call\n";

    [Fact]
    public void A_problem_says_file_line_column_found_and_expected_in_one_sentence()
    {
        var problem = Problems(NetworkTable.Parse, "networks.csv", Networks + "203.0.113.0/24,Lab,US,,,100,5,,,,,\n").ShouldHaveSingleItem();
        problem.ShouldBe("networks.csv:2:25: found latitude = '100', expected a number from -90 to 90.");
    }

    [Theory]
    [InlineData("203.0.113.9/24,,,,,,,,,,,", "no host bits: 203.0.113.0/24")]
    [InlineData("2001:db8::1/64,,,,,,,,,,,", "no host bits: 2001:db8::/64")]
    [InlineData("203.0.113.0/33,,,,,,,,,,,", "a prefix length from 0 to 32")]
    [InlineData("office,,,,,,,,,,,", "a network such as")]
    [InlineData(",,,,,,,,,,,", "a network such as")]
    [InlineData("203.0.113.0/24,,UK,,,,,,,,,", "a two-letter country")]
    [InlineData("203.0.113.0/24,,,,,10,,,,,,", "latitude and longitude, or neither")]
    [InlineData("203.0.113.0/24,,,,,,,,,,vpn,", "fixed, mobile, hosting")]
    [InlineData("203.0.113.0/24,,,,,,,-5,,,,", "a number from 0")]
    [InlineData("203.0.113.0/24,,,,,,,,ASX,,,", "an AS number")]
    [InlineData("203.0.113.0/24,,,,,,,,,,,yes", "true or false")]
    [InlineData("203.0.113.0/24,,,", "12, as in the header")]
    [InlineData("203.0.113.0/24,\"a,,,,,,,,,,", "a closing quotation mark")]
    [InlineData("203.0.113.0/24,\"a\"b,,,,,,,,,,", "a comma or the end of the line")]
    [InlineData("203.0.113.0/24,,,,,,,,,,,\n203.0.113.0/24,,,,,,,,,,,", "each network once")]
    public void Rejects_a_network_that_cannot_be_used(string row, string expected) =>
        Problems(NetworkTable.Parse, "networks.csv", Networks + row + "\n").ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("ana,,,boss,,,,,,,,,,,,,", "employee, contractor, service or shared")]
    [InlineData("ana,,,,,,Mars/Olympus,,,,,,,,,,", "an IANA time zone")]
    [InlineData("ana,,,,,,../../etc/passwd,,,,,,,,,,", "an IANA time zone")]
    [InlineData("ana,,,,,XX,,,,,,,,,,,", "a two-letter country")]
    [InlineData("ana,,,,,,,,,,,,2026-02-30,,,,", "a date such as")]
    [InlineData("ana,,,,,,,,,,,,2026-05-01,2026-04-01,,,", "not before hired")]
    [InlineData("ana,,,,,,,,,,,,,,2026-05-01,,", "from/to")]
    [InlineData("ana,,,,,,,,,,,,,,2026-05-02/2026-05-01,,", "from/to")]
    [InlineData("ana,,,,,,,,,,,,,,,UK:2026-05-01/2026-05-02,", "US:from/to")]
    [InlineData("ana,,,,,,,,,,,,,,,US,", "US:from/to")]
    [InlineData(",x,,,,,,,,,,,,,,,", "the account's name")]
    [InlineData("ana,,,,,,,,,,,,,,,,\nANA,,,,,,,,,,,,,,,,", "each account once")]
    [InlineData("ana,ana-s,,,,,,,,,,,,,,,\nben,ANA-S,,,,,,,,,,,,,,,", "a name of one account only")]
    [InlineData("ana,,,,,,,,,,,,,,,,\nben,ana,,,,,,,,,,,,,,,", "a name of one account only")]
    public void Rejects_a_directory_row_that_cannot_be_used(string row, string expected) =>
        Problems(DirectoryTable.Parse, "directory.csv", Directory + row + "\n").ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("D07,,device,x,,me,2027-01-01", "a reason")]
    [InlineData("D07,,device,x,why,,2027-01-01", "who decided it")]
    [InlineData("D07,,device,x,why,me,", "a date or time")]
    [InlineData("D07,,device,x,why,me,someday", "a date or time")]
    [InlineData("vpn,,device,x,why,me,2027-01-01", "a rule's id")]
    [InlineData("D07,,laptop,x,why,me,2027-01-01", "ip, cidr, device")]
    [InlineData("D07,,cidr,203.0.113.1/24,why,me,2027-01-01", "no host bits")]
    public void Rejects_an_allow_row_that_cannot_be_used(string row, string expected) => Problems(
        AllowTable.Parse, "allow.csv", "rule,account,artefact_type,artefact,reason,owner,until\n" + row + "\n").ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("phone,1,s,r,2026-01-01", "email, domain")]
    [InlineData("ip,1.2.3,s,r,2026-01-01", "an address")]
    [InlineData("cidr,203.0.113.1/24,s,r,2026-01-01", "no host bits")]
    [InlineData("name,--,s,r,2026-01-01", "a name with")]
    [InlineData("email,x,s,r,", "an email address")]
    [InlineData("wallet,,s,r,", "the listed value")]
    [InlineData("key,abc,s,r,July", "a date such as")]
    public void Rejects_a_watchlist_row_that_cannot_be_used(string row, string expected) =>
        Problems(Watchlist.Parse, "watchlist.csv", "type,value,source,reason,listed\n" + row + "\n").ShouldHaveSingleItem().ShouldContain(expected);

    [Fact]
    public void All_problems_are_collected_at_once()
    {
        var problems = Problems(NetworkTable.Parse, "networks.csv",
            "network,naame,country,latitude,longitude\n203.0.113.0/24,,UK,100,200\n# a comment\n\n10.0.0.1/8,,,,\n");
        problems.Count.ShouldBe(5);
        problems[0].ShouldContain("unknown column 'naame'");
        problems[^1].ShouldStartWith("networks.csv:5:1:");
        Problems(NetworkTable.Parse, "n.csv", "").ShouldHaveSingleItem().ShouldContain("an empty file");
        Problems(NetworkTable.Parse, "n.csv", "name,country\n").ShouldHaveSingleItem().ShouldContain("no column network");
    }

    [Fact]
    public void Csv_is_read_as_RFC_4180_says()
    {
        var table = NetworkTable.Parse("n.csv", Encoding.UTF8.GetBytes(
            "\uFEFF# networks\r\nnetwork,name,city\r\n203.0.113.0/25, \"Lab, \"\"old\"\"\nwing\" ,Zürich\r\n\r\n203.0.113.128/25,B,"), []);
        table.Rows.Count.ShouldBe(2);
        table.Rows[0].Name.ShouldBe("Lab, \"old\"\nwing");
        table.Rows[0].City.ShouldBe("Zürich");
        table.Rows[1].City.ShouldBeNull();
    }

    [Fact]
    public void The_longest_prefix_wins_in_any_nesting()
    {
        var random = new Random(7);
        var networks = new HashSet<string>();
        for (var n = 0; n < 1000; n++)
        {
            var length = random.Next(0, 33);
            var mask = length == 0 ? 0u : uint.MaxValue << (32 - length);
            var address = ((uint)random.Next(4) << 30 | (uint)random.Next(16)) & mask;
            networks.Add($"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}/{length}");
            networks.Add(length % 2 == 0 ? "2001:db8::/" + (32 + length) : "::/" + (128 - length * 4));
        }

        var table = EnricherTests.Networks(string.Join("", networks.Select(network => network + ",,,,,,,,,,,\n")));
        for (var i = 0; i < 5000; i++)
        {
            var ip = i % 4 == 0 ? new IpAddress((0x2001_0DB8UL << 32) >> random.Next(40), (ulong)random.Next(64))
                : IpAddress.FromV4((uint)random.Next(4) << 30 | (uint)random.Next(64));
            var expected = table.Rows.Where(row => row.Network.Contains(ip)).MaxBy(row => row.Network.Length);
            table.Find(ip).ShouldBe(expected, ip.ToString());
        }
    }

    [Fact]
    public void A_directory_row_keeps_everything_that_it_declares()
    {
        var table = DirectoryTable.Parse("directory.csv", Encoding.UTF8.GetBytes(Directory
            + "Ana@Corp.example,CORP\\ana; github:ana-s,p1,contractor,true,US,America/Denver,39.7,-105,h1,Acme,pay,2024-03-01,2026-12-31,"
            + "2026-07-06/2026-07-17,us-co:2026-05-01/2026-05-14;Lab: A:2026-01-01T08:00:00Z/2026-01-02,2026-08-03T18:00+02:00/2026-08-04\n"
            + "ana-admin,,p1,,,,,,,,,,,,,,\n"), []);
        var row = table.FindName("ANA@corp.EXAMPLE").ShouldNotBeNull();
        (row.Kind, row.Remote, row.Country.ToString(), row.Zone!.Id).ShouldBe((AccountKind.Contractor, true, "US", "America/Denver"));
        (row.Hired, row.Exits, row.Household, row.Vendor, row.Team).ShouldBe((new DateOnly(2024, 3, 1), new DateOnly(2026, 12, 31), "h1", "Acme", "pay"));
        table.FindName("corp\\ANA").ShouldBe(row);
        table.FindName("github:Ana-S").ShouldBe(row);
        table.FindName("ana-s").ShouldBeNull();
        table.Find(row.Key).ShouldBe(row);

        // Both ends included: the last millisecond of a day that is named as an end.
        row.OnLeave[0].Holds(Ms("2026-07-17T23:59:59.999Z")).ShouldBeTrue();
        row.OnLeave[0].Holds(Ms("2026-07-18T00:00:00Z")).ShouldBeFalse();
        row.OnLeave[0].Holds(Ms("2026-07-06T00:00:00Z")).ShouldBeTrue();
        (row.Travel[0].Country.ToString(), row.Travel[0].Region, row.Travel[0].Network).ShouldBe(("US", "US-CO", null));
        (row.Travel[1].Network, row.Travel[1].When.From).ShouldBe(("Lab: A", Ms("2026-01-01T08:00:00Z")));
        row.OnCall[0].From.ShouldBe(Ms("2026-08-03T16:00:00Z"));

        var admin = table.FindName("ana-admin").ShouldNotBeNull();
        table.PersonOf(admin.Key).ShouldBe(table.PersonOf(row.Key));
        admin.Key.ShouldNotBe(row.Key);
    }

    [Fact]
    public void A_large_directory_loads_fast()
    {
        var csv = new StringBuilder(Directory);
        for (var i = 0; i < 100_000; i++)
        {
            csv.Append(i).Append("@corp.example,CORP\\u").Append(i).Append(";github:u").Append(i).Append(",p").Append(i)
                .Append(",employee,true,US,America/Denver,39.7,-105,h,Acme,pay,2024-03-01,,2026-07-06/2026-07-17,ES:2026-05-01/2026-05-14,\n");
        }

        var bytes = Encoding.UTF8.GetBytes(csv.ToString());
        var clock = Stopwatch.StartNew();
        DirectoryTable.Parse("directory.csv", bytes, []).Rows.Count.ShouldBe(100_000);
        Console.WriteLine($"100,000 directory rows: {clock.ElapsedMilliseconds} ms");
        // A bound that a quadratic reader misses and a busy machine with a debug build does not.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Random_bytes_are_problems_and_never_an_exception()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var good = Encoding.UTF8.GetBytes(Directory + "ana,a;b,p,employee,true,US,UTC,1,2,h,v,t,2026-01-01,,2026-01-01/2026-01-02,US:2026-01-01/2026-01-02,\n\"q\"\"\",,,,,,,,,,,,,,,,\n");
            for (var i = random.Next(1, 20); i > 0; i--) good[random.Next(good.Length)] = (byte)random.Next(256);
            DirectoryTable.Parse("d", good, []);
            NetworkTable.Parse("n", good, []);
            Watchlist.Parse("w", good, []);
            AllowTable.Parse("a", good, []);
        }
    }

    [Fact]
    public void Tables_that_ship_with_the_program_have_no_problems()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Streams.sln"))) folder = folder.Parent;
        byte[] Config(string name) => File.ReadAllBytes(Path.Combine(folder!.FullName, "config", name));
        var problems = new List<TableProblem>();
        NetworkTable.Parse("networks.csv", Config("networks.csv"), problems);
        AllowTable.Parse("allow.csv", Config("allow.csv"), problems);
        DirectoryTable.Parse("directory.example.csv", Config("directory.example.csv"), problems).Rows.Count.ShouldBe(5);
        var watchlist = Watchlist.Parse("watchlist.csv", Config("watchlist.csv"), problems);
        problems.ShouldBeEmpty();
        watchlist.FindName("KIM, Se-Un"u8).Entry!.Value.ShouldBe("Kim Se Un");
    }

    internal static long Ms(string time) =>
        DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private delegate T Parser<out T>(string name, ReadOnlySpan<byte> csv, ICollection<TableProblem> problems);

    private static List<string> Problems<T>(Parser<T> parse, string name, string csv)
    {
        var problems = new List<TableProblem>();
        parse(name, Encoding.UTF8.GetBytes(csv), problems);
        return [.. problems.Select(problem => problem.ToString())];
    }
}
