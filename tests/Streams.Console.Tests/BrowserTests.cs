using Microsoft.Playwright;

namespace Streams.Console.Tests;

/// <summary>The report in Debian's Chromium: what a person gets who opens the file.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Opens_from_disk_without_a_word_on_the_console_or_a_request_for_anything_else()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Hunt());
        await visit.Page.GetByText("Open all").ClickAsync();
        visit.Requests.ShouldBe([visit.Address]);
        visit.Complaints.ShouldBeEmpty();
        (await visit.Page.TitleAsync()).ShouldBe("March hunt");
    }

    [Fact]
    public async Task Shows_the_figures_of_the_document()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Hunt());
        (await visit.Count("#ranked tbody tr")).ShouldBe(10);
        (await visit.Count("article.account")).ShouldBe(10);
        (await visit.Count("#a1 path.arc.impossible")).ShouldBe(1);
        (await visit.Count("#a1 circle.place")).ShouldBe(2);
        (await visit.Count("#a1 table.heat td.h")).ShouldBe(168);
        (await visit.Count("svg.ring .node")).ShouldBe(9);
        (await visit.Count("img, iframe, object, embed, link, base, form")).ShouldBe(0);
        (await visit.Page.Locator(".figure b").AllInnerTextsAsync()).ShouldBe(["6", "0", "10", "1", "177,973",
            "2026-03-02 – 2026-03-29"]);
        (await visit.Page.Locator("#ranked tbody tr th a").Filter(
            new() { HasText = "alert(1)" }).InnerTextAsync()).ShouldBe("<script>alert(1)</script>");
    }

    [Fact]
    public async Task Works_by_keyboard_alone()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Hunt());
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("Tab");
        (await visit.Focused()).ShouldBe("Skip to the results");
        (await visit.Page.EvaluateAsync<bool>(
            "document.activeElement.getBoundingClientRect().left >= 0")).ShouldBeTrue();

        await visit.Page.Locator("#ranked tbody th a").First.FocusAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowUp");
        (await visit.Focused()).ShouldBe("dana.reyes@vendor-a.example");
        (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe(
            "solid");

        await visit.Page.Locator("#ranked tbody th a").Last.FocusAsync();
        await keys.PressAsync("Enter");
        (await visit.Page.Locator("#a10").IsVisibleAsync()).ShouldBeTrue();
        (await visit.Page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("a10");
    }

    [Fact]
    public async Task Filters_and_sorts_the_table()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Hunt());
        await visit.Page.GetByLabel("Filter").FillAsync("vendor-b D08");
        (await visit.Count("#ranked tbody tr:visible")).ShouldBe(2);
        (await visit.Page.Locator("#shown").InnerTextAsync()).ShouldBe("2 of 10 accounts");
        await visit.Page.GetByLabel("Filter").FillAsync("");
        await visit.Page.GetByLabel("critical").UncheckAsync();
        (await visit.Count("#ranked tbody tr:visible")).ShouldBe(9);
        await visit.Page.GetByLabel("critical").CheckAsync();

        var names = visit.Page.Locator("#ranked tbody th bdi:first-child");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account" }).ClickAsync();
        (await names.First.InnerTextAsync()).ShouldBe("<script>alert(1)</script>");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Score" }).ClickAsync();
        (await names.First.InnerTextAsync()).ShouldBe("ana.kovac@corp.example");
        (await visit.Count("th[aria-sort=descending]")).ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Follows_the_system_into_the_dark_and_obeys_the_button()
    {
        if (!browser.IsThere) return;
        await using var light = await browser.Open(Fixture.Hunt());
        await using var dark = await browser.Open(Fixture.Hunt(), new() { ColorScheme = ColorScheme.Dark });
        (await light.Ground()).ShouldBe("rgb(243, 245, 247)");
        (await dark.Ground()).ShouldBe("rgb(14, 19, 24)");
        var button = dark.Page.Locator("#theme");
        await button.ClickAsync();
        (await dark.Ground()).ShouldBe("rgb(243, 245, 247)");
        await button.ClickAsync();
        (await dark.Ground()).ShouldBe("rgb(14, 19, 24)");
        (await button.InnerTextAsync()).ShouldBe("Theme: dark");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    [InlineData(1600)]
    public async Task Never_scrolls_sideways(int width)
    {
        if (!browser.IsThere) return;
        await using var visit =
            await browser.Open(Fixture.Hunt(), new() { ViewportSize = new() { Width = width, Height = 900 } });
        await visit.Page.GetByText("Open all").ClickAsync();
        (await visit.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
    }

    [Fact]
    public async Task Is_complete_without_scripts()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Hunt(), new() { JavaScriptEnabled = false });
        (await visit.Count("#filters:visible, #theme:visible, thead button")).ShouldBe(0);
        (await visit.Count("#ranked tbody tr:visible")).ShouldBe(10);
        (await visit.Page.Locator("#a10").IsVisibleAsync()).ShouldBeFalse();
        await visit.Page.Locator("article.account").Nth(9).Locator("summary").First.ClickAsync();
        (await visit.Page.Locator("#a10").IsVisibleAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Prints_what_is_open()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Hunt());
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        (await visit.Ground()).ShouldBe("rgb(255, 255, 255)");
        (await visit.Count("nav:visible, .tools:visible")).ShouldBe(0);
        (await visit.Count("article.account:visible")).ShouldBe(await visit.Count("article.account > details[open]"));
        (await visit.Page.PdfAsync(new() { PreferCSSPageSize = true })).Length.ShouldBeGreaterThan(20_000);
    }

    [Fact]
    public async Task Five_thousand_accounts_can_be_filtered()
    {
        if (!browser.IsThere) return;
        await using var visit = await browser.Open(Fixture.Large(5000));
        await visit.Page.GetByLabel("Filter").FillAsync("user4321");
        (await visit.Count("#ranked tbody tr:visible")).ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
    }
}
