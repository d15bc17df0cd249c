using Streams.Console.Report;
using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console;

/// <summary>The result on a terminal: who, why, with whom, from what records, and what was not there.</summary>
public static class TextReport
{
    /// <summary>Reasons in sentences for as many accounts as fill a few screens; the others get a line each.</summary>
    private const int ReasonedAccounts = 25;

    private const int ReasonsMax = 3, BarCells = 10, InputsMax = 20, SharedMax = 8;

    private const int FixedCells = 23 + BarCells, AlertCells = 24, WideCells = 80;

    public static void Write(TextWriter output, HuntDocument hunt, bool colour, int width)
    {
        var page = new TerminalPage(output, colour, width);
        Summary(page, hunt);
        Accounts(page, hunt);
        Rings(page, hunt);
        Inputs(page, hunt);
        Missing(page, hunt);
        page.Blank();
        page.Write("Not proof; no automatic action.", Ink.Bold).End();
    }

    internal static string Bar(double score)
    {
        var full =
            (int)Math.Round(Math.Clamp(double.IsFinite(score) ? score : 0, 0, 100) / 100 * BarCells,
            MidpointRounding.AwayFromZero);
        return new string('█', full) + new string('░', BarCells - full);
    }

    private static void Summary(TerminalPage page, HuntDocument hunt)
    {
        var pages = hunt.Accounts.Count(a => a.PageTime is not null);
        var tickets = hunt.Accounts.Count(a => a.PageTime is null && a.TicketTime is not null);
        page.Write(Wording.Count(hunt.Accounts.Count, "account", "accounts"), Ink.Bold)
            .Write($", {pages} to page, {tickets} for a ticket, {Wording.Count(hunt.Rings.Count, "ring", "rings")}; ")
            .Write($"{Wording.Day(hunt.Totals.FirstEvent)} to {Wording.Day(hunt.Totals.LastEvent)} UTC.").End();
    }

    private static void Accounts(TerminalPage page, HuntDocument hunt)
    {
        if (hunt.Accounts.Count == 0)
        {
            page.Blank();
            page.Write("No account has a finding.").End();
            return;
        }

        // Number, score, bar and level have fixed widths; the name takes what is left, and the alert its own line where
        // nothing is.
        var wide = page.Width >= WideCells;
        var name = Math.Clamp(page.Width - FixedCells - (wide ? AlertCells : 0), 8, 44);
        page.Blank();
        page.Cell("#", 4, Ink.Dim, right: true).Pad(5).Cell("account", name, Ink.Dim).Pad(6 + name)
            .Cell("score", 5, Ink.Dim, right: true)
            .Pad(13 + name + BarCells).Write("level", Ink.Dim);
        if (wide) page.Pad(FixedCells + name).Write("alert", Ink.Dim);
        page.End();
        for (var i = 0; i < hunt.Accounts.Count; i++)
        {
            Account(page, hunt.Accounts[i], i + 1, name, wide);
            if (i < ReasonedAccounts) Reasons(page, hunt.Accounts[i]);
        }
    }

    private static void Account(TerminalPage page, AccountDocument account, int rank, int name, bool wide)
    {
        var ink = TerminalPage.OfLevel(account.Level);
        var alert = Alert(account);
        page.Cell(Wording.Count(rank), 4, Ink.Dim, right: true).Pad(5).Cell(account.Account, name, Ink.Bold)
            .Pad(6 + name)
            .Cell(Wording.Score(account.Score), 5, ink, right: true).Pad(12 + name)
                .Cell(Bar(account.Score), BarCells, ink)
            .Pad(13 + name + BarCells).Cell(account.Level, 9, ink);
        if (wide) page.Pad(FixedCells + name).Write(alert);
        page.End();
        if (!wide && alert != "") page.Pad(5).Write(alert).End();
    }

