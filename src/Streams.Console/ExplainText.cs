using Streams.Console.Report;
using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console;

/// <summary><c>streams explain</c>: why an account, a finding or a ring stands where it stands, record by
/// record.</summary>
public static class ExplainText
{
    private const int SuggestionsMax = 5;

    /// <summary>False where nothing has that name; the nearest names are then written instead.</summary>
    public static bool Write(TextWriter output, HuntDocument hunt, string subject, bool colour, int width)
    {
        var page = new TerminalPage(output, colour, width);
        if (Find(hunt, subject) is { } account)
        {
            Account(page, hunt, account);
            return true;
        }

        foreach (var owner in hunt.Accounts)
        {
            if (owner.Findings.FirstOrDefault(f => Same(f.Id, subject)) is not { } finding) continue;
            page.Write("Finding of ").Write(owner.Account, Ink.Bold)
                .Write($", score {Wording.Score(owner.Score)}, {owner.Level}").End();
            Finding(page, finding);
            List(page, "Missing", owner.Missing);
            Close(page, owner);
            return true;
        }

        foreach (var ring in hunt.Rings)
        {
            if (Same(ring.Id, subject))
            {
                Ring(page, hunt, ring);
                return true;
            }

            if (ring.Findings.FirstOrDefault(f => Same(f.Id, subject)) is not { } finding) continue;
            page.Write("Finding of ring ").Write(ring.Id, Ink.Bold).End();
            Finding(page, finding);
            return true;
        }

        Suggest(page, hunt, subject);
        return false;
    }

    /// <summary>By the account's own name first: another's alias never hides it.</summary>
    private static AccountDocument? Find(HuntDocument hunt, string subject) =>
        hunt.Accounts.FirstOrDefault(a => Same(a.Account, subject)) ?? hunt.Accounts.FirstOrDefault(a =>
            a.Names.Any(name => Same(name, subject)));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static void Account(TerminalPage page, HuntDocument hunt, AccountDocument account)
    {
        var ink = TerminalPage.OfLevel(account.Level);
        page.Write(account.Account, Ink.Bold).Write(" ")
            .Write($"{Wording.Score(account.Score)} {TextReport.Bar(account.Score)} {account.Level}", ink).End();
        Line(page, "names", string.Join(", ", account.Names));
        Line(page, "peak",
            $"{Wording.Score(account.PeakScore)}, {account.PeakLevel}, {Wording.Minute(account.PeakTime)}");
        Line(page, "page", account.PageTime is null ? "the paging rule never held" : "since "
            + Wording.Time(account.PageTime));
        Line(page, "ticket", account.TicketTime is null ? "never at level high" : "since "
            + Wording.Time(account.TicketTime));
        Line(page, "without the top reason", Wording.Score(account.ScoreWithoutTopReason));
        Line(page, "own score",
            $"{Wording.Score(account.OwnScore)} (without new hire, vendor and ring; read by the paging rule)");
        if (account.Floor is not null) Line(page, "floor",
            $"level lifted to {account.Floor} by a rule, whatever the score");
        Declared(page, account);
        page.Heading("How the score adds up (nats)");
        Line(page, "prior", $"{Wording.Plain(account.Prior.Probability * 100)} %, {account.Prior.Reason}");
        foreach (var group in account.PointsByGroup)
            Line(page, group.Group, group.Uncapped > group.Capped + 0.005
                ? $"{Wording.Points(group.Capped)} (capped from {Wording.Points(group.Uncapped)})"
                    : Wording.Points(group.Capped));
        if (account.Ring is not null)
            Line(page, "ring " + account.Ring,
                $"{Wording.Points(account.InheritedFromRing)} inherited{RingText(hunt, account.Ring)}");
        page.Heading("Reasons, the strongest first");
        if (account.Findings.Count == 0) page.Write("No finding.").End();
        foreach (var finding in AccountTable.Ordered(account)) Finding(page, finding);
        List(page, "Missing", account.Missing);
        Close(page, account);
    }

