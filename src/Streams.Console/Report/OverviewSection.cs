using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>The figures that a reader wants before the first account.</summary>
internal static class OverviewSection
{
    public static void Write(HtmlWriter html, HuntDocument hunt)
    {
        var totals = hunt.Totals;
        var pages = hunt.Accounts.Count(account => account.PageTime is not null);
        var tickets = hunt.Accounts.Count(account => account.PageTime is null && account.TicketTime is not null);
        var with = hunt.Accounts.Count(account => account.Findings.Count > 0);
        html.Line($"""<section id="overview" aria-label="Overview"><dl class="figures">""");
        Figure(html, "Page", Wording.Count(pages), pages > 0 ? "alarm" : "", "accounts that met the paging rule");
        Figure(html, "Ticket", Wording.Count(tickets), "", "accounts at level high, without a page");
        Figure(html, "Accounts", Wording.Count(hunt.Accounts.Count), "", $"{Wording.Count(with)} with findings");
        Figure(html, "Rings", Wording.Count(hunt.Rings.Count), "",
            Wording.Count(hunt.Rings.Sum(ring => ring.Accounts.Count), "member", "members"));
        Figure(html, "Records read", Wording.Count(totals.Read), "",
            $"{Wording.Count(totals.Decoded)} decoded, {Wording.Count(totals.Quarantined)} not understood");
        Figure(html, "Period", $"{Wording.Day(totals.FirstEvent)} – {Wording.Day(totals.LastEvent)}", "wide",
            Span(totals));
        html.Write($"</dl>\n");
        Bands(html, hunt);
        if (hunt.Notes.Count > 0)
        {
            html.Write($"""<p class="caveat">""");
            html.Write($"""<a href="#missing">{Wording.Count(hunt.Notes.Count, "note", "notes")} on what was""");
            html.Line($""" missing</a> and what that costs.</p>""");
        }
        html.Write($"</section>\n");
    }

    private static void Figure(HtmlWriter html, string label, string value, string css, string about) =>
        html.Line($"""<div class="figure {css}"><dt>{label}</dt><dd><b>{value}</b><span>{about}</span></dd></div>""");

    private static void Bands(HtmlWriter html, HuntDocument hunt)
    {
        if (hunt.Accounts.Count == 0) return;
        html.Write($"""<ul class="bands" aria-label="Accounts by level">""");
        foreach (var level in Levels.All)
        {
            var count = hunt.Accounts.Count(account => account.Level == level);
            if (count > 0)
            {
                html.Write($"""<li><span class="level {Levels.Css(level)}">{Levels.Sign(level)} {level}</span> """);
                html.Write($"""<b>{Wording.Count(count)}</b></li>""");
            }
        }

        html.Write($"</ul>\n");
    }

    private static string Span(TotalsDocument totals) => totals is { FirstEvent: { } first, LastEvent: { } last }
        ? $"{Wording.Gap(last - first)} of event time"
        : "no event had a time";
}
