using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Enrichment;

/// <summary>
/// The mmdb files given, by kind: a City file answers before a Country file, an ASN file before what others say of
/// networks.
/// </summary>
public sealed class GeoDatabases
{
    public GeoDatabases(IEnumerable<GeoDatabase> files) =>
        Files = [.. files.OrderBy(file => file.Role).ThenBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<GeoDatabase> Files { get; }

    /// <summary>Opens all files; one that cannot be used is a problem and is left out.</summary>
    public static GeoDatabases Open(IEnumerable<(string Name, byte[] Bytes)> files, ICollection<MmdbException> problems)
    {
        var databases = new List<GeoDatabase>();
        foreach (var (name, bytes) in files)
        {
            try
            {
                databases.Add(GeoDatabase.Open(name, bytes));
            }
            catch (MmdbException problem)
            {
                problems.Add(problem);
            }
        }

        return new GeoDatabases(databases);
    }

    /// <summary>
    /// All files' answers in one record. For single questions; a stream of them goes through <see cref="GeoLookup"/>.
    /// </summary>
    /// <exception cref="MmdbException">A file is damaged where this address is.</exception>
    public GeoRecord Find(IpAddress ip)
    {
        var all = default(GeoRecord);
        foreach (var file in Files)
            if (file.TryFind(ip, out var record)) Merge(ref all, record, file.Role);
        return all;
    }

    internal static void Merge(ref GeoRecord all, in GeoRecord more, GeoRole role)
    {
        // Country and coordinates of two files are joined only where they do not contradict each other.
        if (!all.Located && (all.Country.IsNone || more.Country.IsNone || more.Country == all.Country))
        {
            if (more.Located) (all.Located, all.Latitude, all.Longitude, all.RadiusKm)
                = (true, more.Latitude, more.Longitude, more.RadiusKm);
            if (all.City.IsEmpty) all.City = more.City;
            if (all.Region.IsEmpty) all.Region = more.Region;
        }

        if (all.Country.IsNone) all.Country = more.Country;
        if (more.Asn != 0 && (all.Asn == 0 || role == GeoRole.Network)) all.Asn = more.Asn;
        if (!more.Organization.IsEmpty && (all.Organization.IsEmpty || role == GeoRole.Network)) all.Organization = more.Organization;
        if (more.Connection != ConnectionKind.Unknown && (all.Connection == ConnectionKind.Unknown || role == GeoRole.Connection))
            all.Connection = more.Connection;
        all.Anonymity |= more.Anonymity;
        if (all.Provider.IsEmpty) all.Provider = more.Provider;
    }
}
