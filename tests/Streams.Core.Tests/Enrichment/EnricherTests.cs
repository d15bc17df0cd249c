using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Enrichment.MaxMind;
using static Streams.Core.Tests.Enrichment.GeoRecordTests;

namespace Streams.Core.Tests.Enrichment;

public sealed class EnricherTests
{
    private const string Header = "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n";

    private static readonly GeoDatabases Geo = GeoDatabases.Open(
    [
        ("city.mmdb", new MmdbWriter("GeoLite2-City").Add("192.88.98.0", 24, Map(
            ("country", Map(("iso_code", "DE"))), ("city", Map(("names", Map(("en", "Berlin"))))),
            ("subdivisions", new List<object> { Map(("iso_code", "BE")) }),
            ("location", Map(("latitude", 52.5), ("longitude", 13.4), ("accuracy_radius", (ushort)20)))))
            .Add("10.0.0.0", 8, Map(("country", Map(("iso_code", "US"))))).Build()),
        ("asn.mmdb", new MmdbWriter("GeoLite2-ASN").Add("192.88.98.0", 24, Map(("autonomous_system_number", 64500u)))
            .Add("192.88.90.0", 24, Map(("autonomous_system_number", 36183u))).Build()),
        ("connection.mmdb", new MmdbWriter("GeoIP2-Connection-Type").Add("192.88.98.0", 24, Map(("connection_type", "Cable/DSL"))).Build()),
        ("anonymous.mmdb", new MmdbWriter("GeoIP-Anonymous-Plus")
            .Add("192.88.97.0", 24, Map(("is_anonymous", true), ("is_anonymous_vpn", true), ("provider_name", "ExampleVPN")))
            .Add("192.88.96.0", 24, Map(("is_anonymous", true), ("is_hosting_provider", true)))
            .Add("192.88.95.0", 24, Map(("is_anonymous", true), ("is_anonymous_vpn", true), ("provider_name", "iCloud Private Relay")))
            .Build()),
    ], new List<MmdbException>());

    [Fact]
    public void Databases_fill_the_place()
    {
        var activity = Enriched("192.88.98.7");
        (activity.Place.Country.ToString(), activity.Place.City.ToString(), activity.Place.RadiusKm).ShouldBe(("DE", "Berlin", 20f));
        (activity.Place.Asn, activity.Place.Class, activity.Place.Flags).ShouldBe((64500u, NetworkClass.Fixed, PlaceFlags.Located));
        activity[TextField.City].ToString().ShouldBe("Berlin");
    }

