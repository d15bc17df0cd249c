using System.Reflection;

namespace Streams.Cli.Configuration.Reading;

/// <summary>
/// Bounds of the core's own settings, which carry none themselves: by name where the documentation of a detection gives
/// a range (a test compares), else by what the name ends in.
/// </summary>
internal static class CoreSettings
{
    private static readonly Dictionary<string, (double Least, double Most)> ByName = new(StringComparer.Ordinal)
    {
        ["AnonymiserNetworkSettings.Smoothing"] = (0.01, 1),
        ["AnonymiserNetworkSettings.Events"] = (1, 1_000),
        ["AnonymiserNetworkSettings.Days"] = (1, 30),
        ["AnonymiserNetworkSettings.RelayDays"] = (1, 30),
        ["AnonymiserNetworkSettings.CollapseMinutes"] = (0, 60),
        ["ConcurrentSessionsSettings.WindowMinutes"] = (1, 30),
        ["ConcurrentSessionsSettings.DistanceKm"] = (50, 20_000),
        ["ConcurrentSessionsSettings.PhoneDays"] = (1, 14),
        ["EndlessRunSettings.GapHours"] = (1, 24),
        ["EndlessRunSettings.LongHours"] = (8, 72),
        ["EndlessRunSettings.FullHours"] = (8, 96),
        ["EndlessRunSettings.Repeats"] = (1, 4),
        ["EndlessRunSettings.NightFrom"] = (0, 23),
        ["EndlessRunSettings.NightTo"] = (0, 23),
        ["ImpossibleTravelSettings.DistanceKm"] = (50, 20_000),
        ["ImpossibleTravelSettings.KnownPairDays"] = (1, 255),
        ["NoSleepGapSettings.WindowDays"] = (7, 28),
        ["NoSleepGapSettings.Days"] = (1, 28),
        ["NoSleepGapSettings.Slots"] = (1, 1_344),
        ["NoSleepGapSettings.FullHours"] = (1, 12),
        ["NoSleepGapSettings.WeakHours"] = (1, 12),
        ["NoSleepGapSettings.Tolerance"] = (0, 0.5),
        ["NoSleepGapSettings.LongSlots"] = (20, 1_344),
        ["NoSleepGapSettings.TravelZones"] = (1, 12),
        ["UndeclaredCountrySettings.Days"] = (1, 14),
        ["UndeclaredCountrySettings.BorderKm"] = (0, 1_000),
        ["UndeclaredCountrySettings.RegionKm"] = (50, 5_000),
        ["UndeclaredCountrySettings.RegionDays"] = (2, 90),
        ["WatchlistMatchSettings.IdentityWeight"] = (0, 12),
        ["WatchlistMatchSettings.IpWeight"] = (0, 12),
        ["WatchlistMatchSettings.RangeWeight"] = (0, 12),
        ["ScoreSettings.PriorExposed"] = (0.0001, 0.5),
        ["ScoreSettings.PriorOther"] = (0.0001, 0.5),
    };

    /// <summary>The first ending that fits holds.</summary>
    private static readonly (string Ending, double Least, double Most)[] ByEnding =
    [
        ("StrongWeight", 0, 100), ("Weight", 0, 8), ("WeightOfTwo", 0, 8), ("Points", 0, 8), ("Cap", 0, 100),
        ("Share", 0, 1), ("Strength", 0, 1), ("Factor", 0, 1), ("StrengthUnclear", 0, 1),
        ("StrengthHomesUnknown", 0, 1),
        ("Kmh", 100, 10_000), ("Km", 0, 20_000), ("Score", 0, 100),
        ("Days", 1, 366), ("Hours", 0, 96), ("Minutes", 0, 1_440), ("Seconds", 0, 3_600),
        ("Accounts", 1, 1_000), ("AccountsMin", 1, 10_000_000), ("ChainMax", 2, 10_000), ("Above", 1, 100_000),
        ("Window", 60, 366 * 86_400), ("PerDoubling", 0.1, 8), ("", 0, 100),
    ];

    public static SettingAttribute Of(Type section, PropertyInfo property)
    {
        var name = $"{section.Name}.{property.Name}";
        var type = property.PropertyType;
        var isNumber = type == typeof(int) || type == typeof(double) || type == typeof(TimeSpan);
        var (least, most) = !isNumber ? (double.NegativeInfinity, double.PositiveInfinity)
            : ByName.TryGetValue(name, out var known) ? known
            : ByEnding.Where(e => property.Name.EndsWith(e.Ending, StringComparison.Ordinal))
                .Select(e => (e.Least, e.Most)).First();
        return new SettingAttribute(Words(property.Name)) { Least = least, Most = most };
    }

    private static string Words(string name)
    {
        var words = SettingShape.KeyOf(name).Replace('_', ' ');
        return $"{char.ToUpperInvariant(words[0])}{words[1..]}.";
    }
}
