using Streams.Console.Report.Pictures;
using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>One account in full: why, from what records, what speaks for it, what was missing, what to do.</summary>
internal static class AccountSection
{
    /// <summary>Open at first: what needs a person now, as far as one reads at a sitting.</summary>
    private const int OpenMax = 5;

    public static void Write(HtmlWriter html, ReportIndex index, AccountDocument account, int rank)
    {
        var open = rank <= OpenMax && (account.PageTime is not null || account.TicketTime is not null) || rank == 1
            ? "open" : "";
        html.Write($"""<article class="account {Levels.Css(account.Level)}" aria-labelledby="n{rank}"><details """);
        if (open != "") html.Write($"open");
        html.Write($"""><summary><span class="rank">{rank}</span><h3 id="n{rank}"><bdi>{account.Account}</bdi></h3>""");
        AccountTable.Badge(html, account.Level);
        html.Write($"""<span class="big">{Wording.Score(account.Score)}</span><span class="alert">""");
        AccountTable.Alert(html, index, account);
        html.Line($"""</span></summary><div class="body" id="a{rank}" tabindex="-1"><div class="side">""");
        Score(html, index, account);
        Waterfall.Write(html, account, rank);
        Groups(html, account);
        AccountFacts.Write(html, account);
        html.Line($"""</div><div class="reasons-full"><h4>Reasons, in order of time</h4>""");
        if (account.Findings.Count == 0) html.Write($"<p class=\"empty\">No finding.</p>\n");
        foreach (var finding in account.Findings.OrderBy(f => f.Time).ThenBy(f => f.Id, StringComparer.Ordinal))
            FindingSection.Write(html, index, finding);
        html.Line($"""</div><div class="pictures">""");
        html.Line($"""<div>""");
        WorldMap.Write(html, account, rank);
        html.Line($"""</div><div>""");
        HeatMap.Write(html, account);
        WorldMap.WritePlaces(html, account);
        html.Write($"""</div>""");
        html.Line($"""</div><div class="next">""");
        List(html, "Benign explanations to test first", account.BenignExplanations);
        List(html, "Runbook", account.Runbook);
        html.Line($"""<p class="disclaimer">{account.Disclaimer}</p></div></div></details></article>""");
    }

    private static void Score(HtmlWriter html, ReportIndex index, AccountDocument account)
    {
        html.Write($"""<dl class="facts">""");
        Fact(html, "Score", $"{Wording.Score(account.Score)}, {account.Level}{Origin(account)}");
        Fact(html, "Peak",
            $"{Wording.Score(account.PeakScore)}, {account.PeakLevel}, {Wording.Minute(account.PeakTime)}");
        Fact(html, "Without the top reason", Wording.Score(account.ScoreWithoutTopReason));
        Fact(html, "Own score", $"{Wording.Score(account.OwnScore)} (read by the paging rule)");
        Fact(html, "Prior", $"{Wording.Plain(account.Prior.Probability * 100)} %: {account.Prior.Reason}");
        if (account.PageTime is not null) Fact(html, "Pages since", Wording.Time(account.PageTime));
        if (account.TicketTime is not null) Fact(html, "Ticket since", Wording.Time(account.TicketTime));
        if (account.Ring is not null)
        {
            html.Write($"<div><dt>Ring</dt><dd>");
            if (index.RingAnchor(account.Ring) is { } anchor)
            {
                html.Write($"""<a class="mono" href="{anchor}">{account.Ring}</a>""");
            }
            else html.Write($"""<span class="mono">{account.Ring}</span>""");
            html.Write($" adds {Wording.Points(account.InheritedFromRing)}</dd></div>");
        }

        html.Write($"</dl>\n");
    }

    private static string Origin(AccountDocument account) =>
        account.LevelOrigin != "floor" && account.Floor is null ? ""
        : account.Floor is null ? " (lifted by a rule's floor)" : $" (floor {account.Floor})";

    /// <summary>The waterfall in words, for who cannot see it.</summary>
    private static void Groups(HtmlWriter html, AccountDocument account)
    {
        if (account.PointsByGroup.Count == 0) return;
        html.Write($"""<table class="vh"><caption>Points by group</caption><thead><tr><th scope="col">Group</th>""");
        html.Write($"""<th scope="col">Capped</th><th scope="col">Uncapped</th></tr></thead><tbody>""");
        foreach (var group in account.PointsByGroup)
            html.Write(
                $"<tr><th scope=\"row\">{group.Group}</th><td>{Wording.Plain(group.Capped)}</td>"
                    + $"<td>{Wording.Plain(group.Uncapped)}</td></tr>");
        html.Write($"</tbody></table>\n");
    }

    private static void List(HtmlWriter html, string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0) return;
        html.Write($"<div><h4>{title}</h4><ol>");
        foreach (var item in items) html.Write($"<li>{item}</li>");
        html.Write($"</ol></div>\n");
    }

    private static void Fact(HtmlWriter html, string label, string value) =>
        html.Write($"<div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div>");
}
