using Streams.Core.Activities;

namespace Streams.Synthetic.Geography;

/// <summary>
/// Who has which addresses. Only ranges that can belong to nobody: benchmarking (198.18.0.0/15, homes), documentation
/// (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, the company's own exits; 2001:db8::/32, homes) and reserved
/// (240.0.0.0/4, all else).
/// </summary>
public static class AddressPlan
{
    /// <summary>A home line block is a /21 a city; 64 of them fill 198.18.0.0/15.</summary>
    public const int HomesPerCity = 2040;

    private const uint Homes = 0xC612_0000;
    private const uint Reserved = 0xF000_0000;

    public static IpAddress Home(City city, int line) => V4(Homes + (uint)city.Index * 2048 + 1 + (uint)(line % HomesPerCity));

    /// <summary>The same line over IPv6: a /64 of the city's /40; the interface part changes with the device.</summary>
    public static IpAddress HomeV6(City city, int line, uint device) =>
        new(unchecked(0x2001_0DB8_0000_0000UL | ((ulong)city.Index << 24) | (uint)(line % HomesPerCity)), 0x0211_22FF_FE00_0000UL | device);

    /// <summary>Carrier-grade translation of a mobile carrier near the phone: few addresses, many people.</summary>
    public static IpAddress Mobile(City city, int exit) =>
        V4(Reserved + 0x0100_0000 + (uint)CountryIndex(city) * 65_536 + (uint)city.Index * 256 + 1 + (uint)(exit % 24));

    /// <summary>
    /// The same carrier's central exit: in the country, perhaps a thousand kilometres from the phone.
    /// </summary>
    public static IpAddress MobileCentre(City city, int exit) =>
        V4(Reserved + 0x0100_0000 + (uint)CountryIndex(city) * 65_536 + 250 * 256 + 1 + (uint)(exit % 24));

    /// <summary>A residential provider that puts its customers behind shared addresses.</summary>
    public static IpAddress SharedResidential(City city, int exit) =>
        V4(Reserved + 0x0200_0000 + (uint)city.Index * 256 + 1 + (uint)(exit % 6));

    /// <summary>A coworking house, a hotel, a conference centre: one line for everybody there.</summary>
    public static IpAddress Venue(City city, int venue) => V4(Reserved + 0x0300_0000 + (uint)city.Index * 256 + 1 + (uint)venue);

    public static IpAddress CloudDesktop(int host) => V4(Reserved + 0x0400_0000 + 1 + (uint)host);

    public static IpAddress ConsumerVpn(int exit) => V4(Reserved + 0x0500_0000 + 1 + (uint)exit);

    public static IpAddress Astrill(int exit) => V4(Reserved + 0x0600_0000 + 1 + (uint)exit);

    public static IpAddress PrivateRelay(City city, int exit) =>
        V4(Reserved + 0x0700_0000 + (uint)CountryIndex(city) * 256 + 1 + (uint)(exit % 40));

    public static IpAddress InFlight(int exit) => V4(Reserved + 0x0800_0000 + 1 + (uint)exit);

    public static IpAddress BuildServer(int host) => V4(Reserved + 0x0900_0000 + 1 + (uint)host);

    /// <summary>Exit of the VPN gateways: 198.51.100.0/25 America, .128/25 Europe.</summary>
    public static IpAddress VpnExit(bool europe, int exit) => V4(0xC633_6400u + (europe ? 128u : 0u) + 8 + (uint)(exit % 8));

    /// <summary>The cloud proxy (SSE) through which some laptops reach everything.</summary>
    public static IpAddress ProxyExit(int exit) => V4(0xC000_0200u + 16 + (uint)(exit % 16));

    /// <summary>Offices: 203.0.113.0/26 New York, .64/26 London, .128/26 Berlin, .192/26 Bengaluru.</summary>
    public static IpAddress Office(int office, int exit) => V4(0xCB00_7100u + (uint)office * 64 + 4 + (uint)(exit % 4));

    /// <summary>Assigned inside the tunnel.</summary>
    public static IpAddress Inside(int account, int day) => V4(0x0A40_0000u + (uint)((account * 131 + day * 17) % 65_000) + 2);

    public static readonly IReadOnlyList<string> OfficeCities = ["New York", "London", "Berlin", "Bengaluru"];

    private static readonly string[] Countries = [.. Cities.All.Select(city => city.Country).Distinct()];

    public static int CountryIndex(City city) => Array.IndexOf(Countries, city.Country);

    private static IpAddress V4(uint address) => IpAddress.FromV4(address);
}
