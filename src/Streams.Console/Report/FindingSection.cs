using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>One finding: the claim, its arithmetic, its threshold, and the records that it rests on, so that an analyst
/// can open them.</summary>
internal static class FindingSection
{
    /// <summary>More rows than this fold away; a finding carries 20 at most.</summary>
    private const int EvidenceShown = 8;

    public static void Write(HtmlWriter html, ReportIndex index, FindingDocument finding)
    {
        var css = finding.Suppressed is not null ? "finding off" : Levels.IsReviewOnly(finding) ? "finding review"
            : "finding";
        html.Write($"""<section class="{css}"><header><span class="rule">{finding.Rule}</span><h5>{finding.Name}""");
        html.Write($"""</h5><span class="group">{finding.Group}</span><span class="when">{When(finding)}</span>""");
        html.Write($"""<span class="points" title="{Arithmetic(finding)}">{AccountTable.Points(finding)}</span>""");
        html.Line($"""</header><p class="claim"><bdi>{finding.Summary}</bdi></p>""");
        if (finding.Suppressed is { } suppressed)
        {
            html.Write($"""<p class="suppressed">Suppressed: <bdi>{suppressed.Reason}</bdi> (decided by """);
            html.Write($"""<bdi>{suppressed.Owner}</bdi>, until {Wording.Minute(suppressed.Until)}). It counts 0.""");
            html.Line($"""</p>""");
        }
        else if (Levels.IsReviewOnly(finding))
            html.Line($"""<p class="suppressed">For a person's review only. It never counts in a score.</p>""");
        Facts(html, finding);
        html.Write($"""<dl class="facts inline">""");
        Fact(html, "Points", Arithmetic(finding));
        if (finding.Threshold != "")
            Fact(html, "Threshold", finding.Threshold
                + (finding.ThresholdOrigin == "" ? "" : $" ({finding.ThresholdOrigin})"));
        if (finding.Prevention != "") Fact(html, "Prevented by", finding.Prevention);
        Counterparts(html, index, finding);
        Attack(html, finding);
        html.Line($"""<div><dt>Finding</dt><dd class="mono">{finding.Id}</dd></div></dl>""");
        Evidence(html, finding);
        html.Write($"</section>\n");
    }

    private static string When(FindingDocument finding)
    {
        var span = finding.LastTime > finding.Time
            ? $"{Wording.Minute(finding.Time)} – {Wording.Minute(finding.LastTime)}" : Wording.Minute(finding.Time);
        return finding.Count > 1 ? $"{span}, {Wording.Count(finding.Count)} times" : span;
    }

    public static string Arithmetic(FindingDocument finding)
    {
        var full = finding.Weight * finding.Strength;
        var text = $"weight {Wording.Plain(finding.Weight)} × strength {Wording.Plain(finding.Strength)}";
        if (finding.Suppressed is not null) return text + ", suppressed: 0";
        return full > 0 ? $"{text} × decay {Wording.Plain(finding.Points / full)} = {Wording.Plain(finding.Points)}"
            : text;
    }

    private static void Facts(HtmlWriter html, FindingDocument finding)
    {
        if (finding.Facts.Count == 0) return;
        html.Write($"""<ul class="measured">""");
        foreach (var (name, value) in finding.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            var (label, text) = Wording.Fact(name, value);
            html.Write($"<li>{label} <b><bdi>{text}</bdi></b></li>");
        }

        html.Write($"</ul>\n");
    }

    private static void Counterparts(HtmlWriter html, ReportIndex index, FindingDocument finding)
    {
        if (finding.Counterparts.Count == 0) return;
        html.Write($"<div><dt>With</dt><dd>");
        foreach (var name in finding.Counterparts)
        {
            if (index.Anchor(name) is { } anchor)
            {
                html.Write($"""<a class="who" href="{anchor}"><bdi>{name}</bdi></a> """);
            }
            else html.Write($"""<span class="who"><bdi>{name}</bdi></span> """);
        }

        html.Write($"</dd></div>");
    }

    private static void Attack(HtmlWriter html, FindingDocument finding)
    {
        if (finding.Attack.Count == 0) return;
        html.Write($"<div><dt>ATT&amp;CK</dt><dd>");
        foreach (var id in finding.Attack)
        {
            if (IsTechnique(id)) html.Write(
                $"""<a class="mono" rel="noreferrer """
                    + $"""noopener" href="https://attack.mitre.org/techniques/{id.Replace('.', '/')}/">{id}</a> """);
            else html.Write($"""<span class="mono">{id}</span> """);
        }

        html.Write($"</dd></div>");
    }

    /// <summary>T1078 or T1078.004: only then it may stand in an address.</summary>
    private static bool IsTechnique(string id) =>
        id.Length is 5 or 9 && id[0] == 'T' && (id.Length == 5 || id[5] == '.')
        && id.Select((c, i) => i is 0 or 5 || char.IsAsciiDigit(c)).All(ok => ok);

    private static void Evidence(HtmlWriter html, FindingDocument finding)
    {
        if (finding.Evidence.Count == 0)
        {
            html.Line($"""<p class="dim">No record is cited.</p>""");
            return;
        }

        var count = Wording.Count(finding.Evidence.Count, "record", "records");
        var fold = finding.Evidence.Count > EvidenceShown;
        if (fold) html.Write($"""<details class="fold"><summary>Evidence: {count}</summary>""");
        html.Write($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Evidence, {count}"><table class="evidence">
            <thead><tr><th scope="col">Time (UTC)</th><th scope="col">Source</th><th scope="col">Kind</th>
            <th scope="col">Address</th><th scope="col">Country</th><th scope="col">Network</th>
            <th scope="col">Record</th><th scope="col">Event id</th></tr></thead><tbody>

            """);
        foreach (var e in finding.Evidence.OrderBy(e => e.Time).ThenBy(e => e.Path, StringComparer.Ordinal)
            .ThenBy(e => e.Record))
        {
            html.Write($"""<tr><td class="t">{Wording.Time(e.Time)}</td><td>{e.Source} <span class="dim">{e.Format}""");
            html.Write($"""</span></td><td>{e.Kind}</td><td class="mono">{e.Ip}</td><td>{e.Country}</td>""");
            html.Write($"""<td>{e.NetworkClass}</td><td class="mono path"><bdi>{e.Path}</bdi>:{e.Record}</td>""");
            html.Line($"""<td class="mono id"><bdi>{e.EventId}</bdi></td></tr>""");
        }
        html.Write($"</tbody></table></div>\n");
        if (fold) html.Write($"</details>\n");
    }

    private static void Fact(HtmlWriter html, string label, string value) =>
        html.Write($"<div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div>");
}
