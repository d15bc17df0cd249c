using System.Text;

namespace Streams.Core.Enrichment;

/// <summary>
/// Learned links as CSV in the directory's form (<c>--links</c>): one row an account, its names in order.
/// </summary>
public static class LinkFile
{
    public static string Write(IEnumerable<AccountLink> links)
    {
        var csv = new StringBuilder("account,names\n");
        // A semicolon separates names: one that contains it (no system allows that) cannot be written down.
        var writable = links.Where(link => !link.Name.Contains(';', StringComparison.Ordinal));
        foreach (var account in writable.GroupBy(link => link.Account).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var names = account.Select(link => link.Name).Order(StringComparer.Ordinal);
            csv.Append(Cell(account.Key)).Append(',').Append(Cell(string.Join(';', names))).Append('\n');
        }

        return csv.ToString();
    }

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n# \t") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
