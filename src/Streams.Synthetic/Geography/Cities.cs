namespace Streams.Synthetic.Geography;

/// <summary>
/// The world of the synthetic company. Cities and zones are real so that distances are; everything else is invented.
/// </summary>
public static class Cities
{
    private static readonly Zone Eastern = new("America/New_York", -300, ClockChange.America);
    private static readonly Zone Central = new("America/Chicago", -360, ClockChange.America);
    private static readonly Zone Mountain = new("America/Denver", -420, ClockChange.America);
    private static readonly Zone Pacific = new("America/Los_Angeles", -480, ClockChange.America);
    private static readonly Zone Toronto = new("America/Toronto", -300, ClockChange.America);
    private static readonly Zone Phoenix = new("America/Phoenix", -420, ClockChange.None);
    private static readonly Zone SaoPaulo = new("America/Sao_Paulo", -180, ClockChange.None);
    private static readonly Zone Mexico = new("America/Mexico_City", -360, ClockChange.None);
    private static readonly Zone Bogota = new("America/Bogota", -300, ClockChange.None);
    private static readonly Zone London = new("Europe/London", 0, ClockChange.Europe);
    private static readonly Zone Dublin = new("Europe/Dublin", 0, ClockChange.Europe);
    private static readonly Zone Lisbon = new("Europe/Lisbon", 0, ClockChange.Europe);
    private static readonly Zone Berlin = new("Europe/Berlin", 60, ClockChange.Europe);
    private static readonly Zone Paris = new("Europe/Paris", 60, ClockChange.Europe);
    private static readonly Zone Madrid = new("Europe/Madrid", 60, ClockChange.Europe);
    private static readonly Zone Warsaw = new("Europe/Warsaw", 60, ClockChange.Europe);
    private static readonly Zone Bucharest = new("Europe/Bucharest", 120, ClockChange.Europe);
    private static readonly Zone Kolkata = new("Asia/Kolkata", 330, ClockChange.None);
    private static readonly Zone Manila = new("Asia/Manila", 480, ClockChange.None);
    private static readonly Zone Singapore = new("Asia/Singapore", 480, ClockChange.None);
    private static readonly Zone Shanghai = new("Asia/Shanghai", 480, ClockChange.None);
    private static readonly Zone Vladivostok = new("Asia/Vladivostok", 600, ClockChange.None);
    private static readonly Zone Vientiane = new("Asia/Vientiane", 420, ClockChange.None);
    private static readonly Zone Dubai = new("Asia/Dubai", 240, ClockChange.None);

