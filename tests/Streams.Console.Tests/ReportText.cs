using System.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Tests;

internal static class ReportText
{
    public static readonly ReportOptions Options =
        new() { Title = "March hunt", GeneratedAt = "2026-03-30 08:00Z", ProductVersion = "0.1.0" };

    public static string Of(HuntDocument hunt, ReportOptions? options = null)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, hunt, options ?? Options);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
