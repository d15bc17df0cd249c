using System.Globalization;

namespace Streams.Synthetic.Geography;

/// <summary>networks.csv: the geography of the address plan, one row a block.</summary>
public static class NetworkRows
{
    public const string Header = "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress";

    /// <summary>Name of the conference's network: travel rows may name it.</summary>
    public const string Conference = "Forge Days conference";

    public static IEnumerable<string> All()
    {
        foreach (var city in Cities.All)
        {
            var third = city.Index * 8;
            yield return Row($"198.{18 + third / 256}.{third % 256}.0/21", $"{city.Name} homes", city, 20, 64600 + city.Index, $"{city.Name} Broadband", "fixed");
            yield return Row($"2001:db8:{city.Index << 8:x}::/40", $"{city.Name} homes v6", city, 20, 64600 + city.Index, $"{city.Name} Broadband", "fixed");
            yield return Row($"242.0.{city.Index}.0/24", $"{city.Name} shared lines", city, 30, 64700 + city.Index, $"{city.Name} Cable (shared addresses)", "fixed");
            yield return Row($"241.{AddressPlan.CountryIndex(city)}.{city.Index}.0/24", $"Mobile near {city.Name}", city, 250, 64900 + AddressPlan.CountryIndex(city), $"{city.CountryName} Mobile", "mobile");
            yield return Row($"243.0.{city.Index}.0/24", $"{city.Name} venues", city, 15, 64800 + city.Index, $"{city.Name} Business Lines", "fixed");
        }

        // The most populous city stands for the country: a central exit says little about where the phone is.
        foreach (var group in Cities.All.GroupBy(city => city.Country))
        {
            var hub = group.MaxBy(city => city.Weight)!;
            var index = AddressPlan.CountryIndex(hub);
            yield return Row($"241.{index}.0.0/16", $"Mobile {hub.Country}", hub, 400, 64900 + index, $"{hub.CountryName} Mobile", "mobile", cityName: "");
            yield return Row($"247.0.{index}.0/24", "iCloud Private Relay", hub, 300, 65100, "iCloud Private Relay", "anonymiser", cityName: "");
        }

        var conference = Cities.Named(ConferenceCity);
        yield return Row($"243.0.{conference.Index}.200/32", Conference, conference, 5, 64800 + conference.Index, "Riverside Congress Centre", "fixed");
        yield return Plain("244.0.0.0/16", "Cloud desktops", "US,VA,Ashburn,39.04,-77.49,50", 65110, "Cumulus Cloud", "hosting");
        yield return Plain("245.0.0.0/16", "Consumer VPN", "CH,ZH,Zurich,47.38,8.54,100", 65120, "Tunnelbear Hill VPN", "anonymiser");
        yield return Plain("246.0.0.0/16", "Astrill VPN exits", "US,CA,Los Angeles,34.05,-118.24,100", 65130, "Astrill VPN", "anonymiser");
        yield return Plain("248.0.0.0/16", "In-flight wifi", ",,,,,", 65140, "Skylink In-flight", "satellite");
        yield return Plain("249.0.0.0/16", "Build servers", "US,OR,Boardman,45.84,-119.70,50", 65150, "Cumulus Cloud", "hosting");
        yield return Plain("198.51.100.0/25", "VPN exit America", "US,VA,Ashburn,39.04,-77.49,20", 65000, "Corp Example", "corporate", egress: true);
        yield return Plain("198.51.100.128/25", "VPN exit Europe", "DE,HE,Frankfurt,50.11,8.68,20", 65000, "Corp Example", "corporate", egress: true);
        yield return Plain("192.0.2.0/24", "Cloud proxy", "US,TX,Dallas,32.78,-96.80,50", 65010, "Gateward SSE", "corporate", egress: true);
        for (var office = 0; office < AddressPlan.OfficeCities.Count; office++)
        {
            var city = Cities.Named(AddressPlan.OfficeCities[office]);
            yield return Row($"203.0.113.{office * 64}/26", $"Office {city.Name}", city, 5, 65000, "Corp Example", "corporate");
        }
    }

    public const string ConferenceCity = "Barcelona";

    private static string Row(
        string network, string name, City city, int radius, int asn, string organization, string kind, string? cityName = null) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{network},{name},{city.Country},{(cityName is null ? city.Region : "")},{cityName ?? city.Name},{city.Latitude:0.00},{city.Longitude:0.00},{radius},{asn},{organization},{kind},false");

    private static string Plain(
        string network, string name, string place, int asn, string organization, string kind, bool egress = false) =>
        $"{network},{name},{place},{asn},{organization},{kind},{(egress ? "true" : "false")}";
}
