using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>All accounts, ranked. Complete without a script; with one it can be filtered and sorted.</summary>
internal static class AccountTable
{
    private const int ReasonsMax = 3;

    public static void Write(HtmlWriter html, ReportIndex index)
    {
        var accounts = index.Hunt.Accounts;
        html.Write($"""
            <section id="accounts" aria-labelledby="h-accounts"><div class="head">
            <h2 id="h-accounts">Accounts by priority</h2>
            <p class="note" id="shown" role="status">{Wording.Count(accounts.Count, "account", "accounts")}</p>
            <div class="tools" id="filters" hidden><label for="find">Filter</label>
            <input id="find" type="search" autocomplete="off" spellcheck="false" placeholder="account, rule, ring …">
            <fieldset><legend class="vh">Levels</legend>
            """);
        foreach (var level in Levels.All)
            if (accounts.Any(account => account.Level == level))
            {
                html.Write($"""<label class="pick">""");
                html.Write($"""<input type="checkbox" name="level" value="{level}" checked>{level}</label>""");
            }
        html.Write($"""
            </fieldset></div></div>

            """);
        if (accounts.Count == 0)
        {
            html.Write($"<p class=\"empty\">No account has a finding.</p></section>\n");
            return;
        }

        html.Write($"""
            <div class="scroll" tabindex="0" role="region" aria-labelledby="h-accounts">
            <table class="ranked" id="ranked"><thead><tr><th scope="col" class="n" data-sort="n">#</th>
            <th scope="col" data-sort="s">Account</th><th scope="col" data-sort="n">Score</th>
            <th scope="col" data-sort="n">Level</th><th scope="col">Top reasons</th>
            <th scope="col" data-sort="s">Ring</th><th scope="col" data-sort="s">Alert</th></tr></thead><tbody>

            """);
        for (var i = 0; i < accounts.Count; i++) Row(html, index, accounts[i], i + 1);
        html.Write($"</tbody></table></div></section>\n");
    }

    private static void Row(HtmlWriter html, ReportIndex index, AccountDocument account, int rank)
    {
        html.Write($"""<tr id="t{rank}" data-level="{account.Level}"><td class="n">{rank}</td>""");
        html.Write($"""<th scope="row" data-v="{account.Account}">""");
        if (index.Anchor(account.Account) is { } anchor)
            html.Write($"""<a href="{anchor}"><bdi>{account.Account}</bdi></a>""");
        else
            html.Write($"""<bdi>{account.Account}</bdi>""");
        if (Others(account) is { Length: > 0 } names) html.Write($"""<span class="names"><bdi>{names}</bdi></span>""");
        html.Write($"""</th><td class="score" data-v="{account.Score:0.0000}">""");
        Bar(html, account.Score, account.Level);
        html.Write($"""</td><td data-v="{Levels.Order(account.Level)}">""");
        Badge(html, account.Level);
        html.Write($"""</td><td class="reasons">""");
        Reasons(html, account);
        html.Write($"""</td><td data-v="{account.Ring}">""");
        if (index.RingAnchor(account.Ring) is { } ring)
            html.Write($"""<a class="mono" href="{ring}">{account.Ring}</a>""");
        else if (account.Ring is not null)
            html.Write($"""<span class="mono">{account.Ring}</span>""");
        html.Write($"""</td><td class="alert" data-v="{AlertOrder(account)}">""");
        Alert(html, index, account);
        html.Write($"</td></tr>\n");
    }

    public static void Badge(HtmlWriter html, string level) =>
        html.Write($"""<span class="level {Levels.Css(level)}">{Levels.Sign(level)} {level}</span>""");

    public static void Bar(HtmlWriter html, double score, string level)
    {
        var width = Math.Clamp(double.IsFinite(score) ? score : 0, 0, 100);
        html.Write($"""<b>{Wording.Score(score)}</b>""");
        html.Write($"""<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">""");
        html.Write($"""<rect class="rail" width="100" height="8"/>""");
        html.Write($"""<rect class="fill {Levels.Css(level)}" width="{width:0.#}" height="8"/></svg>""");
    }

    private static void Reasons(HtmlWriter html, AccountDocument account)
    {
        var ordered = Ordered(account).ToList();
        if (ordered.Count == 0) return;
        html.Write($"<ol>");
        foreach (var finding in ordered.Take(ReasonsMax))
        {
            html.Write($"""<li><span class="rule">{finding.Rule}</span> """);
            html.Write($"""<span class="pts">{Wording.Points(finding.Points)}</span> <span>""");
            if (finding.Suppressed is not null) html.Write($"""<span class="flag">suppressed</span> """);
            else if (Levels.IsReviewOnly(finding)) html.Write($"""<span class="flag">review only</span> """);
            html.Write($"""<bdi>{VisibleText.Cut(finding.Summary, 170)}</bdi></span></li>""");
        }

        if (ordered.Count > ReasonsMax)
        {
            html.Write($"""<li class="more">{Wording.Count(ordered.Count - ReasonsMax)} more:""");
            html.Write($""" {string.Join(", ", ordered.Skip(ReasonsMax).Select(f => f.Rule).Distinct().Take(12))}""");
            html.Write($"""</li>""");
        }
        html.Write($"</ol>");
    }

    /// <summary>What counts most first; what is suppressed or for review only last.</summary>
    public static IEnumerable<FindingDocument> Ordered(AccountDocument account) => account.Findings
        .OrderBy(f => f.Suppressed is null ? 0 : 1).ThenByDescending(f => f.Points)
        .ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Time).ThenBy(f => f.Id, StringComparer.Ordinal);

    public static string Points(FindingDocument finding) =>
        finding.Suppressed is not null ? "suppressed" : Levels.IsReviewOnly(finding) ? "review"
            : Wording.Points(finding.Points);

    public static void Alert(HtmlWriter html, ReportIndex index, AccountDocument account)
    {
        if (account.PageTime is { } page)
        {
            html.Write($"""<span class="page">{(ByRing(index, account) ? "Page (ring)" : "Page")}</span> """);
            html.Write($"""<time datetime="{Wording.Iso(page)}">{Wording.Minute(page)}</time>""");
        }
        else if (account.TicketTime is { } ticket)
        {
            html.Write($"""<span class="ticket">Ticket</span> """);
            html.Write($"""<time datetime="{Wording.Iso(ticket)}">{Wording.Minute(ticket)}</time>""");
        }
        else if (account.Findings.Any(Levels.IsReviewOnly))
            html.Write($"""<span class="review">Review</span>""");
        else
            html.Write($"""<span class="dim">—</span>""");
    }

    /// <summary>An account that pages only through its ring has the ring's time.</summary>
    private static bool ByRing(ReportIndex index, AccountDocument account) =>
        account.Ring is not null
            && index.Hunt.Rings.Any(ring => ring.Id == account.Ring && ring.PageTime == account.PageTime);

    private static string AlertOrder(AccountDocument account) =>
        account.PageTime is { } page ? "0 " + Wording.Iso(page)
        : account.TicketTime is { } ticket ? "1 " + Wording.Iso(ticket)
        : account.Findings.Any(Levels.IsReviewOnly) ? "2" : "3";

    private static string Others(AccountDocument account)
    {
        var others = account.Names.Where(name => name != account.Account).ToList();
        return string.Join(" · ", others.Take(3)) + (others.Count > 3 ? $" +{others.Count - 3}" : "");
    }
}