    /// <summary>Append only: the index numbers the address blocks, so inserting would move everybody.</summary>
    public static readonly IReadOnlyList<City> All = Number(
    [
        new(0, "New York", "US", "United States", "NY", 40.71, -74.01, Eastern, 9),
        new(0, "Austin", "US", "United States", "TX", 30.27, -97.74, Central, 7),
        new(0, "Chicago", "US", "United States", "IL", 41.88, -87.63, Central, 6),
        new(0, "Denver", "US", "United States", "CO", 39.74, -104.99, Mountain, 5),
        new(0, "Seattle", "US", "United States", "WA", 47.61, -122.33, Pacific, 6),
        new(0, "San Diego", "US", "United States", "CA", 32.72, -117.16, Pacific, 4),
        new(0, "Phoenix", "US", "United States", "AZ", 33.45, -112.07, Phoenix, 4),
        new(0, "Nashville", "US", "United States", "TN", 36.16, -86.78, Central, 4),
        new(0, "Atlanta", "US", "United States", "GA", 33.75, -84.39, Eastern, 5),
        new(0, "Boston", "US", "United States", "MA", 42.36, -71.06, Eastern, 5),
        new(0, "Columbus", "US", "United States", "OH", 39.96, -83.00, Eastern, 3),
        new(0, "Tampa", "US", "United States", "FL", 27.95, -82.46, Eastern, 3),
        new(0, "Portland", "US", "United States", "OR", 45.52, -122.68, Pacific, 3),
        new(0, "Minneapolis", "US", "United States", "MN", 44.98, -93.27, Central, 3),
        new(0, "Boise", "US", "United States", "ID", 43.62, -116.20, Mountain, 2),
        new(0, "Omaha", "US", "United States", "NE", 41.26, -95.93, Central, 2),
        new(0, "Richmond", "US", "United States", "VA", 37.54, -77.44, Eastern, 2),
        new(0, "Tulsa", "US", "United States", "OK", 36.15, -95.99, Central, 2),
        new(0, "Toronto", "CA", "Canada", "ON", 43.65, -79.38, Toronto, 5),
        new(0, "Montreal", "CA", "Canada", "QC", 45.50, -73.57, Toronto, 2),
        new(0, "London", "GB", "United Kingdom", "ENG", 51.51, -0.13, London, 8),
        new(0, "Manchester", "GB", "United Kingdom", "ENG", 53.48, -2.24, London, 4),
        new(0, "Edinburgh", "GB", "United Kingdom", "SCT", 55.95, -3.19, London, 3),
        new(0, "Dublin", "IE", "Ireland", "L", 53.35, -6.26, Dublin, 3),
        new(0, "Lisbon", "PT", "Portugal", "11", 38.72, -9.14, Lisbon, 3),
        new(0, "Berlin", "DE", "Germany", "BE", 52.52, 13.40, Berlin, 7),
        new(0, "Hamburg", "DE", "Germany", "HH", 53.55, 9.99, Berlin, 4),
        new(0, "Munich", "DE", "Germany", "BY", 48.14, 11.58, Berlin, 4),
        new(0, "Paris", "FR", "France", "IDF", 48.86, 2.35, Paris, 4),
        new(0, "Lyon", "FR", "France", "ARA", 45.76, 4.84, Paris, 2),
        new(0, "Madrid", "ES", "Spain", "MD", 40.42, -3.70, Madrid, 3),
        new(0, "Barcelona", "ES", "Spain", "CT", 41.39, 2.17, Madrid, 3),
        new(0, "Warsaw", "PL", "Poland", "MZ", 52.23, 21.01, Warsaw, 4),
        new(0, "Krakow", "PL", "Poland", "MA", 50.06, 19.94, Warsaw, 3),
        new(0, "Bucharest", "RO", "Romania", "B", 44.43, 26.10, Bucharest, 3),
        new(0, "Bengaluru", "IN", "India", "KA", 12.97, 77.59, Kolkata, 6),
        new(0, "Pune", "IN", "India", "MH", 18.52, 73.86, Kolkata, 4),
        new(0, "Manila", "PH", "Philippines", "NCR", 14.60, 120.98, Manila, 3),
        new(0, "Singapore", "SG", "Singapore", "SG", 1.35, 103.82, Singapore, 2),
        new(0, "Sao Paulo", "BR", "Brazil", "SP", -23.55, -46.63, SaoPaulo, 4),
        new(0, "Mexico City", "MX", "Mexico", "CMX", 19.43, -99.13, Mexico, 2),
        new(0, "Bogota", "CO", "Colombia", "DC", 4.71, -74.07, Bogota, 2),
        new(0, "Dubai", "AE", "United Arab Emirates", "DU", 25.20, 55.27, Dubai, 0),
        new(0, "Shenyang", "CN", "China", "LN", 41.80, 123.43, Shanghai, 0),
        new(0, "Vladivostok", "RU", "Russia", "PRI", 43.12, 131.89, Vladivostok, 0),
        new(0, "Vientiane", "LA", "Laos", "VT", 17.98, 102.63, Vientiane, 0),
    ]);

    public static City Named(string name) => All.First(city => city.Name == name);

    private static City[] Number(City[] cities) => [.. cities.Select((city, index) => city with { Index = index })];
}
