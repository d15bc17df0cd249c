using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Enrichment;

/// <summary>
/// Address → place and network class, from networks.csv over the databases over the vendor's hint. One owner (it
/// remembers recent
/// addresses); the same address and tables always give the same place.
/// </summary>
public sealed class Enricher(Tables tables, RelaySettings? relays = null)
{
    private const int SlotBits = 13;

    private readonly RelaySettings _relays = relays ?? RelaySettings.Default;
    private readonly GeoLookup? _geo = tables.Geo is null ? null : new GeoLookup(tables.Geo);
    private readonly RecentSlots<Known> _recent = new(SlotBits);

    public Tables Tables { get; } = tables;

    /// <summary>
    /// Lookups that met damage in a database file, and the first such damage: to be told to the operator.
    /// </summary>
    public long DamagedLookups => _geo?.Damaged ?? 0;

    public MmdbException? FirstDamage => _geo?.FirstDamage;

    /// <summary>
    /// Fills <see cref="Activity.Place"/> and <see cref="Activity.MfaPlace"/>, the city's text, and the relay's name
    /// where the source
    /// gave none.
    /// </summary>
    public void Enrich(Activity activity)
    {
        ref readonly var known = ref Lookup(activity.Ip);
        if (activity[TextField.RelayProvider].IsEmpty && !known.Provider.IsEmpty) activity[TextField.RelayProvider] = known.Provider;
        activity.Place = known.Place;
        if (known.Place.IsInside)
        {
            // A private source: whatever the vendor made of it is a guess about something else.
            activity[TextField.City] = default;
        }
        else
        {
            AddHints(activity, known);
        }

        if (!activity.MfaIp.IsNone) activity.MfaPlace = Lookup(activity.MfaIp).Place;
    }

    /// <summary>What the tables alone say of an address.</summary>
    public Place PlaceOf(IpAddress ip) => Lookup(ip).Place;

    private void AddHints(Activity activity, in Known known)
    {
        ref var place = ref activity.Place;
        ref readonly var hint = ref activity.VendorPlace;
        var fromTables = place.IsLocated || !place.Country.IsNone;
        if (!fromTables)
        {
            place.Country = hint.Country;
            place.Latitude = hint.Latitude;
            place.Longitude = hint.Longitude;
            place.RadiusKm = hint.RadiusKm;
            if (hint.IsLocated) place.Flags |= PlaceFlags.Located | PlaceFlags.Hinted;
        }

        if (!known.City.IsEmpty)
        {
            activity[TextField.City] = known.City;
        }
        else if (!fromTables || (!hint.Country.IsNone && hint.Country == place.Country))
        {
            var city = activity[TextField.City];
            place.City = city.IsEmpty ? hint.City : ShortText.Of(city.Span);
        }
        else
        {
            activity[TextField.City] = default;
        }

        if (place.Asn == 0) place.Asn = hint.Asn;
        var relay = activity[TextField.RelayProvider];
        // A relay that the vendor names is knowledge about the address; a bare flag only fills a gap.
        if (!relay.IsEmpty && !known.ClassIsDeclared) place.Class = NetworkClass.Anonymiser;
        else if (place.Class == NetworkClass.Unknown && !known.ClassIsDeclared) place.Class = hint.Class;
        if (_relays.Allows(place.Asn) || _relays.Allows(relay.Span)) place.Flags |= PlaceFlags.AllowedRelay;
    }

    private ref readonly Known Lookup(IpAddress ip)
    {
        var hash = unchecked((ip.Hi * 0xC2B2AE3D27D4EB4F ^ ip.Lo) * 0x9E3779B97F4A7C15);
        ref var slot = ref _recent.At(hash);
        if (slot.Ip == ip && !ip.IsNone) return ref slot;
        slot = ref _recent.Missed(hash);
        slot = Find(ip);
        return ref slot;
    }

    private Known Find(IpAddress ip)
    {
        var known = new Known { Ip = ip };
        if (ip.IsNone) return known;
        var row = Tables.Networks?.Find(ip);
        var reserved = ReservedRanges.Holds(ip);
        if (reserved && row is null)
        {
            // Addresses for documentation and benchmarks are in no database, and in no private network either: an
            // exercise
            // uses them for public ones, and what its vendor says of them stands.
            if (!IpRanges.IsPublic(ip)) known.Place.Flags = PlaceFlags.Inside;
            return known;
        }

        if (_geo is not null && !reserved) FromDatabases(ref known, _geo.Find(ip));
        if (row is not null) FromRow(ref known, row);
        if (_relays.Allows(known.Place.Asn) || _relays.Allows(known.Provider.Span)) known.Place.Flags |= PlaceFlags.AllowedRelay;
        return known;
    }

    private static void FromDatabases(ref Known known, in GeoRecord record)
    {
        ref var place = ref known.Place;
        place.Country = record.Country;
        place.Latitude = record.Latitude;
        place.Longitude = record.Longitude;
        place.RadiusKm = record.RadiusKm;
        if (record.Located) place.Flags |= PlaceFlags.Located;
        place.Asn = record.Asn;
        place.Class = ClassOf(record);
        place.City = ShortText.Of(record.City.Span);
        known.City = record.City;
        known.Provider = record.Provider;
        if ((record.Anonymity & AnonymityFlags.PrivacyRelay) != 0) place.Flags |= PlaceFlags.AllowedRelay;
    }

    private static NetworkClass ClassOf(in GeoRecord record)
    {
        // "is_anonymous" is also set for hosting alone, which is a class of its own.
        const AnonymityFlags Proven = AnonymityFlags.Vpn | AnonymityFlags.PublicProxy | AnonymityFlags.ResidentialProxy
            | AnonymityFlags.Tor | AnonymityFlags.PrivacyRelay;
        if ((record.Anonymity & Proven) != 0) return NetworkClass.Anonymiser;
        if ((record.Anonymity & AnonymityFlags.Hosting) != 0) return NetworkClass.Hosting;
        if ((record.Anonymity & AnonymityFlags.Anonymous) != 0) return NetworkClass.Anonymiser;
        return record.Connection switch
        {
            ConnectionKind.Fixed => NetworkClass.Fixed,
            ConnectionKind.Cellular => NetworkClass.Mobile,
            ConnectionKind.Corporate => NetworkClass.Corporate,
            ConnectionKind.Satellite => NetworkClass.Satellite,
            _ => NetworkClass.Unknown,
        };
    }

    private static void FromRow(ref Known known, NetworkRow row)
    {
        ref var place = ref known.Place;
        if (!row.Country.IsNone) place.Country = row.Country;
        if (row.Latitude is { } latitude && row.Longitude is { } longitude)
        {
            place.Latitude = (float)latitude;
            place.Longitude = (float)longitude;
            place.Flags |= PlaceFlags.Located;
        }

        if (row.RadiusKm is { } radius) place.RadiusKm = (float)radius;
        if (row.Asn is { } asn) place.Asn = asn;
        if (row.Class is { } networkClass)
        {
            place.Class = networkClass;
            known.ClassIsDeclared = true;
            if (networkClass == NetworkClass.Anonymiser && !row.RelayText.IsEmpty) known.Provider = row.RelayText;
        }

        if (row.City is not null)
        {
            known.City = row.CityText;
            place.City = ShortText.Of(row.CityText.Span);
        }

        if (row.Egress) place.Flags |= PlaceFlags.Egress;
    }

    /// <summary>What the tables say of an address, kept for the next event from it.</summary>
    private struct Known
    {
        public IpAddress Ip;
        public Place Place;
        public Utf8Text City, Provider;
        public bool ClassIsDeclared;
    }
}
