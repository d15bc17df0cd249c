using Streams.Core.Activities;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>How an address is connected, in the databases' words.</summary>
public enum ConnectionKind : byte { Unknown = 0, Fixed, Cellular, Corporate, Satellite }

[Flags]
public enum AnonymityFlags : byte
{
    None = 0,
    Anonymous = 1,
    Vpn = 2,
    Hosting = 4,
    PublicProxy = 8,
    ResidentialProxy = 16,
    Tor = 32,
    /// <summary>A consumer privacy network such as iCloud Private Relay.</summary>
    PrivacyRelay = 64,
}

/// <summary>
/// What one database says of an address, in every layout that is in use. Texts are slices of the file: reading
/// allocates nothing.
/// </summary>
public struct GeoRecord
{
    public CountryCode Country;
    public ConnectionKind Connection;
    public AnonymityFlags Anonymity;
    public bool Located;

    /// <summary>Degrees and km; 0 where absent.</summary>
    public float Latitude, Longitude, RadiusKm;

    public uint Asn;
    public Utf8Text City;

    /// <summary>
    /// ISO 3166-2 part without the country (<c>CO</c>), or the region's name where the database has no code.
    /// </summary>
    public Utf8Text Region;

    public Utf8Text Organization;

    /// <summary>Name of the VPN, proxy or relay service.</summary>
    public Utf8Text Provider;

    public readonly bool KnowsPlace => Located || !Country.IsNone;
}
