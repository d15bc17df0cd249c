using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>What a vendor says of the client's place: kept as a hint (formats.md §8 rule 4).</summary>
internal static class VendorGeo
{
    public static void Set(
        Activity activity, Utf8Text country, Utf8Text city, double? latitude, double? longitude, long? asn)
    {
        ref var place = ref activity.VendorPlace;
        place.Country = CountryNames.Parse(country.Span);
        if (asn is > 0 and <= uint.MaxValue) place.Asn = (uint)asn.Value;
        if (!city.IsEmpty && !AccountText.IsNobody(city.Span))
        {
            activity[TextField.City] = city;
            place.City = ShortText.Of(city.Span);
        }

        if (latitude is not { } north || longitude is not { } east) return;
        place.Latitude = (float)north;
        place.Longitude = (float)east;
        place.Flags |= PlaceFlags.Located;
    }
}
