using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report;

/// <summary>What was read and what was not there: a reader must be able to tell silence from blindness.</summary>
internal static class InputsSection
{
    /// <summary>Beyond this the largest stand for themselves and the rest is one row; the JSON has them all.</summary>
    private const int InputsMax = 500;

    public static void Write(HtmlWriter html, HuntDocument hunt)
    {
        html.Write($"""
            <section id="inputs" aria-labelledby="h-inputs"><div class="head"><h2 id="h-inputs">Inputs</h2>
            <p class="note">read = decoded + ignored + duplicate + quarantined</p></div>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="h-inputs"><table class="plain"><thead><tr>
            <th scope="col">Input</th><th scope="col">Format</th><th scope="col" class="n">Read</th>
            <th scope="col" class="n">Decoded</th><th scope="col" class="n">Ignored</th>
            <th scope="col" class="n">Duplicate</th><th scope="col" class="n">Quarantined</th></tr></thead><tbody>

            """);
        foreach (var input in hunt.Inputs.Take(InputsMax))
            Row(html, input.Path, input.Format ?? "not recognised", input.Read, input.Decoded, input.Ignored,
                input.Duplicate, input.Quarantined);
        if (hunt.Inputs.Count > InputsMax)
        {
            var rest = hunt.Inputs.Skip(InputsMax).ToList();
            Row(html, $"{rest.Count} more inputs", "", rest.Sum(i => i.Read), rest.Sum(i => i.Decoded),
                rest.Sum(i => i.Ignored), rest.Sum(i => i.Duplicate), rest.Sum(i => i.Quarantined));
        }

        html.Write($"</tbody><tfoot>");
        var t = hunt.Totals;
        Row(html, "Total", "", t.Read, t.Decoded, t.Ignored, t.Duplicate, t.Quarantined);
        html.Write($"""
            </tfoot></table></div></section>
            <section id="missing" aria-labelledby="h-missing"><div class="head">
            <h2 id="h-missing">What was missing, and what that costs</h2></div>

            """);
        if (hunt.Notes.Count == 0) html.Write($"<p class=\"empty\">Nothing.</p>");
        else
        {
            html.Write($"""<ul class="missing">""");
            foreach (var note in hunt.Notes) html.Write($"<li>{note}</li>");
            html.Write($"</ul>");
        }

        html.Write($"\n</section>\n");
    }

    private static void Row(HtmlWriter html, string path, string format, long read, long decoded, long ignored,
        long duplicate, long quarantined)
    {
        var css = quarantined > 0 ? "n warn" : "n";
        html.Write($"""<tr><td class="mono path"><bdi>{path}</bdi></td><td>{format}</td>""");
        html.Write($"""<td class="n">{Wording.Count(read)}</td><td class="n">{Wording.Count(decoded)}</td>""");
        html.Write($"""<td class="n">{Wording.Count(ignored)}</td><td class="n">{Wording.Count(duplicate)}</td>""");
        html.Line($"""<td class="{css}">{Wording.Count(quarantined)}</td></tr>""");
    }
}
