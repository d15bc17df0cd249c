using Streams.Core.Activities;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>
/// What a file is for. Its type decides; a type that is not known is read for whatever fields it has.
/// </summary>
public enum GeoRole : byte { Place = 0, Unknown, Country, Network, Connection, Anonymity, ResidentialProxy }

/// <summary>One mmdb file. Immutable and shared; <see cref="GeoLookup"/> holds what a reader remembers.</summary>
public sealed class GeoDatabase
{
    private GeoDatabase(MmdbReader reader)
    {
        Reader = reader;
        Role = RoleOf(reader.Metadata.DatabaseType);
    }

    public string Name => Reader.Name;

    public string Type => Reader.Metadata.DatabaseType;

    public GeoRole Role { get; }

    public MmdbReader Reader { get; }

    /// <summary>The caller reads the file; <paramref name="name"/> stands in errors.</summary>
    /// <exception cref="MmdbException">The file cannot be used.</exception>
    public static GeoDatabase Open(string name, byte[] bytes) => new(MmdbReader.Open(name, bytes));

    /// <summary>The record, or false where the database has none.</summary>
    public bool TryFind(IpAddress ip, out GeoRecord record)
    {
        var at = Reader.Find(ip);
        record = at < 0 ? default : Read(at);
        return at >= 0;
    }

    internal GeoRecord Read(int at)
    {
        var record = new GeoRecordReader(Reader.Data).Read(at);
        // Every entry of that list is an exit of a proxy network: there is no flag in it.
        if (Role == GeoRole.ResidentialProxy) record.Anonymity |= AnonymityFlags.ResidentialProxy | AnonymityFlags.Anonymous;
        return record;
    }

    private static GeoRole RoleOf(string type)
    {
        bool Has(string word) => type.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (Has("Residential-Proxy")) return GeoRole.ResidentialProxy;
        if (Has("Anonymous") || Has("IP-Risk")) return GeoRole.Anonymity;
        if (Has("Connection-Type")) return GeoRole.Connection;
        if (Has("City") || Has("Enterprise") || Has("Location")) return GeoRole.Place;
        if (Has("ASN") || Has("ISP")) return Has("Country") ? GeoRole.Country : GeoRole.Network;
        return Has("Country") ? GeoRole.Country : GeoRole.Unknown;
    }
}
