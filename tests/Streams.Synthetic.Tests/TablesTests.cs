using System.Globalization;
using System.Net;

namespace Streams.Synthetic.Tests;

public sealed class TablesTests
{
    private static MemoryOutput Output => Generated.Output;

    [Theory]
    [InlineData("networks.csv", "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress")]
    [InlineData("directory.csv", "account,names,person_id,kind,remote,country,time_zone,latitude,longitude,household,vendor,team,hired,exits,on_leave,travel,on_call")]
    [InlineData("watchlist.csv", "type,value,source,reason,listed")]
    [InlineData("allow.csv", "rule,account,artefact_type,artefact,reason,owner,until")]
    public void Has_exactly_the_columns_of_the_contract(string file, string header)
    {
        var lines = Output.Lines(file);
        lines[0].ShouldBe(header);
        var columns = header.Count(c => c == ',');
        // Nothing in the tables needs quotes, so commas count columns.
        foreach (var line in lines) line.Count(c => c == ',').ShouldBe(columns, line);
        lines.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Networks_are_valid_blocks_without_host_bits()
    {
        foreach (var line in Output.Lines("networks.csv").Skip(1)) IPNetwork.TryParse(line.Split(',')[0], out _).ShouldBeTrue(line);
    }

    [Fact]
    public void Time_zones_are_known_and_our_clock_changes_agree_with_them()
    {
        foreach (var zone in Geography.Cities.All.Select(city => city.Zone).Distinct())
        {
            var known = TimeZoneInfo.FindSystemTimeZoneById(zone.Iana);
            for (var time = new DateTimeOffset(2025, 1, 1, 0, 30, 0, TimeSpan.Zero); time.Year == 2025; time = time.AddHours(7))
                zone.OffsetAt(time.ToUnixTimeMilliseconds()).ShouldBe((int)known.GetUtcOffset(time).TotalMinutes, $"{zone.Iana} {time:O}");
        }
    }

    [Fact]
    public void Every_account_has_one_directory_row_and_no_name_belongs_to_two()
    {
        var rows = Output.Lines("directory.csv").Skip(1).Select(line => line.Split(',')).ToArray();
        rows.Select(row => row[0]).Distinct().Count().ShouldBe(Generated.Company.Accounts.Count);
        var names = rows.SelectMany(row => row[1].Split(';')).ToArray();
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(names.Length);
    }

    [Fact]
    public void Couples_share_a_household_and_an_admin_shares_a_person()
    {
        var rows = Output.Lines("directory.csv").Skip(1).Select(line => line.Split(',')).ToArray();
        rows.Where(row => row[9].Length > 0).GroupBy(row => row[9]).ShouldAllBe(home => home.Count() == 2);
        rows.Where(row => row[2].Length > 0).GroupBy(row => row[2]).ShouldAllBe(person => person.Count() == 2);
    }

    [Fact]
    public void Travel_stays_with_the_traveller()
    {
        foreach (var account in Generated.Company.Accounts)
        {
            foreach (var journey in account.Journeys)
            {
                var written = string.Create(CultureInfo.InvariantCulture, $"{journey.Written}:{journey.When.From:yyyy-MM-dd}/{journey.When.To:yyyy-MM-dd}");
                Output.Lines("directory.csv").Single(line => line.StartsWith(account.Email + ",", StringComparison.Ordinal)).ShouldContain(written);
            }
        }

        Generated.Company.Accounts.Count(account => account.Journeys.Count > 0).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void No_two_homes_share_a_line_unless_it_was_planted()
    {
        var shared = Generated.Company.Accounts.Where(account => account.IsPerson && account.Scheme is null)
            .GroupBy(account => account.Line).Where(group => group.Count() > 1).SelectMany(group => group);
        foreach (var account in shared) account.HardCases.ShouldContain(name => name == "couple" || name == "admin-and-normal");
    }

    [Fact]
    public void Roles_are_written_as_the_directory_knows_them() =>
        Output.Lines("directory.csv").Skip(1).Select(line => line.Split(',')[3]).Distinct()
            .ShouldBe(["employee", "contractor", "service", "shared"], ignoreOrder: true);
}