    private static void Declared(TerminalPage page, AccountDocument account)
    {
        if (account.Declared is not { } d)
        {
            Line(page, "declared", "nothing: no directory row");
            return;
        }

        string?[] parts = [d.Country, d.TimeZone, d.Kind, d.Remote is true ? "remote" : d.Remote is false ? "on site"
            : null,
            d.Vendor is null ? null : $"vendor {d.Vendor}", d.Hired is null ? null : $"hired {d.Hired}",
                d.Exits is null ? null : $"exits {d.Exits}"];
        Line(page, "declared", string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part))));
        if (account.NearestHomeKm is { } km)
            Line(page, "observed", $"nearest to home {Wording.Number(km)} km"
                + (account.NeverAtHome is true ? ", never at home on a fixed line" : ""));
    }

    private static void Finding(TerminalPage page, FindingDocument finding)
    {
        page.Blank();
        page.Write($"{finding.Rule} {finding.Name}", Ink.Accent).Write($" {AccountTable.Points(finding)}", Ink.Bold)
            .Write($" in {finding.Group}, {Wording.Minute(finding.Time)}")
                .Write(finding.Count > 1 ? $" to {Wording.Minute(finding.LastTime)}, {finding.Count} times" : "").End();
        page.Indent(2).Write(finding.Summary).End();
        Line(page, "points", FindingSection.Arithmetic(finding));
        if (finding.Suppressed is { } suppressed)
            Line(page, "suppressed",
                $"{suppressed.Reason} ({suppressed.Owner}, until {Wording.Minute(suppressed.Until)})");
        foreach (var (name, value) in finding.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            var (label, text) = Wording.Fact(name, value);
            Line(page, label, text);
        }

        if (finding.Threshold != "") Line(page, "threshold", finding.Threshold
            + (finding.ThresholdOrigin == "" ? "" : $" ({finding.ThresholdOrigin})"));
        if (finding.Prevention != "") Line(page, "prevented by", finding.Prevention);
        if (finding.Counterparts.Count > 0) Line(page, "with", string.Join(", ", finding.Counterparts));
        if (finding.Attack.Count > 0) Line(page, "att&ck", string.Join(", ", finding.Attack));
        Line(page, "id", finding.Id);
        foreach (var e in finding.Evidence.OrderBy(e => e.Time).ThenBy(e => e.Path, StringComparer.Ordinal)
            .ThenBy(e => e.Record))
        {
            string?[] parts = [e.Kind, e.Format, e.Ip, e.Country, e.NetworkClass is "unknown" ? null : e.NetworkClass];
            page.Pad(4).Indent(6).Write(Wording.Time(e.Time), Ink.Dim).Write($" {e.Path}:{e.Record} ", Ink.Bold)
                .Write(string.Join(" ", parts.Where(part => !string.IsNullOrEmpty(part)))).End();
        }
    }

    private static void Ring(TerminalPage page, HuntDocument hunt, RingDocument ring)
    {
        page.Write("Ring ").Write(ring.Id, Ink.Bold).Write(" ")
            .Write($"{Wording.Score(ring.Score)} {TextReport.Bar(ring.Score)} {ring.Level}",
                TerminalPage.OfLevel(ring.Level)).End();
        Line(page, "peak", $"{Wording.Score(ring.PeakScore)}, {ring.PeakLevel}, {Wording.Minute(ring.PeakTime)}");
        Line(page, "page", ring.PageTime is null ? "never" : "since " + Wording.Time(ring.PageTime));
        foreach (var name in ring.Accounts)
        {
            var account = hunt.Accounts.FirstOrDefault(a => a.Account == name);
            Line(page, "member", account is null ? name : $"{name}, {Wording.Score(account.Score)} {account.Level}");
        }

        foreach (var artefact in ring.Artefacts)
            Line(page, "shared", $"{artefact.Type} {artefact.Value}, by {string.Join(", ", artefact.Accounts)}");
        foreach (var (name, value) in ring.Points.OrderBy(term => term.Key, StringComparer.Ordinal)) Line(page,
            name.Replace('_', ' '), Wording.Points(value));
        foreach (var reason in ring.Reasons) Line(page, "why", reason);
        foreach (var finding in ring.Findings) Finding(page, finding);
        page.Blank();
        page.Write("Not proof; no automatic action.", Ink.Bold).End();
    }

    private static string RingText(HuntDocument hunt, string id) =>
        hunt.Rings.FirstOrDefault(ring => ring.Id == id) is { } ring
            ? $" ({Wording.Score(ring.Score)}, {Wording.Count(ring.Accounts.Count, "member", "members")})" : "";

    private static void Close(TerminalPage page, AccountDocument account)
    {
        List(page, "Benign explanations to test first", account.BenignExplanations);
        List(page, "Runbook", account.Runbook);
        page.Blank();
        page.Write(account.Disclaimer, Ink.Bold).End();
    }

    private static void List(TerminalPage page, string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0) return;
        page.Heading(title);
        foreach (var item in items) page.Write("- ").Indent(2).Write(item).End();
    }

    private static void Line(TerminalPage page, string label, string text) =>
        page.Pad(2).Cell(label, 24, Ink.Dim).Indent(26).Write(text).End();

    private static void Suggest(TerminalPage page, HuntDocument hunt, string subject)
    {
        page.Write($"Nothing here is called {subject}.").End();
        var near = Nearest.To(subject, Subjects(hunt), SuggestionsMax);
        if (near.Count == 0) return;
        page.Write("Nearest:").End();
        foreach (var name in near) page.Indent(2).Write(name).End();
    }

    private static IEnumerable<string> Subjects(HuntDocument hunt) =>
        hunt.Accounts.SelectMany(a => a.Names.Prepend(a.Account).Concat(a.Findings.Select(f => f.Id)))
            .Concat(hunt.Rings.Select(ring => ring.Id));
}
