using System.Text;
using Streams.Console.Report;
using Streams.Console.Report.Pictures;
using Streams.Core.Scoring;

namespace Streams.Console;

/// <summary>
/// The report: one HTML file that loads nothing, from nowhere. Log data stands in it as text only; the policy in its
/// head allows this
/// assembly's own style and script by their hashes and nothing else. The same document and options give the same bytes.
/// </summary>
public static class HtmlReport
{
    public static void Write(Stream output, HuntDocument hunt, ReportOptions options)
    {
        var (details, index) = Details(hunt, options);
        using var text = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var html = new HtmlWriter(text);
        Head(html, options);
        Banner(html, hunt, options);
        html.Line($"""<main id="main">""");
        OverviewSection.Write(html, hunt);
        AccountTable.Write(html, index);
        RingSection.Write(html, index, options);
        html.Write($"""<section id="details" aria-labelledby="h-details"><div class="head">""");
        html.Write($"""<h2 id="h-details">Accounts in detail</h2><p class="note">{Limit(index)}</p>""");
        html.Write($"""<div class="tools" hidden><button type="button" id="open-all">Open all</button>""");
        html.Line($"""<button type="button" id="close-all">Close all</button></div></div>""");
        html.Asset(details);
        html.Write($"</section>\n");
        InputsSection.Write(html, hunt);
        html.Write($"</main>\n");
        Foot(html, options);
    }

    /// <summary>The accounts in full, written first: how many fit decides what the table may link to.</summary>
    private static (string Html, ReportIndex Index) Details(HuntDocument hunt, ReportOptions options)
    {
        var count = Math.Min(hunt.Accounts.Count, options.MaxDetailedAccounts);
        while (true)
        {
            var index = new ReportIndex(hunt, count);
            var text = new StringWriter { NewLine = "\n" };
            var html = new HtmlWriter(text);
            var written = 0;
            while (written < count && (written == 0 || html.Length < options.MaxDetailChars))
            {
                AccountSection.Write(html, index, hunt.Accounts[written], written + 1);
                written++;
            }

            if (written == count) return (text.ToString(), index);
            count = written;
        }
    }

    private static void Head(HtmlWriter html, ReportOptions options)
    {
        var style = Assets.Read("report.css");
        var script = Assets.Read("report.js");
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{""}
            """);
        html.Asset(
            $"default-src 'none'; style-src {Assets.PolicyHash(style)}; script-src {Assets.PolicyHash(script)}; "
                + $"base-uri 'none'; form-action 'none'");
        html.Write($"""
            {""}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex, nofollow">
            <meta name="color-scheme" content="light dark">
            <title>{options.Title}</title>

            """);
        html.Asset($"<style>{style}</style>\n<script>{script}</script>\n</head>\n");
    }

    private static void Banner(HtmlWriter html, HuntDocument hunt, ReportOptions options)
    {
        html.Write($"""
            <body>
            <a class="skip" href="#main">Skip to the results</a>
            <header class="banner"><div class="mark" aria-hidden="true">≋</div><div><h1>{options.Title}</h1>
            <p class="note">{Made(options)}All times UTC unless a zone is named.</p></div>
            <nav aria-label="Sections"><a href="#accounts">Accounts</a>
            """);
        if (hunt.Rings.Count > 0) html.Write($"""<a href="#rings">Rings</a>""");
        html.Write($"""<a href="#details">Details</a><a href="#inputs">Inputs</a>""");
        html.Write($"""<a href="#missing">What was missing</a><button type="button" id="theme" hidden>Theme: system""");
        html.Line($"""</button></nav></header>""");
        LandOutline.WriteDefinitions(html);
    }

    private static void Foot(HtmlWriter html, ReportOptions options) => html.Write($"""
        <footer>
        <p>Streams {options.ProductVersion}. Findings are leads for a person to check.
        <strong>Not proof; no automatic action.</strong></p>
        <p class="note">This file loads nothing from a network. Land outline: Natural Earth, public domain.</p></footer>
        </body>
        </html>

        """);

    private static string Made(ReportOptions options) => options.GeneratedAt == "" ? ""
        : $"Made {options.GeneratedAt}. ";

    private static string Limit(ReportIndex index) => index.Detailed < index.Hunt.Accounts.Count
        ? $"The first {index.Detailed} of {index.Hunt.Accounts.Count} by priority; the others stand in the table above "
            + $"only."
        : "By priority. Print shows what is open.";
}
