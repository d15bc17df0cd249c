using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Synthetic.Geography;
using Streams.Synthetic.People;
using Lookups = Streams.Core.Enrichment.Tables;

namespace Streams.Synthetic.Tests;

/// <summary>
/// The real parsers take our tables without a complaint, and put our addresses where the company thinks they are.
/// </summary>
public sealed class EnrichmentTests
{
    private static readonly List<TableProblem> Problems = [];

    private static readonly Lookups Given = new()
    {
        Networks = NetworkTable.Parse("networks.csv", Csv("networks.csv"), Problems),
        Directory = DirectoryTable.Parse("directory.csv", Csv("directory.csv"), Problems),
        Watchlist = Watchlist.Parse("watchlist.csv", Csv("watchlist.csv"), Problems),
        Allow = AllowTable.Parse("allow.csv", Csv("allow.csv"), Problems),
    };

    [Fact]
    public void The_tables_have_no_problem()
    {
        Given.Directory!.Rows.Count.ShouldBe(Generated.Company.Accounts.Count);
        Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_home_is_a_fixed_line_in_its_city()
    {
        var enricher = new Enricher(Given);
        foreach (var account in Generated.Company.Accounts)
        {
            var place = enricher.PlaceOf(account.Line);
            place.Class.ShouldBe(NetworkClass.Fixed, account.Email);
            place.City.ToString().ShouldBe((account.LineCity ?? account.Home).Name);
            enricher.PlaceOf(AddressPlan.HomeV6(account.Home, account.LineNumber, 7)).City.ToString().ShouldBe(account.Home.Name);
            var mobile = enricher.PlaceOf(AddressPlan.Mobile(account.Home, 3));
            mobile.Class.ShouldBe(NetworkClass.Mobile);
            mobile.Country.ToString().ShouldBe(account.Home.Country);
        }
    }

    [Fact]
    public void Special_networks_have_their_class()
    {
        var enricher = new Enricher(Given);
        enricher.PlaceOf(AddressPlan.Astrill(3)).Class.ShouldBe(NetworkClass.Anonymiser);
        enricher.PlaceOf(AddressPlan.CloudDesktop(3)).Class.ShouldBe(NetworkClass.Hosting);
        enricher.PlaceOf(AddressPlan.InFlight(3)).Class.ShouldBe(NetworkClass.Satellite);
        enricher.PlaceOf(AddressPlan.VpnExit(europe: true, 3)).IsEgress.ShouldBeTrue();
        enricher.PlaceOf(AddressPlan.ProxyExit(3)).IsEgress.ShouldBeTrue();
        enricher.PlaceOf(AddressPlan.Office(2, 1)).Class.ShouldBe(NetworkClass.Corporate);
        enricher.PlaceOf(AddressPlan.PrivateRelay(Cities.Named("Austin"), 1)).Flags.HasFlag(PlaceFlags.AllowedRelay).ShouldBeTrue();
    }

    [Fact]
    public void The_listed_wallet_and_the_listed_name_are_found()
    {
        var account = Generated.Company.Accounts.Single(account => account.Scheme?.Family == Family.Watchlisted);
        Given.Watchlist!.FindWallet(Encoding.UTF8.GetBytes($"Add donation address {account.Scheme!.WalletInCommit} to footer")).ShouldNotBeNull();
        var review = Generated.Company.Accounts.Single(account => account.HardCases.Contains("watchlist-name"));
        Given.Watchlist.FindName(Encoding.UTF8.GetBytes(review.FullName)).Similarity.ShouldBeGreaterThanOrEqualTo(0.92);
    }

    [Fact]
    public void Approved_travel_covers_where_the_traveller_is()
    {
        var enricher = new Enricher(Given);
        foreach (var account in Generated.Company.Accounts.Where(account => account.Journeys.Count > 0))
        {
            var row = Given.Directory!.Rows.Single(row => row.Account == account.Email);
            var journey = account.Journeys[0];
            var venue = AddressPlan.Venue(journey.City, account.Has(Quirk.Conference) ? 199 : 20 + account.Index % 60);
            var noon = new DateTimeOffset(journey.When.From.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero).ToUnixTimeMilliseconds();
            row.Travel[0].Covers(Given, venue, enricher.PlaceOf(venue), noon).ShouldBeTrue(account.Email);
        }
    }

    private static byte[] Csv(string name) => Encoding.UTF8.GetBytes(Generated.Output.Text(name));
}
