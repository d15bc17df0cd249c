using Streams.Console.Report.Pictures;
using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>The rings: who, held together by what, and how the score adds up.</summary>
internal static class RingSection
{
    public static void Write(HtmlWriter html, ReportIndex index, ReportOptions options)
    {
        var rings = index.Hunt.Rings;
        if (rings.Count == 0) return;
        html.Write($"""<section id="rings" aria-labelledby="h-rings"><div class="head"><h2 id="h-rings">Rings</h2>""");
        html.Write($"""<p class="note">Accounts tied together by what they share:""");
        html.Line($""" {Wording.Count(rings.Count, "ring", "rings")}</p></div>""");
        var detailed = Math.Min(rings.Count, options.MaxDetailedRings);
        for (var i = 0; i < detailed; i++) Ring(html, index, rings[i], i + 1);
        if (detailed < rings.Count) Rest(html, rings, detailed);
        html.Write($"</section>\n");
    }

    private static void Ring(HtmlWriter html, ReportIndex index, RingDocument ring, int number)
    {
        html.Write(
            $"""<article class="ring """
                + $"""{Levels.Css(ring.Level)}" id="r{number}" aria-labelledby="rn{number}" tabindex="-1"><header>"""
                + $"""<h3 id="rn{number}">Ring <span class="mono">{ring.Id}</span></h3>""");
        AccountTable.Badge(html, ring.Level);
        html.Write($"""<span class="big">{Wording.Score(ring.Score)}</span>""");
        html.Write($"""<span class="note">{Wording.Count(ring.Accounts.Count, "member", "members")} · peak""");
        html.Write($""" {Wording.Score(ring.PeakScore)} {ring.PeakLevel} {Wording.Minute(ring.PeakTime)} ·""");
        html.Write($""" {Alert(ring)} · seen {Wording.Day(ring.FirstSeen)} – {Wording.Day(ring.LastSeen)}</span>""");
        html.Line($"""</header><div class="ringbody"><div>""");
        if (!RingGraph.Write(html, ring, number, index))
        {
            html.Write($"""<p class="note">Too many nodes to draw ({ring.Accounts.Count + ring.Artefacts.Count});""");
            html.Line($""" the tables hold them all.</p>""");
        }
        html.Line($"""</div><div class="side">""");
        if (ring.Reasons.Count > 0)
        {
            html.Write($"<h4>Why</h4><ul>");
            foreach (var reason in ring.Reasons) html.Write($"<li><bdi>{reason}</bdi></li>");
            html.Write($"</ul>\n");
        }

        if (ring.Points.Count > 0)
        {
            html.Write($"""<h4>Points</h4><dl class="facts">""");
            foreach (var (name, value) in ring.Points.OrderBy(term => term.Key, StringComparer.Ordinal))
                html.Write($"<div><dt>{name.Replace('_', ' ')}</dt><dd>{Wording.Points(value)}</dd></div>");
            html.Write($"</dl>\n");
        }

        html.Write($"</div></div>\n");
        Tables(html, index, ring);
        foreach (var finding in ring.Findings.OrderBy(f => f.Time).ThenBy(f => f.Id, StringComparer.Ordinal))
            FindingSection.Write(html, index, finding);
        html.Write($"</article>\n");
    }

    private static void Tables(HtmlWriter html, ReportIndex index, RingDocument ring)
    {
        html.Write($"""<details class="fold"><summary>As tables: members and what they share</summary>""");
        html.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Ring as tables">""");
        html.Write($"""<table class="plain"><thead><tr><th scope="col">Member</th><th scope="col" class="n">Score""");
        html.Write($"""</th><th scope="col">Level</th><th scope="col">Vendor</th><th scope="col">Country</th></tr>""");
        html.Line($"""</thead><tbody>""");
        foreach (var name in ring.Accounts)
        {
            var account = index.Find(name);
            html.Write($"<tr><td>");
            if (index.Anchor(name) is { } anchor) html.Write($"""<a href="{anchor}"><bdi>{name}</bdi></a>""");
            else html.Write($"<bdi>{name}</bdi>");
            html.Write($"""</td><td class="n">{(account is null ? "—" : Wording.Score(account.Score))}</td>""");
            html.Write($"""<td>{account?.Level ?? "—"}</td><td><bdi>{account?.Declared?.Vendor ?? "—"}</bdi></td>""");
            html.Line($"""<td><bdi>{account?.Declared?.Country ?? "—"}</bdi></td></tr>""");
        }

        html.Write($"""</tbody></table><table class="plain"><thead><tr><th scope="col">Shared</th>""");
        html.Line($"""<th scope="col">Value</th><th scope="col">By</th></tr></thead><tbody>""");
        foreach (var artefact in ring.Artefacts)
        {
            html.Write($"""<tr><td>{artefact.Type.Replace('_', ' ')}</td><td class="mono"><bdi>{artefact.Value}""");
            html.Line($"""</bdi></td><td><bdi>{string.Join(", ", artefact.Accounts)}</bdi></td></tr>""");
        }
        html.Write($"</tbody></table></div></details>\n");
    }

    private static void Rest(HtmlWriter html, IReadOnlyList<RingDocument> rings, int from)
    {
        html.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Further rings">""");
        html.Write($"""<table class="plain"><thead><tr><th scope="col">Ring</th><th scope="col" class="n">Score""");
        html.Write($"""</th><th scope="col">Level</th><th scope="col">Members</th><th scope="col">Shared</th></tr>""");
        html.Line($"""</thead><tbody>""");
        for (var i = from; i < rings.Count; i++)
        {
            html.Write($"""<tr id="r{i + 1}"><td class="mono">{rings[i].Id}</td>""");
            html.Write($"""<td class="n">{Wording.Score(rings[i].Score)}</td><td>{rings[i].Level}</td><td>""");
            html.Write($"""<bdi>{string.Join(", ", rings[i].Accounts)}</bdi></td><td>""");
            html.Write($"""<bdi>{string.Join(", ", rings[i].Artefacts.Select(a => $"{a.Type} {a.Value}"))}</bdi>""");
            html.Line($"""</td></tr>""");
        }
        html.Write($"</tbody></table></div>\n");
    }

    private static string Alert(RingDocument ring) =>
        ring.PageTime is { } page ? $"page {Wording.Minute(page)}"
        : ring.TicketTime is { } ticket ? $"ticket {Wording.Minute(ticket)}" : "no alert";
}