    private static string Alert(AccountDocument account) =>
        account.PageTime is { } page ? $"page {Wording.Minute(page)}"
        : account.TicketTime is { } ticket ? $"ticket {Wording.Minute(ticket)}"
        : account.Findings.Any(Levels.IsReviewOnly) ? "review" : "";

    private static void Reasons(TerminalPage page, AccountDocument account)
    {
        var ordered = AccountTable.Ordered(account).ToList();
        foreach (var finding in ordered.Take(ReasonsMax))
        {
            page.Pad(5).Cell(finding.Rule, 4, Ink.Accent).Cell(Wording.Points(finding.Points), 6, Ink.Dim, right: true)
                .Pad(17).Indent(17);
            if (finding.Suppressed is not null) page.Write("(suppressed) ", Ink.Dim);
            else if (Levels.IsReviewOnly(finding)) page.Write("(review only) ", Ink.Dim);
            page.Write(finding.Summary).End();
        }

        if (ordered.Count > ReasonsMax)
            page.Pad(5)
                .Write($"and {ordered.Count - ReasonsMax} more: "
                    + $"{string.Join(", ", ordered.Skip(ReasonsMax).Select(f => f.Rule).Distinct())}", Ink.Dim).End();
        if (account.Ring is not null) page.Pad(5).Write("ring ", Ink.Dim).Write(account.Ring).End();
    }

    private static void Rings(TerminalPage page, HuntDocument hunt)
    {
        if (hunt.Rings.Count == 0) return;
        page.Heading("Rings");
        foreach (var ring in hunt.Rings)
        {
            var ink = TerminalPage.OfLevel(ring.Level);
            page.Write(ring.Id, Ink.Bold).Write(" ")
                .Write($"{Wording.Score(ring.Score)} {Bar(ring.Score)} {ring.Level}", ink)
                .Write(ring.PageTime is { } time ? $" page {Wording.Minute(time)}" : "").End();
            page.Pad(2).Cell("members", 9, Ink.Dim).Indent(11).Write(string.Join(", ", ring.Accounts)).End();
            foreach (var artefact in ring.Artefacts.Take(SharedMax))
                page.Pad(2).Cell("shared", 9, Ink.Dim).Indent(11)
                    .Write($"{artefact.Type} {artefact.Value}, by {string.Join(", ", artefact.Accounts)}").End();
            if (ring.Artefacts.Count > SharedMax)
                page.Pad(11).Write($"and {ring.Artefacts.Count - SharedMax} more", Ink.Dim).End();
            foreach (var reason in ring.Reasons)
                page.Pad(2).Cell("why", 9, Ink.Dim).Indent(11).Write(reason).End();
        }
    }

    private static void Inputs(TerminalPage page, HuntDocument hunt)
    {
        page.Heading("Read");
        var t = hunt.Totals;
        page.Indent(2)
            .Write($"{Wording.Count(t.Read, "record", "records")}: {Wording.Count(t.Decoded)} decoded, "
                + $"{Wording.Count(t.Ignored)} ignored, "
            + $"{Wording.Count(t.Duplicate)} duplicate, {Wording.Count(t.Quarantined)} quarantined.").End();
        foreach (var input in hunt.Inputs.Take(InputsMax))
            page.Indent(2)
                .Write($"{input.Path} ({input.Format ?? "not recognised"}): {Wording.Count(input.Read)} read, "
                    + $"{Wording.Count(input.Decoded)} decoded")
                .Write(input.Quarantined > 0 ? $", {Wording.Count(input.Quarantined)} quarantined" : "",
                    Ink.High).End();
        if (hunt.Inputs.Count > InputsMax) page.Indent(2)
            .Write($"and {Wording.Count(hunt.Inputs.Count - InputsMax)} more inputs", Ink.Dim).End();
    }

    private static void Missing(TerminalPage page, HuntDocument hunt)
    {
        if (hunt.Notes.Count == 0) return;
        page.Heading("What was missing, and what that costs");
        foreach (var note in hunt.Notes) page.Write("- ").Indent(2).Write(note).End();
    }
}
