using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// Regions and names of networks do not fit into a <see cref="Place"/>: these questions go to the tables by address.
/// </summary>
public static class TravelCover
{
    /// <summary>The approved travel holds at that time and for that place.</summary>
    public static bool Covers(this Travel travel, Tables tables, IpAddress ip, in Place place, long time)
    {
        if (!travel.When.Holds(time)) return false;
        if (travel.Network is { } network)
            return string.Equals(tables.Networks?.Find(ip)?.Name, network, StringComparison.OrdinalIgnoreCase);
        if (place.Country != travel.Country) return false;
        // Where nothing tells the region, the approved country is all that can be checked.
        return travel.Region is null || tables.RegionOf(ip) is not { } region || IsSame(region, travel.Region, travel.Country);
    }

    /// <summary>
    /// The address lies in the region (<c>US-CO</c> or <c>CO</c>), by networks.csv, else by the databases.
    /// </summary>
    public static bool IsInRegion(this Tables tables, IpAddress ip, CountryCode country, string region) =>
        tables.RegionOf(ip) is { } known && IsSame(known, region, country);

    private static string? RegionOf(this Tables tables, IpAddress ip)
    {
        if (tables.Networks?.Find(ip)?.Region is { Length: > 0 } row) return row;
        if (tables.Geo is null) return null;
        try
        {
            var known = tables.Geo.Find(ip).Region;
            return known.IsEmpty ? null : Encoding.UTF8.GetString(known.Span);
        }
        catch (MaxMind.MmdbException)
        {
            return null;
        }
    }

    private static bool IsSame(string one, string other, CountryCode country) =>
        Bare(one, country).Equals(Bare(other, country), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Bare(string region, CountryCode country)
    {
        var text = region.AsSpan();
        return text.Length > 3 && text[2] == '-'
            && text[..2].Equals(country.ToString(), StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
    }
}
