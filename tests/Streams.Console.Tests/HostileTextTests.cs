using System.Text;
using System.Text.RegularExpressions;
using Streams.Console.Report;
using Streams.Console.Text;

namespace Streams.Console.Tests;

public sealed class HostileTextTests
{
    private static readonly string Report = ReportText.Of(Fixture.Hunt());

    /// <summary>The page's elements without the two assets, whose hashes the policy pins.</summary>
    private static readonly string Markup =
        Regex.Replace(Report, "<(style|script)>.*?</\\1>", "", RegexOptions.Singleline);

    [Fact]
    public void The_policy_allows_this_style_and_this_script_and_nothing_else()
    {
        var policy = Regex.Match(Report, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        var style = Regex.Match(Report, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var script = Regex.Match(Report, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        policy.ShouldBe(
            $"default-src 'none'; style-src {Assets.PolicyHash(style)}; script-src {Assets.PolicyHash(script)}; "
                + $"base-uri 'none'; form-action 'none'");
        Regex.Count(Report, "<script").ShouldBe(1);
        Regex.Count(Report, "<style").ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere()
    {
        Assets.Read("report.css").ShouldNotContain("url(");
        Assets.Read("report.css").ShouldNotContain("@import");
        foreach (var word in new[] { "fetch(", "XMLHttpRequest", "import(", "innerHTML", "eval(", "WebSocket",
            "sendBeacon" })
            Assets.Read("report.js").ShouldNotContain(word);
    }

    [Fact]
    public void Only_the_reports_own_elements_and_attributes_occur()
    {
        string[] elements =
        [
            "html", "head", "meta", "title", "body", "a", "header", "div", "h1", "h2", "h3", "h4", "h5", "p", "nav",
                "button", "svg", "defs", "path",
            "marker", "main", "section", "dl", "dt", "dd", "b", "span", "ul", "ol", "li", "label", "input", "fieldset",
                "legend", "table", "thead",
            "tbody", "tfoot", "tr", "th", "td", "caption", "bdi", "rect", "circle", "text", "tspan", "use", "desc",
                "details", "summary", "article",
            "figure", "figcaption", "time", "strong", "footer",
        ];
        string[] attributes =
        [
            "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-hidden", "aria-label",
                "aria-labelledby", "focusable", "width",
            "height", "d", "viewBox", "refX", "refY", "markerWidth", "markerHeight", "orient", "hidden", "type", "for",
                "autocomplete", "spellcheck",
            "placeholder", "value", "checked", "role", "tabindex", "scope", "data-sort", "data-v", "data-level",
                "preserveAspectRatio", "datetime", "open",
            "title", "rel", "x", "y", "cx", "cy", "r", "rx", "dx", "text-anchor", "font-size",
        ];
        var tags =
            Regex.Matches(Markup, "<([a-z0-9]+)((?:\\s+[a-zA-Z-]+(?:=\"[^\"]*\")?)*)\\s*/?>", RegexOptions.IgnoreCase);
        // Every opening bracket begins a well-formed tag or an end tag: nothing was half escaped.
        tags.Count.ShouldBe(Regex.Count(Markup, "<[^/!]"));
        foreach (var tag in tags.Select(match => match.Groups[1].Value).Distinct()) elements.ShouldContain(tag);
        foreach (var name in tags.SelectMany(match =>
            Regex.Matches(match.Groups[2].Value, "\\s([a-zA-Z-]+)(?==\"|\\s|$)(?:=\"[^\"]*\")?"))
            .Select(m => m.Groups[1].Value).Distinct())
            attributes.ShouldContain(name);
    }

    [Fact]
    public void Links_lead_into_the_page_or_to_a_technique()
    {
        foreach (Match link in Regex.Matches(Markup, "href=\"([^\"]*)\""))
            link.Groups[1].Value.ShouldMatch(
                "^(#[a-z0-9-]+|https://attack\\.mitre\\.org/techniques/T[0-9]{4}(/[0-9]{3})?/)$");
        Regex.Matches(Markup, "<a [^>]*https:[^>]*>")
            .Select(m => m.Value).ShouldAllBe(a => a.Contains("rel=\"noreferrer noopener\""));
        Markup.ShouldContain("<span class=\"mono\">javascript:alert(3)</span>");
        Markup.ShouldContain("<span class=\"mono\">T1078/../x</span>");
    }

    [Fact]
    public void Names_are_shown_as_they_were_written()
    {
        Markup.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        Markup.ShouldContain("&quot;&gt;&lt;img src=x onerror=alert(2)&gt;");
        Markup.ShouldContain("ceo<span class=\"u\">U+202E</span>gpj.exe");
        Markup.ShouldContain(
            "<span class=\"u\">U+001B</span>[31mred<span class=\"u\">U+0007</span><span class=\"u\">U+0000</span>");
        Markup.ShouldContain("&#39; onmouseover=&#39;x");
    }

    [Fact]
    public void No_hidden_character_is_in_the_file()
    {
        var text = Report.Replace("\n", "", StringComparison.Ordinal);
        var at = VisibleText.NextHidden(text, 0, out var code, out _);
        at.ShouldBe(-1, $"U+{code:X4} at {at}");
    }

    [Fact]
    public void In_attributes_and_pictures_hidden_characters_stay_text()
    {
        using var output = new StringWriter();
        var html = new HtmlWriter(output);
        html.Write($"""<p title="{"a\u202E\">"}">{"\u200B"}</p><svg><text>{"\u200B"}</text></svg><i>{"\u200B"}</i>""");
        output.ToString().ShouldBe(
            "<p title=\"a[U+202E]&quot;&gt;\"><span class=\"u\">U+200B</span></p><svg><text>[U+200B]</text></svg><i>"
                + "<span class=\"u\">U+200B</span></i>");
    }

    [Fact]
    public void Absurdly_long_texts_are_cut()
    {
        using var output = new StringWriter();
        new HtmlWriter(output).Write($"{new string('x', 100_000)}");
        output.ToString().Length.ShouldBe(HtmlWriter.TextMax);
        VisibleText.Cut("ab😀cd", 4).ShouldBe("ab…");
    }

    [Theory]
    [InlineData("plain ASCII and Ünïcödé, 北京, עברית", "plain ASCII and Ünïcödé, 北京, עברית")]
    [InlineData("\u001B]0;owned\u0007", "\\x1B]0;owned\\x07")]
    [InlineData("a\rb\nc\td", "a\\x0Db\\x0Ac\\x09d")]
    [InlineData("\u009B2J\u0085", "\\x9B2J\\x85")]
    [InlineData("x\u202Ey\u2066z\u200Fw", "x\\u{202E}y\\u{2066}z\\u{200F}w")]
    [InlineData("a\u200Bb\uFEFFc\u00ADd\u3164e", "a\\u{200B}b\\u{FEFF}c\\xADd\\u{3164}e")]
    [InlineData("line\u2028sep", "line\\u{2028}sep")]
    [InlineData("\U000E0041tag", "\\u{E0041}tag")]
    public void Terminals_get_codes_for_what_cannot_be_seen(string text, string expected) =>
        VisibleText.ForTerminal(text).ShouldBe(expected);

    [Fact]
    public void Half_a_surrogate_and_piled_marks_are_shown_by_code()
    {
        VisibleText.ForTerminal(new string(['a', '\uD83D', 'b'])).ShouldBe("a\\u{D83D}b");
        VisibleText.ForTerminal("ế").ShouldBe("ế");
        VisibleText.ForTerminal("z\u0301\u0302\u0303\u0304").ShouldBe("z\u0301\u0302\\u{0303}\\u{0304}");
    }

    [Fact]
    public void The_file_is_valid_utf8_without_a_mark()
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, Fixture.Hunt(), ReportText.Options);
        var bytes = stream.ToArray();
        bytes[0].ShouldBe((byte)'<');
        Should.NotThrow(() => new UTF8Encoding(false, true).GetString(bytes));
    }
}
