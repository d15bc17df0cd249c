using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Tests.Enrichment;

public sealed class GeoRecordTests
{
    [Fact]
    public void City_layout_gives_country_region_city_and_circle()
    {
        if (Shared.IsMissing) return;
        var record = Find(GeoFiles.Database("GeoIP2-City-Test"), "216.160.83.56");
        record.Country.ShouldBe(CountryCode.Parse("US"));
        record.Region.ToString().ShouldBe("WA");
        record.City.ToString().ShouldBe("Milton");
        record.Located.ShouldBeTrue();
        record.Latitude.ShouldBe(47.2513f, 0.001f);
        record.Longitude.ShouldBe(-122.3149f, 0.001f);
        record.RadiusKm.ShouldBe(22);
    }

    [Fact]
    public void Network_layouts_give_number_and_organisation()
    {
        if (Shared.IsMissing) return;
        Find(GeoFiles.Database("GeoLite2-ASN-Test"), "1.128.0.1").Asn.ShouldBe(1221u);
        Find(GeoFiles.Database("GeoLite2-ASN-Test"), "1.128.0.1").Organization.ToString().ShouldBe("Telstra Pty Ltd");
        Find(GeoFiles.Database("GeoIP2-ISP-Test"), "1.128.0.1").Asn.ShouldBe(1221u);
    }

    [Fact]
    public void Anonymity_layouts_give_flags_and_the_providers_name()
    {
        if (Shared.IsMissing) return;
        var plus = Find(GeoFiles.Database("GeoIP-Anonymous-Plus-Test"), "1.2.0.1");
        plus.Provider.ToString().ShouldBe("foo");
        plus.Anonymity.ShouldBe(AnonymityFlags.Anonymous | AnonymityFlags.Vpn);
        Find(GeoFiles.Database("GeoIP2-Anonymous-IP-Test"), "71.160.223.1").Anonymity
            .ShouldBe(AnonymityFlags.Anonymous | AnonymityFlags.Hosting);
        Find(GeoFiles.Database("GeoIP2-Anonymous-IP-Test"), "81.2.69.1").Anonymity.ShouldBe(
            AnonymityFlags.Anonymous | AnonymityFlags.Vpn | AnonymityFlags.Hosting | AnonymityFlags.PublicProxy
            | AnonymityFlags.ResidentialProxy | AnonymityFlags.Tor);
    }

    [Fact]
    public void Enterprise_traits_give_network_and_connection()
    {
        if (Shared.IsMissing) return;
        var record = Find(GeoFiles.Database("GeoIP2-Enterprise-Test"), "74.209.24.0");
        record.Asn.ShouldBe(14671u);
        record.Connection.ShouldBe(ConnectionKind.Fixed);
        record.City.ToString().ShouldBe("Chatham");
    }

    [Fact]
    public void Flat_layouts_are_read_whatever_the_type_is_called()
    {
        var bytes = new MmdbWriter("ipdb city ipv4+ipv6")
            .Add("192.88.98.0", 24, Map(
                ("city", "Berlin"), ("country_code", "DE"), ("latitude", 52.5f), ("longitude", 13.4f), ("state1", "Land Berlin")))
            .Add("192.88.97.0", 24, Map(("country", "US"), ("lat", "40.7"), ("lng", "-74.0"), ("asn", "AS64500"), ("as_name", "Example")))
            .Add("192.88.96.0", 24, Map(("autonomous_system_number", 64501u), ("autonomous_system_organization", "Other")))
            .Add("192.88.95.0", 24, Map(("country_code", "FR"), ("latitude", 0.0), ("longitude", 0.0)))
            .Build();
        var database = GeoDatabase.Open("flat.mmdb", bytes);

        var berlin = Find(database, "192.88.98.7");
        (berlin.Country.ToString(), berlin.City.ToString(), berlin.Region.ToString()).ShouldBe(("DE", "Berlin", "Land Berlin"));
        (berlin.Located, berlin.Latitude, berlin.Longitude).ShouldBe((true, 52.5f, 13.4f));
        var york = Find(database, "192.88.97.7");
        (york.Country.ToString(), york.Latitude, york.Asn, york.Organization.ToString()).ShouldBe(("US", 40.7f, 64500u, "Example"));
        Find(database, "192.88.96.7").Asn.ShouldBe(64501u);
        var nowhere = Find(database, "192.88.95.7");
        (nowhere.Country.ToString(), nowhere.Located).ShouldBe(("FR", false));
        database.TryFind(IpAddress.Parse("192.88.94.7"), out _).ShouldBeFalse();
    }

    [Fact]
    public void Impossible_coordinates_are_no_place()
    {
        var bytes = new MmdbWriter("x").Add("192.88.98.0", 24, Map(
            ("location", Map(("latitude", 100.0), ("longitude", 13.4), ("accuracy_radius", (ushort)5))), ("country", Map(("iso_code", "DE")))))
            .Add("192.88.97.0", 24, Map(("latitude", double.NaN), ("longitude", 1.0))).Build();
        var database = GeoDatabase.Open("bad.mmdb", bytes);
        Find(database, "192.88.98.1").Located.ShouldBeFalse();
        Find(database, "192.88.98.1").Country.ToString().ShouldBe("DE");
        Find(database, "192.88.97.1").Located.ShouldBeFalse();
    }

    [Fact]
    public void Several_files_answer_together_and_a_city_file_before_a_country_file()
    {
        var country = Map(("country", Map(("iso_code", "FR"))));
        var city = Map(("country", Map(("iso_code", "DE"))), ("city", Map(("names", Map(("en", "Berlin"))))),
            ("location", Map(("latitude", 52.5), ("longitude", 13.4))));
        var databases = GeoDatabases.Open(
        [
            ("a.mmdb", new MmdbWriter("GeoLite2-Country").Add("192.88.98.0", 24, country).Build()),
            ("b.mmdb", new MmdbWriter("GeoLite2-City").Add("192.88.98.0", 24, city).Build()),
            ("c.mmdb", new MmdbWriter("GeoLite2-ASN").Add("192.88.98.0", 24, Map(("autonomous_system_number", 64500u))).Build()),
            ("d.mmdb", new MmdbWriter("GeoIP2-Connection-Type").Add("192.88.98.0", 24, Map(("connection_type", "Cellular"))).Build()),
            ("e.mmdb", [1, 2, 3]),
        ], new List<MmdbException>());
        databases.Files.Count.ShouldBe(4);
        var record = databases.Find(IpAddress.Parse("192.88.98.1"));
        (record.Country.ToString(), record.City.ToString(), record.Asn, record.Connection).ShouldBe(("DE", "Berlin", 64500u, ConnectionKind.Cellular));
    }

    internal static Dictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value);

    private static GeoRecord Find(GeoDatabase database, string ip)
    {
        database.TryFind(IpAddress.Parse(ip), out var record).ShouldBeTrue(ip);
        return record;
    }
}
