using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report.Pictures;

/// <summary>A ring as two columns, accounts and what they share. Few enough nodes to be read; the table beside it says
/// the same.</summary>
internal static class RingGraph
{
    public const int NodesMax = 60;

    private const double PictureWidth = 760, LeftX = 290, RightX = 480, RowHeight = 28, Top = 16;

    public static bool Write(HtmlWriter html, RingDocument ring, int number, ReportIndex index)
    {
        var members = ring.Accounts.Distinct(StringComparer.Ordinal).ToList();
        if (members.Count == 0 || members.Count + ring.Artefacts.Count > NodesMax) return false;
        var row = members.Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i, StringComparer.Ordinal);
        // An artefact stands at the mean of its accounts: few crossings, and the same picture every time.
        var artefacts = ring.Artefacts
            .OrderBy(a => a.Accounts.Where(row.ContainsKey)
                .Select(name => (double)row[name]).DefaultIfEmpty(members.Count).Average())
            .ThenBy(a => a.Type, StringComparer.Ordinal).ThenBy(a => a.Value, StringComparer.Ordinal).ToList();
        var rows = Math.Max(members.Count, artefacts.Count);
        var height = 2 * Top + rows * RowHeight;
        double Y(int i, int count) => Top + RowHeight * (i + 0.5 + (rows - count) / 2.0);

        html.Write($"""
            <svg class="pic ring" role="img" aria-labelledby="rt{number} rd{number}" viewBox="0 0 {PictureWidth}
            {height}"><title id="rt{number}">Ring {ring.Id}: accounts and what they share</title>
            <desc id="rd{number}">{Describe(ring, members.Count)}</desc>

            """);
        for (var a = 0; a < artefacts.Count; a++)
            foreach (var name in artefacts[a].Accounts.Where(row.ContainsKey).Distinct(StringComparer.Ordinal))
                Edge(html, Y(row[name], members.Count), Y(a, artefacts.Count), artefacts[a].Type);
        for (var i = 0; i < members.Count; i++) Member(html, members[i], Y(i, members.Count), index);
        for (var a = 0; a < artefacts.Count; a++) Artefact(html, artefacts[a], Y(a, artefacts.Count));
        html.Write($"\n</svg>\n");
        return true;
    }

    private static void Edge(HtmlWriter html, double from, double to, string type)
    {
        var css = type is "ip" or "browser_hash" ? "edge weak" : "edge";
        var middle = (LeftX + RightX) / 2;
        html.Write($"""<path class="{css}" d="M{LeftX} {from}C{middle} {from} {middle} {to} {RightX} {to}"/>""");
    }

    private static void Member(HtmlWriter html, string name, double y, ReportIndex index)
    {
        var account = index.Find(name);
        var label = VisibleText.Cut(name, 38);
        html.Write($"""<circle class="node {Levels.Css(account?.Level ?? "none")}" cx="{LeftX}" cy="{y}" r="6.5"/>""");
        if (index.Anchor(name) is { } anchor)
        {
            html.Write($"""<a href="{anchor}">""");
            html.Write($"""<text class="label" x="{LeftX - 14}" y="{y + 4}" text-anchor="end">{label}</text></a>""");
        }
        else
            html.Write($"""<text class="label" x="{LeftX - 14}" y="{y + 4}" text-anchor="end">{label}</text>""");
    }

    private static void Artefact(HtmlWriter html, RingArtefactDocument artefact, double y)
    {
        html.Write($"""<rect class="node artefact" x="{RightX - 6}" y="{y - 6}" width="12" height="12"/>""");
        html.Write($"""<text class="type" x="{RightX + 14}" y="{y + 4}">{artefact.Type.Replace('_', ' ')}""");
        html.Write($"""<tspan class="what" dx="8">{VisibleText.Cut(artefact.Value, 30)}</tspan></text>""");
    }

    private static string Describe(RingDocument ring, int members) =>
        $"{Wording.Count(members, "account", "accounts")}, "
            + $"{Wording.Count(ring.Artefacts.Count, "shared artefact", "shared artefacts")}. "
        + string.Join("; ",
            ring.Artefacts.Select(a => $"{a.Type} {a.Value} shared by {string.Join(", ", a.Accounts)}")) + ".";
}
