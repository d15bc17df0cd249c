using System.Globalization;
using System.Reflection;
using Streams.Cli.Hunting;
using Streams.Console;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Cli.Commands;

/// <summary>The result of a hunt in the shapes that were asked for: data on stdout, files where named.</summary>
internal static class HuntOutput
{
    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static bool UseColour => !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static int Width => System.Console.IsOutputRedirected ? 120 : Math.Clamp(System.Console.WindowWidth, 60, 160);

    public static void Write(HuntResult result, OutputChoice choice)
    {
        var document = Filtered(result.Document, choice.MinLevel);
        if (choice.Links is not null) File.WriteAllText(choice.Links, LinkFile.Write(result.Links));
        if (choice.Report is not null) WriteReport(choice.Report, document);
        if (choice.Json is not null && choice.Json != "-") File.WriteAllBytes(choice.Json, HuntJson.ToBytes(document));
        if (choice.Json == "-")
        {
            using var stdout = System.Console.OpenStandardOutput();
            stdout.Write(HuntJson.ToBytes(document));
            stdout.WriteByte((byte)'\n');
        }
        else
        {
            TextReport.Write(System.Console.Out, document, UseColour, Width);
        }
    }

    public static void WriteReport(string path, HuntDocument document)
    {
        using var file = File.Create(path);
        HtmlReport.Write(file, document, new ReportOptions
        {
            Title = "Streams hunt",
            GeneratedAt = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            ProductVersion = Version,
        });
    }

    private static HuntDocument Filtered(HuntDocument document, string? minLevel) => minLevel is null
        ? document
        : document with { Accounts = [.. document.Accounts.Where(a => Odds.Rank(a.Level) >= Odds.Rank(minLevel))] };
}
