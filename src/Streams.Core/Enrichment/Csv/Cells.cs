using System.Buffers.Text;
using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment.Csv;

/// <summary>Typed cells; what cannot be read is noted as a problem and comes back as "unknown".</summary>
internal static class Cells
{
    /// <summary>ISO 3166-1 alpha-2, with XK as everybody uses it for Kosovo.</summary>
    private const string Countries =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
        "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
        "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
        "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT " +
        "MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
        "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG " +
        "UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

    private static readonly HashSet<CountryCode> Known =
        [.. Countries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(CountryCode.Parse)];

    public static bool IsCountry(CountryCode code) => Known.Contains(code);

    public static CountryCode Country(ref TableReader row, int column)
    {
        if (row.IsEmpty(column)) return default;
        var code = CountryCode.Parse(row.Bytes(column));
        if (IsCountry(code)) return code;
        row.Problem(column, "a two-letter country of ISO 3166-1 (GB, not UK)");
        return default;
    }

    public static double? Number(ref TableReader row, int column, double low, double high)
    {
        if (row.IsEmpty(column)) return null;
        var text = row.Bytes(column);
        if (Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length && value >= low && value <= high) return value;
        row.Problem(column, string.Create(CultureInfo.InvariantCulture, $"a number from {low} to {high}"));
        return null;
    }

    /// <summary>A place has both or none.</summary>
    public static (double? Latitude, double? Longitude) Place(ref TableReader row, int latitude, int longitude)
    {
        var pair = (Number(ref row, latitude, -90, 90), Number(ref row, longitude, -180, 180));
        if (row.IsEmpty(latitude) != row.IsEmpty(longitude))
            row.Problem(row.IsEmpty(latitude) ? latitude : longitude, "latitude and longitude, or neither");
        return pair;
    }

    public static bool? Boolean(ref TableReader row, int column)
    {
        var text = row.Text(column);
        if (text is null) return null;
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
        if (!text.Equals("false", StringComparison.OrdinalIgnoreCase)) row.Problem(column, "true or false");
        return false;
    }

    public static DateOnly? Date(ref TableReader row, int column)
    {
        var text = row.Text(column);
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        row.Problem(column, "a date such as 2026-01-31");
        return null;
    }

    /// <summary><c>;</c>-separated <c>from/to</c> pairs.</summary>
    public static IReadOnlyList<Span> Spans(ref TableReader row, int column)
    {
        var text = row.Text(column);
        if (text is null) return [];
        var spans = new List<Span>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Times.TryPair(part, out var span)) spans.Add(span);
            else row.Problem(column, TableReader.Quote(part), Times.PairExpected);
        }

        return spans;
    }
}
