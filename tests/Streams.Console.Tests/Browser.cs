using System.Text;
using Microsoft.Playwright;
using Streams.Core.Scoring;

namespace Streams.Console.Tests;

/// <summary>One Chromium for a class of tests; where there is none it says so once, and fails where continuous
/// integration promises one.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private readonly string _folder = Directory.CreateTempSubdirectory("streams-report-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private int _files;

    public bool IsThere => _chromium is not null;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException(
                $"{Program} is missing: the report cannot be tested in a browser.");
            System.Console.WriteLine($"{Program} is missing: the report was not tested in a browser.");
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<Visit> Open(HuntDocument hunt, BrowserNewContextOptions? options = null)
    {
        var path = Path.Combine(_folder, $"report{Interlocked.Increment(ref _files)}.html");
        await File.WriteAllTextAsync(path, ReportText.Of(hunt), new UTF8Encoding(false));
        var context = await _chromium!.NewContextAsync(options ?? new());
        var visit = new Visit(context, await context.NewPageAsync(), new Uri(path).AbsoluteUri);
        await visit.Page.GotoAsync(visit.Address);
        return visit;
    }
}

/// <summary>A report open in a page, with everything that the browser had to say of it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visit(IBrowserContext context, IPage page, string address)
    {
        (_context, Page, Address) = (context, page, address);
        page.Request += (_, request) => Requests.Add(request.Url);
        page.Console += (_, message) => Complaints.Add(message.Text);
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += (_, dialog) => Complaints.Add("dialog: " + dialog.Message);
    }

    public IPage Page { get; }

    public string Address { get; }

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    public Task<int> Count(string selector) => Page.Locator(selector).CountAsync();

    public Task<string> Focused() => Page.EvaluateAsync<string>("document.activeElement.textContent");

    public Task<string> Ground() => Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
