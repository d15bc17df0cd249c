using System.Text.RegularExpressions;
using Streams.Core.Formats;

namespace Streams.Cli.Inputs;

/// <summary>
/// <c>--source GLOB=FORMAT[,zone=Europe/Berlin][,domain=corp.example]</c>: the first glob that a path matches says how
/// to read it.
/// </summary>
internal sealed class SourceRules
{
    private readonly List<(Regex Pattern, SourceSettings Settings)> _rules = [];
    private readonly SourceSettings _default;

    private SourceRules(long receivedMs) => _default = new SourceSettings { ReceivedMs = receivedMs };

    public static SourceRules Parse(IEnumerable<string> texts, long receivedMs, ICollection<string> problems)
    {
        var rules = new SourceRules(receivedMs);
        foreach (var text in texts) rules.Add(text, problems);
        return rules;
    }

    public SourceSettings For(string path)
    {
        foreach (var (pattern, settings) in _rules)
            if (pattern.IsMatch(path) || pattern.IsMatch(Path.GetFileName(path))) return settings;
        return _default;
    }

    private void Add(string text, ICollection<string> problems)
    {
        var parts = text.Split(',');
        var split = parts[0].LastIndexOf('=');
        if (split <= 0)
        {
            problems.Add($"--source '{text}': expected GLOB=FORMAT[,zone=ZONE][,domain=DOMAIN], for example '*.log=cisco-asa,zone=Europe/Berlin'");
            return;
        }

        var format = parts[0][(split + 1)..];
        if (format != "auto" && FormatCatalogue.All.All(f => f.Name != format))
        {
            problems.Add($"--source '{text}': unknown format '{format}'; one of auto, {string.Join(", ", FormatCatalogue.All.Select(f => f.Name).Distinct().Order(StringComparer.Ordinal))}");
            return;
        }

        var settings = _default with { Format = format == "auto" ? null : format };
        foreach (var option in parts.Skip(1))
        {
            var pair = option.Split('=', 2);
            switch (pair[0])
            {
                case "zone" when pair.Length == 2 && TimeZoneInfo.TryFindSystemTimeZoneById(pair[1], out var zone):
                    settings = settings with { Zone = zone };
                    break;
                case "zone":
                    problems.Add($"--source '{text}': unknown zone '{option}'; expected an IANA name such as zone=Europe/Berlin");
                    break;
                case "domain" when pair.Length == 2 && pair[1].Contains('.', StringComparison.Ordinal):
                    settings = settings with { Domain = pair[1] };
                    break;
                default:
                    problems.Add($"--source '{text}': unknown option '{option}'; expected zone=ZONE or domain=DOMAIN");
                    break;
            }
        }

        _rules.Add((Glob(parts[0][..split]), settings));
    }

    private static Regex Glob(string glob)
    {
        var pattern = Regex.Escape(glob).Replace(@"\*\*/", "(.*/)?").Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]");
        return new Regex($"(^|/){pattern}$", RegexOptions.CultureInvariant);
    }
}
