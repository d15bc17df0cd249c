using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report.Pictures;

/// <summary>
/// From the prior's log-odds to the score's, one bar a group: what counted solid, what the group's cap cut off as an
/// outline. The
/// vertical lines are the bands' edges, so that one sees which reason carried the account over which.
/// </summary>
internal static class Waterfall
{
    private const double Left = 78, Right = 282, PictureWidth = 390, RowHeight = 23, Top = 22;

    private static readonly (double Score, string Label)[] Bands = [(20, "20"), (40, "40"), (70, "70"), (90, "90")];

    /// <summary>One step: where it starts and ends, and what it would have been without the cap.</summary>
    internal sealed record Step(string Label, double From, double To, double Uncapped, string Css)
    {
        public double Points => To - From;

        public bool IsCut => Css == "group" && Uncapped > Points + 0.005;
    }

    public static IReadOnlyList<Step> StepsOf(AccountDocument account)
    {
        var steps = new List<Step>();
        var at = Logit(account.Prior.Probability * 100);
        steps.Add(new Step("prior", at, at, 0, "prior"));
        foreach (var group in account.PointsByGroup.Where(g => double.IsFinite(g.Capped + g.Uncapped)
            && (g.Capped != 0 || g.Uncapped != 0)))
        {
            steps.Add(new Step(group.Group, at, at + group.Capped, group.Uncapped, "group"));
            at += group.Capped;
        }

        if (double.IsFinite(account.InheritedFromRing) && account.InheritedFromRing != 0)
        {
            steps.Add(new Step("ring", at, at + account.InheritedFromRing, 0, "context"));
            at += account.InheritedFromRing;
        }

        var end = Logit(account.Score);
        // What the document does not itemise by group: D20 and D21 add outside the caps.
        if (Math.Abs(end - at) > 0.05) steps.Add(new Step(HasContext(account) ? "D20, D21" : "other", at, end, 0,
            "context"));
        steps.Add(new Step("score", end, end, 0, "total"));
        return steps;
    }

    public static void Write(HtmlWriter html, AccountDocument account, int rank)
    {
        var steps = StepsOf(account);
        var low = Math.Min(-5.5, steps.Min(s => Math.Min(s.From, s.To)) - 0.5);
        var high = Math.Max(4, steps.Max(s => Math.Max(Math.Max(s.From, s.To), s.From + s.Uncapped)) + 0.3);
        double X(double value) => Left + (value - low) / (high - low) * (Right - Left);
        var height = Top + steps.Count * RowHeight + 4;
        html.Write($"""
            <figure class="waterfall">
            <figcaption>How the score adds up<span class="note">log-odds (nats); lines mark the bands</span>
            </figcaption>
            <svg class="pic" role="img" aria-labelledby="wt{rank} wd{rank}" viewBox="0 0 {PictureWidth} {height}">
            <title id="wt{rank}">Score by group</title><desc id="wd{rank}">{Describe(account, steps)}</desc>

            """);
        foreach (var (score, label) in Bands)
        {
            html.Write($"""<path class="band" d="M{X(Logit(score)):0.#} {Top - 4}V{height - 2}"/>""");
            html.Write($"""<text class="tick" x="{X(Logit(score)):0.#}" y="12" text-anchor="middle">{label}</text>""");
        }
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var y = Top + i * RowHeight;
            var middle = y + 15;
            html.Write($"""<text class="label" x="{Left - 8}" y="{middle}" text-anchor="end">{step.Label}</text>""");
            if (step.IsCut)
                html.Write(
                    $"""<rect class="cut" x="{X(step.To):0.#}" y="{y + 5.5}" """
                    + $"""width="{X(step.From + step.Uncapped) - X(step.To):0.#}" height="12"/>""");
            if (step.Css is "prior" or "total")
                html.Write($"""<path class="{step.Css}" d="M{X(step.To):0.#} {y + 5}l6 6l-6 6l-6 -6z"/>""");
            else
                html.Write(
                    $"""<rect class="{step.Css}" x="{X(Math.Min(step.From, step.To)):0.#}" y="{y + 5}" """
                    + $"""width="{Math.Max(1, Math.Abs(X(step.To) - X(step.From))):0.#}" height="13"/>""");
            if (i + 1 < steps.Count)
                html.Write($"""<path class="join" d="M{X(step.To):0.#} {y + 11}V{y + RowHeight + 11}"/>""");
            html.Write(
                $"""<text class="value" x="{PictureWidth - 4}" y="{middle}" text-anchor="end">{Value(account, step)}"""
                    + $"""</text>""");
        }

        html.Write($"\n</svg></figure>\n");
    }

    private static string Value(AccountDocument account, Step step) => step.Css switch
    {
        "prior" => Wording.Plain(step.To),
        "total" => Wording.Score(account.Score),
        _ => step.IsCut ? $"{Wording.Points(step.Points)} of {Wording.Plain(step.Uncapped)}"
            : Wording.Points(step.Points),
    };

    private static string Describe(AccountDocument account, IReadOnlyList<Step> steps) =>
        string.Join("; ", steps.Select(step => $"{step.Label} {Value(account, step)}")) + ".";

    private static bool HasContext(AccountDocument account) =>
        account.Findings.Any(finding => finding.Rule is "D20" or "D21");

    private static double Logit(double score)
    {
        var p = Math.Clamp(double.IsFinite(score) ? score / 100 : 0, 1e-4, 1 - 1e-4);
        return Math.Log(p / (1 - p));
    }
}