    [Fact]
    public void A_row_of_networks_wins_column_by_column()
    {
        var activity = Enriched("192.88.98.7", "192.88.98.0/28,HQ,,,,50.1,8.7,,,,corporate,true\n");
        (activity.Place.Country.ToString(), activity.Place.Latitude, activity.Place.RadiusKm, activity.Place.Asn)
            .ShouldBe(("DE", 50.1f, 20f, 64500u));
        activity.Place.Class.ShouldBe(NetworkClass.Corporate);
        activity.Place.IsEgress.ShouldBeTrue();
        Enriched("192.88.98.77", "192.88.98.0/28,HQ,,,,50.1,8.7,,,,corporate,true\n").Place.Class.ShouldBe(NetworkClass.Fixed);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::1")]
    public void Private_addresses_are_inside_and_nowhere(string ip)
    {
        var activity = Enriched(ip, hint: new Place { Country = CountryCode.Parse("US"), Latitude = 1, Longitude = 1, Flags = PlaceFlags.Located });
        activity.Place.Flags.ShouldBe(PlaceFlags.Inside);
        activity.Place.Country.IsNone.ShouldBeTrue();
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.9")]
    [InlineData("198.18.0.1")]
    [InlineData("2001:db8::1")]
    public void Documentation_addresses_are_where_the_vendor_says(string ip)
    {
        var activity = Enriched(ip, hint: new Place { Country = CountryCode.Parse("US"), Latitude = 1, Longitude = 1, Asn = 64500, Flags = PlaceFlags.Located });
        (activity.Place.Country.ToString(), activity.Place.Asn, activity.Place.Flags).ShouldBe(("US", 64500u, PlaceFlags.Located | PlaceFlags.Hinted));
        Enriched(ip).Place.Flags.ShouldBe(PlaceFlags.None);
    }

    [Fact]
    public void A_row_applies_to_reserved_addresses_too()
    {
        var activity = Enriched("203.0.113.9", "203.0.113.0/24,Demo,FR,,Paris,48.9,2.4,10,64501,,fixed,\n10.0.0.0/8,Lab,,,,,,,,,corporate,\n");
        (activity.Place.Country.ToString(), activity.Place.Flags).ShouldBe(("FR", PlaceFlags.Located));
        var inside = Enriched("10.9.9.9", "10.0.0.0/8,Lab,,,,,,,,,corporate,\n");
        (inside.Place.Class, inside.Place.Country.IsNone, inside.Place.IsInside).ShouldBe((NetworkClass.Corporate, true, false));
    }

    [Fact]
    public void The_vendors_hint_fills_only_what_no_table_knows()
    {
        var hint = new Place
        {
            Country = CountryCode.Parse("US"),
            Latitude = 40,
            Longitude = -100,
            RadiusKm = 5,
            Asn = 7,
            Class = NetworkClass.Anonymiser,
            Flags = PlaceFlags.Located,
        };
        var known = Enriched("192.88.98.7", hint: hint, city: "Omaha");
        (known.Place.Country.ToString(), known.Place.Asn, known.Place.Class).ShouldBe(("DE", 64500u, NetworkClass.Fixed));
        known[TextField.City].ToString().ShouldBe("Berlin");
        known.VendorPlace.Country.ToString().ShouldBe("US");

        var unknown = Enriched("192.88.1.1", hint: hint, city: "Omaha");
        (unknown.Place.Country.ToString(), unknown.Place.Latitude, unknown.Place.Asn, unknown.Place.Class, unknown.Place.IsLocated)
            .ShouldBe(("US", 40f, 7u, NetworkClass.Anonymiser, true));
        unknown.Place.City.ToString().ShouldBe("Omaha");

        // A country without a point is knowledge of the place as well.
        var country = Enriched("192.88.1.1", "192.88.1.0/24,,FR,,,,,,,,,\n", hint, "Omaha");
        (country.Place.Country.ToString(), country.Place.IsLocated, country[TextField.City].IsEmpty).ShouldBe(("FR", false, true));
    }

    [Fact]
    public void Anonymisers_and_hosting_are_told_apart_and_the_relay_gets_its_name()
    {
        var vpn = Enriched("192.88.97.1");
        (vpn.Place.Class, vpn[TextField.RelayProvider].ToString()).ShouldBe((NetworkClass.Anonymiser, "ExampleVPN"));
        Enriched("192.88.96.1").Place.Class.ShouldBe(NetworkClass.Hosting);
        Enriched("192.88.97.1", relay: "Astrill")[TextField.RelayProvider].ToString().ShouldBe("Astrill");
        Enriched("192.88.98.1", relay: "Astrill").Place.Class.ShouldBe(NetworkClass.Anonymiser);
        Enriched("192.88.98.1", "192.88.98.0/24,,,,,,,,,,fixed,\n", relay: "Astrill").Place.Class.ShouldBe(NetworkClass.Fixed);
        Enriched("192.88.94.1", "192.88.94.0/24,Astrill,,,,,,,,,anonymiser,\n")[TextField.RelayProvider].ToString().ShouldBe("Astrill");
    }

    [Fact]
    public void ICloud_private_relay_is_allowed_by_provider_and_by_network()
    {
        Enriched("192.88.95.1").Place.Flags.HasFlag(PlaceFlags.AllowedRelay).ShouldBeTrue();
        Enriched("192.88.90.1").Place.Flags.HasFlag(PlaceFlags.AllowedRelay).ShouldBeTrue();
        Enriched("192.88.98.1", relay: "ICLOUD_RELAY_PROXY").Place.Flags.HasFlag(PlaceFlags.AllowedRelay).ShouldBeTrue();
        Enriched("192.88.97.1").Place.Flags.HasFlag(PlaceFlags.AllowedRelay).ShouldBeFalse();
    }

    [Fact]
    public void The_approving_phone_has_its_own_place()
    {
        var activity = new Activity();
        activity.Clear();
        activity.Ip = IpAddress.Parse("192.88.1.1");
        activity.MfaIp = IpAddress.Parse("192.88.98.1");
        new Enricher(new Tables { Geo = Geo }).Enrich(activity);
        activity.MfaPlace.Country.ToString().ShouldBe("DE");
        activity.Place.Country.IsNone.ShouldBeTrue();
    }

    [Fact]
    public void Damage_in_a_file_counts_and_leaves_the_address_unknown()
    {
        var bytes = new MmdbWriter("GeoLite2-City").Add("192.88.98.0", 24, Map(("country", Map(("iso_code", "DE"))))).Build();
        var at = GeoDatabase.Open("x", bytes).Reader.Find(IpAddress.Parse("192.88.98.1"));
        bytes[at] = 0;
        var enricher = new Enricher(new Tables { Geo = new GeoDatabases([GeoDatabase.Open("damaged.mmdb", bytes)]) });
        enricher.PlaceOf(IpAddress.Parse("192.88.98.1")).Country.IsNone.ShouldBeTrue();
        enricher.DamagedLookups.ShouldBe(1);
        enricher.FirstDamage.ShouldNotBeNull().Message.ShouldStartWith("damaged.mmdb");
    }

    [Fact]
    public void Regions_of_rows_and_databases_answer_for_travel()
    {
        var tables = new Tables { Geo = Geo, Networks = Networks("192.88.1.0/24,Lab,US,US-CO,,,,,,,,\n") };
        tables.IsInRegion(IpAddress.Parse("192.88.98.1"), CountryCode.Parse("DE"), "DE-BE").ShouldBeTrue();
        tables.IsInRegion(IpAddress.Parse("192.88.98.1"), CountryCode.Parse("DE"), "DE-BY").ShouldBeFalse();
        tables.IsInRegion(IpAddress.Parse("192.88.1.1"), CountryCode.Parse("US"), "CO").ShouldBeTrue();
        var place = new Place { Country = CountryCode.Parse("US") };
        new Travel(default, null, "lab", new Span(0, 10)).Covers(tables, IpAddress.Parse("192.88.1.1"), place, 5).ShouldBeTrue();
        new Travel(place.Country, "US-CO", null, new Span(0, 10)).Covers(tables, IpAddress.Parse("192.88.1.1"), place, 11).ShouldBeFalse();
        new Travel(place.Country, "US-CO", null, new Span(0, 10)).Covers(tables, IpAddress.Parse("192.88.1.1"), place, 10).ShouldBeTrue();
    }

    [Fact]
    public void Steady_lookups_allocate_nothing()
    {
        var enricher = new Enricher(new Tables { Geo = Geo, Networks = Networks("203.0.113.0/24,Demo,FR,,Paris,48.9,2.4,10,64501,,fixed,\n") });
        var activity = new Activity();
        void Round()
        {
            // More addresses than the memory of recent ones has slots, so that the tables are asked as well.
            for (uint i = 0; i < 20_000; i++)
            {
                activity.Clear();
                activity.Ip = IpAddress.FromV4(0xC058_6000 + i % 1024 * 7919);
                enricher.Enrich(activity);
            }
        }

        Round();
        Allocations.Of(Round).ShouldBe(0);
    }

    internal static NetworkTable Networks(string rows)
    {
        var problems = new List<TableProblem>();
        var table = NetworkTable.Parse("networks.csv", Encoding.UTF8.GetBytes(Header + rows), problems);
        problems.ShouldBeEmpty();
        return table;
    }

    private static Activity Enriched(string ip, string rows = "", Place hint = default, string city = "", string relay = "")
    {
        var activity = new Activity();
        activity.Clear();
        activity.Ip = IpAddress.Parse(ip);
        activity.VendorPlace = hint;
        if (city.Length > 0) activity[TextField.City] = Utf8Text.Of(city);
        if (relay.Length > 0) activity[TextField.RelayProvider] = Utf8Text.Of(relay);
        new Enricher(new Tables { Geo = Geo, Networks = Networks(rows) }).Enrich(activity);
        return activity;
    }
}
