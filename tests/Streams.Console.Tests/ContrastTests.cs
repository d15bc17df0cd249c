using System.Globalization;
using System.Text.RegularExpressions;
using Streams.Console.Report;

namespace Streams.Console.Tests;

/// <summary>WCAG AA over the style's own colours: 4.5 for text, 3 for what carries meaning without text.</summary>
public sealed class ContrastTests
{
    private static readonly List<Dictionary<string, string>> Themes =
    [
        .. Regex.Matches(Assets.Read("report.css"), "\\{\\s*color-scheme: (?:light|dark);(.*?)\\}",
            RegexOptions.Singleline)
            .Select(theme =>
                Regex.Matches(theme.Groups[1].Value, "--([a-z0-9-]+): (#[0-9a-f]{6})").ToDictionary(m =>
                m.Groups[1].Value, m => m.Groups[2].Value)),
    ];

    [Fact]
    public void There_are_light_dark_twice_and_print()
    {
        Themes.Count.ShouldBe(4);
        // The system's dark and the chosen dark are one theme.
        Themes[1].ShouldBe(Themes[2]);
    }

    [Fact]
    public void Text_is_readable_on_every_ground_in_every_theme()
    {
        string[] texts = ["ink", "dim", "accent"], grounds = ["bg", "panel", "sunk"];
        foreach (var theme in Themes)
        {
            foreach (var text in texts)
                foreach (var ground in grounds) Check(theme, text, ground, 4.5);
            foreach (var level in new[] { "critical", "high", "medium", "low", "none", "h1", "h2", "h3", "h4",
                "h5" }) Check(theme, level + "-on", level, 4.5);
            Check(theme, "warn-ink", "warn-bg", 4.5);
            Check(theme, "critical", "panel", 4.5);
            Check(theme, "high", "panel", 4.5);
        }
    }

    [Fact]
    public void Arcs_and_places_stand_out_from_sea_and_land()
    {
        foreach (var theme in Themes)
            foreach (var ground in new[] { "sea", "land" })
            {
                Check(theme, "critical", ground, 3);
                Check(theme, "ink", ground, 3);
                Check(theme, "home", ground, 3);
            }
    }

    private static void Check(Dictionary<string, string> theme, string text, string ground, double least)
    {
        var (a, b) = (Luminance(theme[text]), Luminance(theme[ground]));
        var ratio = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        ratio.ShouldBeGreaterThanOrEqualTo(least, $"{text} {theme[text]} on {ground} {theme[ground]}");
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var c = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }
}
