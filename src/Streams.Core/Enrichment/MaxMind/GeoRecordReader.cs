using System.Buffers.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>
/// Reads a record by the fields that it has, whatever the database's type: the nested layout of GeoIP2, GeoLite2 and
/// DB-IP
/// (country.iso_code, location.latitude, traits), and the flat one of ip-location-db, IPinfo and the like
/// (country_code, latitude).
/// </summary>
internal readonly ref struct GeoRecordReader(MmdbSection section)
{
    public GeoRecord Read(int at)
    {
        var record = default(GeoRecord);
        var item = section.Value(at, out _);
        if (item.Type == MmdbType.Map) Fields(item, ref record, true);
        // 0/0 is how databases write "unknown"; out of range is no place at all. The negation also refuses NaN.
        var valid = Math.Abs(record.Latitude) <= 90 && Math.Abs(record.Longitude) <= 180
            && (record.Latitude != 0 || record.Longitude != 0);
        if (!valid)
        {
            record.Located = false;
            record.Latitude = record.Longitude = record.RadiusKm = 0;
        }

        if (!(record.RadiusKm >= 0 && record.RadiusKm <= 20_100)) record.RadiusKm = 0;
        return record;
    }

    private void Fields(MmdbItem map, ref GeoRecord record, bool top)
    {
        var at = map.Payload;
        bool latitude = false, longitude = false;
        for (var i = 0; i < map.Size; i++)
        {
            if (i > MmdbSection.ValuesMax) throw section.Error(at, "a map of too many entries", "a record of fewer");
            var key = section.Key(ref at);
            var item = section.Value(at, out var next);
            if (next < 0) next = section.Skip(at);
            at = next;
            if (item.Type == MmdbType.Map) Nested(key, item, ref record, top);
            else if (item.Type == MmdbType.Array) First(key, item, ref record);
            else if (item.Type == MmdbType.Boolean) Flag(key, item.Size == 1, ref record);
            else if (item.Type == MmdbType.Text) Texts(key, item, ref record);
            if (item.IsContainer) continue;
            if (Is(key, "latitude"u8, "lat"u8)) latitude = Number(item, out record.Latitude);
            else if (Is(key, "longitude"u8, "lng"u8)) longitude = Number(item, out record.Longitude);
            else if (key.SequenceEqual("accuracy_radius"u8)) Number(item, out record.RadiusKm);
            else if (Is(key, "autonomous_system_number"u8, "asn"u8)) Asn(item, ref record);
        }

        record.Located |= latitude && longitude;
    }

    private void Nested(ReadOnlySpan<byte> key, MmdbItem item, ref GeoRecord record, bool top)
    {
        if (key.SequenceEqual("country"u8)) record.Country = Country(Text(item, "iso_code"u8));
        else if (key.SequenceEqual("city"u8)) record.City = Name(item);
        else if (key.SequenceEqual("subdivisions"u8)) record.Region = Region(item);
        else if (top && (key.SequenceEqual("location"u8) || key.SequenceEqual("traits"u8))) Fields(item, ref record, false);
    }

    private void First(ReadOnlySpan<byte> key, MmdbItem array, ref GeoRecord record)
    {
        if (array.Size == 0 || !key.SequenceEqual("subdivisions"u8)) return;
        var item = section.Value(array.Payload, out _);
        if (item.Type == MmdbType.Map) record.Region = Region(item);
    }

    private Utf8Text Region(MmdbItem item)
    {
        var code = Text(item, "iso_code"u8);
        return code.IsEmpty ? Name(item) : code;
    }

    private static void Flag(ReadOnlySpan<byte> key, bool value, ref GeoRecord record)
    {
        if (!value) return;
        if (key.SequenceEqual("is_satellite_provider"u8)) record.Connection = ConnectionKind.Satellite;
        record.Anonymity |= key switch
        {
            _ when key.SequenceEqual("is_anonymous"u8) || key.SequenceEqual("is_anonymous_proxy"u8) => AnonymityFlags.Anonymous,
            _ when key.SequenceEqual("is_anonymous_vpn"u8) => AnonymityFlags.Vpn,
            _ when key.SequenceEqual("is_hosting_provider"u8) => AnonymityFlags.Hosting,
            _ when key.SequenceEqual("is_public_proxy"u8) => AnonymityFlags.PublicProxy,
            _ when key.SequenceEqual("is_residential_proxy"u8) => AnonymityFlags.ResidentialProxy,
            _ when key.SequenceEqual("is_tor_exit_node"u8) => AnonymityFlags.Tor,
            _ => AnonymityFlags.None,
        };
    }

    private void Texts(ReadOnlySpan<byte> key, MmdbItem item, ref GeoRecord record)
    {
        var value = Slice(item);
        if (Is(key, "country_code"u8, "country"u8))
        {
            var country = Country(value);
            if (!country.IsNone) record.Country = country;
        }
        else if (key.SequenceEqual("city"u8)) record.City = value;
        else if (Is(key, "state1"u8, "region"u8)) record.Region = value;
        else if (key.SequenceEqual("provider_name"u8)) record.Provider = value;
        else if (Is(key, "autonomous_system_organization"u8, "as_name"u8)) record.Organization = value;
        else if (Is(key, "organization"u8, "isp"u8)) record.Organization = record.Organization.IsEmpty ? value : record.Organization;
        else if (key.SequenceEqual("connection_type"u8)) record.Connection = Connection(value.Span);
        else if (key.SequenceEqual("user_type"u8)) UserType(value.Span, ref record);
    }

    private static ConnectionKind Connection(ReadOnlySpan<byte> text) => text switch
    {
        _ when Is(text, "Cable/DSL"u8, "Dialup"u8) => ConnectionKind.Fixed,
        _ when text.SequenceEqual("Cellular"u8) => ConnectionKind.Cellular,
        _ when text.SequenceEqual("Corporate"u8) => ConnectionKind.Corporate,
        _ when text.SequenceEqual("Satellite"u8) => ConnectionKind.Satellite,
        _ => ConnectionKind.Unknown,
    };

    private static void UserType(ReadOnlySpan<byte> text, ref GeoRecord record)
    {
        if (Is(text, "hosting"u8, "content_delivery_network"u8)) record.Anonymity |= AnonymityFlags.Hosting;
        if (text.SequenceEqual("consumer_privacy_network"u8)) record.Anonymity |= AnonymityFlags.PrivacyRelay;
        if (record.Connection != ConnectionKind.Unknown) return;
        if (text.SequenceEqual("cellular"u8)) record.Connection = ConnectionKind.Cellular;
        else if (text.SequenceEqual("residential"u8)) record.Connection = ConnectionKind.Fixed;
    }

    /// <summary>A number, or the text "AS64500".</summary>
    private void Asn(MmdbItem item, ref GeoRecord record)
    {
        if (item.Type == MmdbType.Text)
        {
            var text = section.Span(item);
            if (text.StartsWith("AS"u8)) text = text[2..];
            if (Utf8Parser.TryParse(text, out uint asn, out var used) && used == text.Length) record.Asn = asn;
        }
        else if (Number(item, out _) && item.Type is MmdbType.UInt16 or MmdbType.UInt32 or MmdbType.UInt64)
        {
            var asn = section.Integer(item);
            if (asn <= uint.MaxValue) record.Asn = (uint)asn;
        }
    }

    private bool Number(MmdbItem item, out float value)
    {
        value = 0;
        switch (item.Type)
        {
            case MmdbType.Double or MmdbType.Float:
                value = (float)section.Real(item);
                return true;
            case MmdbType.UInt16 or MmdbType.UInt32 or MmdbType.UInt64:
                value = section.Integer(item);
                return true;
            case MmdbType.Int32:
                value = section.Signed(item);
                return true;
            case MmdbType.Text:
                var text = section.Span(item);
                return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
            default:
                return false;
        }
    }

    private static CountryCode Country(Utf8Text text) => CountryCode.Parse(text.Span);

    /// <summary>English where there is one, else the first name.</summary>
    private Utf8Text Name(MmdbItem map)
    {
        var names = Entry(map, "names"u8);
        if (names.Type != MmdbType.Map || names.Size == 0) return default;
        var english = Text(names, "en"u8);
        if (!english.IsEmpty) return english;
        var at = names.Payload;
        section.Key(ref at);
        var first = section.Value(at, out _);
        return first.Type == MmdbType.Text ? Slice(first) : default;
    }

    private Utf8Text Text(MmdbItem map, ReadOnlySpan<byte> name)
    {
        var item = Entry(map, name);
        return item.Type == MmdbType.Text ? Slice(item) : default;
    }

    private MmdbItem Entry(MmdbItem map, ReadOnlySpan<byte> name)
    {
        var at = map.Payload;
        for (var i = 0; i < Math.Min(map.Size, MmdbSection.ValuesMax); i++)
        {
            var key = section.Key(ref at);
            if (key.SequenceEqual(name)) return section.Value(at, out _);
            at = section.Skip(at);
        }

        return default;
    }

    private Utf8Text Slice(MmdbItem item) => new(section.Bytes, item.Payload, item.Size);

    private static bool Is(ReadOnlySpan<byte> key, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        key.SequenceEqual(one) || key.SequenceEqual(other);
}
