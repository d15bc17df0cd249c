using System.Text;
using Streams.Core.Scoring;

namespace Streams.Simulation.Service;

/// <summary>Documents as text without paths and records: what two runs are compared by.</summary>
internal static class DocumentText
{
    public static string Of(IEnumerable<AccountDocument> accounts) =>
        string.Join('\n', accounts.OrderBy(a => a.Account, StringComparer.Ordinal).Select(Text));

    public static string Of(IEnumerable<RingDocument> rings) =>
        string.Join('\n', rings.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => Encoding.UTF8.GetString(HuntJson.ToBytes(r))));

    /// <summary>The first place where two texts part, with what surrounds it; null where they are the same.</summary>
    public static string? Difference(string found, string expected)
    {
        if (found == expected) return null;
        var at = 0;
        while (at < Math.Min(found.Length, expected.Length) && found[at] == expected[at]) at++;
        string Around(string text) => text.Substring(Math.Max(0, at - 300), Math.Min(500, text.Length - Math.Max(0, at - 300)));
        return $"found …{Around(found)}…{Environment.NewLine}expected …{Around(expected)}…";
    }

    private static string Text(AccountDocument account)
    {
        var stripped = account with
        {
            Findings = [.. account.Findings.Select(f => f with { Evidence = [.. f.Evidence.Select(e => e with { Path = "", Record = 0 })] })],
        };
        return Encoding.UTF8.GetString(HuntJson.ToBytes(stripped));
    }
}
