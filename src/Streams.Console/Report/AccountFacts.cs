using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>What the organisation declares of the account against what its records show, and what was not
/// known.</summary>
internal static class AccountFacts
{
    private const double AtHomeKm = 100;

    public static void Write(HtmlWriter html, AccountDocument account)
    {
        var declared = account.Declared;
        html.Line($"""<h4>Declared and observed</h4>""");
        if (declared is null)
            html.Line($"""<p class="warn">No directory row: nothing is declared of this account.</p>""");
        html.Write($"""<dl class="facts">""");
        if (declared is not null)
        {
            Fact(html, "Declared country", declared.Country);
            Fact(html, "Declared zone", declared.TimeZone);
        }

        Fact(html, "Observed countries", Countries(account));
        if (declared is not null)
        {
            Fact(html, "Nearest to home", account.NearestHomeKm is { } km ? $"{Wording.Number(km)} km" : null);
            Fact(html, "At home", account.NeverAtHome switch
            {
                true => $"never within {Wording.Number(AtHomeKm)} km on a fixed line",
                false => "seen there",
                null => null,
            });
            Fact(html, "Kind", Kind(declared));
            Fact(html, "Vendor", declared.Vendor);
            Fact(html, "Team", declared.Team);
            Fact(html, "Hired", declared.Hired);
            Fact(html, "Exits", declared.Exits);
        }

        Fact(html, "Names", string.Join(", ", account.Names));
        Fact(html, "Sources", string.Join(", ", account.Sources));
        Fact(html, "Events", Wording.Count(account.Events));
        Fact(html, "First – last", $"{Wording.Minute(account.FirstSeen)} – {Wording.Minute(account.LastSeen)}");
        html.Write($"</dl>\n");
        if (account.Missing.Count == 0) return;
        html.Write($"""<h4>Facts that were missing</h4><ul class="missing">""");
        foreach (var item in account.Missing) html.Write($"<li>{item}</li>");
        html.Write($"</ul>\n");
    }

    private static string? Countries(AccountDocument account)
    {
        var seen = account.Findings.SelectMany(f => f.Evidence).Where(e => !string.IsNullOrEmpty(e.Country))
            .DistinctBy(e => (e.Time, e.EventId, e.Record))
            .GroupBy(e => e.Country!).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} ({Wording.Count(g.Count(), "record", "records")})");
        var text = string.Join(", ", seen);
        return text == "" ? null : text + " in the evidence";
    }

    private static string? Kind(DeclaredDocument declared) => (declared.Kind, declared.Remote) switch
    {
        (null or "", null) => null,
        (null or "", true) => "remote",
        (null or "", false) => "on site",
        ({ } kind, null) => kind,
        ({ } kind, true) => kind + ", remote",
        ({ } kind, false) => kind + ", on site",
    };

    private static void Fact(HtmlWriter html, string label, string? value)
    {
        if (string.IsNullOrEmpty(value))
            html.Write($"""<div><dt>{label}</dt><dd class="dim">not known</dd></div>""");
        else
            html.Write($"<div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div>");
    }
}
