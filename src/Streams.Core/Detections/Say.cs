using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>How findings speak: the same words for times, places and distances everywhere, in no culture.</summary>
internal static class Say
{
    public static string Time(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime.ToString("yyyy-MM-dd HH:mm",
            CultureInfo.InvariantCulture) + " UTC";

    public static string Day(int epochDay) =>
        DateTimeOffset.FromUnixTimeMilliseconds(EpochDay.Start(epochDay)).UtcDateTime
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Km(double km) => km.ToString("#,0", CultureInfo.InvariantCulture) + " km";

    public static string Share(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    public static string Country(CountryCode country) => country.IsNone ? "an unknown country" : country.ToString();

    /// <summary>"DE (52.5, 13.4)": state keeps no names of cities.</summary>
    public static string Place(in EvidenceRef evidence) => float.IsNaN(evidence.Latitude)
        ? Country(evidence.Country)
        : string.Create(CultureInfo.InvariantCulture,
            $"{Country(evidence.Country)} ({evidence.Latitude:0.0}, {evidence.Longitude:0.0})");

    public static string Of(FormattableString text) => FormattableString.Invariant(text);
}
