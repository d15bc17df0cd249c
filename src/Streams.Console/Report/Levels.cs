using Streams.Core.Scoring;

namespace Streams.Console.Report;

internal static class Levels
{
    public static readonly IReadOnlyList<string> All = ["critical", "high", "medium", "low", "none"];

    /// <summary>A class name out of a closed set, whatever the document says.</summary>
    public static string Css(string level) => All.Contains(level) ? "l-" + level : "l-none";

    public static int Order(string level) =>
        level switch { "critical" => 4, "high" => 3, "medium" => 2, "low" => 1, _ => 0 };

    /// <summary>A shape besides the colour: bands must be told apart on grey paper too.</summary>
    public static string Sign(string level) =>
        level switch { "critical" => "■", "high" => "▲", "medium" => "◆", "low" => "●", _ => "○" };

    /// <summary>A finding that a person should look at and that never counts: a watchlist's name.</summary>
    public static bool IsReviewOnly(FindingDocument finding) => finding.Weight == 0 && finding.Suppressed is null;
}

/// <summary>Which accounts of the document are told in full, and where.</summary>
internal sealed class ReportIndex
{
    private readonly Dictionary<string, int> _ranks;
    private readonly Dictionary<string, int> _rings;

    public ReportIndex(HuntDocument hunt, int detailed)
    {
        Hunt = hunt;
        Detailed = detailed;
        _ranks = Number(hunt.Accounts.Select(account => account.Account));
        _rings = Number(hunt.Rings.Select(ring => ring.Id));
    }

    public HuntDocument Hunt { get; }

    public int Detailed { get; }

    public AccountDocument? Find(string account) => _ranks.TryGetValue(account, out var rank) ? Hunt.Accounts[rank - 1]
        : null;

    /// <summary>Anchors are numbers of this report: nothing from a log stands in an address.</summary>
    public string? Anchor(string account) => _ranks.TryGetValue(account, out var rank) && rank <= Detailed
        ? $"#a{rank}" : null;

    public string? RingAnchor(string? ring) => ring is not null && _rings.TryGetValue(ring, out var number)
        ? $"#r{number}" : null;

    private static Dictionary<string, int> Number(IEnumerable<string> names)
    {
        var result = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var name in names) result.TryAdd(name, ++number);
        return result;
    }
}
