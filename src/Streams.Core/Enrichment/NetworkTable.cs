using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment.Csv;

namespace Streams.Core.Enrichment;

/// <summary>
/// A row of networks.csv. What is null (or none) was an empty cell and falls through to the databases.
/// </summary>
public sealed record NetworkRow
{
    public required IpNetwork Network { get; init; }

    public string? Name { get; init; }

    public CountryCode Country { get; init; }

    /// <summary>As written: <c>CO</c>, <c>US-CO</c> or a name.</summary>
    public string? Region { get; init; }

    public string? City { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public double? RadiusKm { get; init; }

    public uint? Asn { get; init; }

    public string? Organization { get; init; }

    /// <summary>Null is an empty cell; "unknown" is a statement.</summary>
    public NetworkClass? Class { get; init; }

    public bool Egress { get; init; }

    /// <summary>The city as bytes, made once.</summary>
    internal Utf8Text CityText { get; init; }

    /// <summary>Of an anonymiser: what the relay is called.</summary>
    internal Utf8Text RelayText { get; init; }

    internal NetworkRow WithTexts() => this with { CityText = Of(City), RelayText = Of(Name ?? Organization) };

    private static Utf8Text Of(string? text) => text is null ? default : Utf8Text.Of(text);
}

/// <summary>networks.csv: longest prefix wins, column by column over the databases.</summary>
public sealed class NetworkTable
{
    private static readonly string[] Columns =
    [
        "network", "name", "country", "region", "city", "latitude", "longitude", "radius_km", "asn", "organization", "class", "egress",
    ];

    private readonly NetworkRow[] _rows;
    private readonly NetworkRanges _ranges;
    private readonly HashSet<string> _names;

    public NetworkTable(IEnumerable<NetworkRow> rows)
    {
        _rows = [.. rows.Select(row => row.WithTexts())];
        _ranges = new NetworkRanges([.. _rows.Select(row => row.Network)]);
        _names = new HashSet<string>(_rows.Where(row => row.Name is not null).Select(row => row.Name!), StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<NetworkRow> Rows => _rows;

    /// <summary>The row with the longest network that holds the address.</summary>
    public NetworkRow? Find(IpAddress ip)
    {
        if (ip.IsNone) return null;
        var row = _ranges.Find(ip);
        return row < 0 ? null : _rows[row];
    }

    /// <summary>Some row has this name (approved travel may refer to it).</summary>
    public bool HasName(string name) => _names.Contains(name);

    public static NetworkTable Parse(string name, ReadOnlySpan<byte> csv, ICollection<TableProblem> problems)
    {
        var rows = new List<NetworkRow>();
        var lines = new Dictionary<IpNetwork, int>();
        var table = new TableReader(name, csv, Columns, ["network"], problems);
        while (table.Next())
        {
            if (!IpNetwork.TryParse(table.Bytes(0), out var network, out var expected)) table.Problem(0, expected);
            else if (!lines.TryAdd(network, table.Line)) table.Problem(0, $"each network once (it is on line {lines[network]} too)");
            var (latitude, longitude) = Cells.Place(ref table, 5, 6);
            var row = new NetworkRow
            {
                Network = network,
                Name = table.Text(1),
                Country = Cells.Country(ref table, 2),
                Region = table.Text(3),
                City = table.Text(4),
                Latitude = latitude,
                Longitude = longitude,
                RadiusKm = Cells.Number(ref table, 7, 0, 20_100),
                Asn = Asn(ref table),
                Organization = table.Text(9),
                Class = Class(ref table),
                Egress = Cells.Boolean(ref table, 11) ?? false,
            };
            if (!table.Bad) rows.Add(row);
        }

        return new NetworkTable(rows);
    }

    private static uint? Asn(ref TableReader table)
    {
        var text = table.Text(8);
        if (text is null) return null;
        var digits = text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (uint.TryParse(digits, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var asn)) return asn;
        table.Problem(8, "an AS number such as 64500");
        return null;
    }

    private static NetworkClass? Class(ref TableReader table)
    {
        switch (table.Text(10)?.ToLowerInvariant())
        {
            case null: return null;
            case "fixed": return NetworkClass.Fixed;
            case "mobile": return NetworkClass.Mobile;
            case "hosting": return NetworkClass.Hosting;
            case "anonymiser": return NetworkClass.Anonymiser;
            case "corporate": return NetworkClass.Corporate;
            case "satellite": return NetworkClass.Satellite;
            case "unknown": return NetworkClass.Unknown;
            default:
                table.Problem(10, "fixed, mobile, hosting, anonymiser, corporate, satellite or unknown");
                return null;
        }
    }
}
