using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Streams.Elasticsearch;

/// <summary>
/// Names of indices: monthly ones by the month of the event, so that the same id goes to the same index whenever it is
/// written.
/// </summary>
public sealed partial class IndexNames(string prefix)
{
    public const string AccountsKind = "accounts", RingsKind = "rings", FindingsKind = "findings", AlertsKind = "alerts",
        EvidenceKind = "evidence", ScoresKind = "scores", SourcesKind = "sources", TriageKind = "triage";

    public static readonly IReadOnlyList<string> MonthlyKinds = [FindingsKind, AlertsKind, EvidenceKind, ScoresKind];

    public static readonly IReadOnlyList<string> LastingKinds = [AccountsKind, RingsKind, SourcesKind, TriageKind];

    /// <summary>Elasticsearch's limit on an _id, bytes.</summary>
    private const int IdBytesMax = 512;

    public string Prefix => prefix;

    public string Accounts => Of(AccountsKind);

    public string Rings => Of(RingsKind);

    public string Sources => Of(SourcesKind);

    public string Triage => Of(TriageKind);

    public string Of(string kind) => $"{prefix}-{kind}";

    public string Findings(long time) => Month(FindingsKind, time);

    public string Alerts(long time) => Month(AlertsKind, time);

    public string Evidence(long time) => Month(EvidenceKind, time);

    public string Scores(long time) => Month(ScoresKind, time);

    /// <summary>The pattern of a kind: its one index, or all its months.</summary>
    public string Pattern(string kind) => MonthlyKinds.Contains(kind) ? $"{prefix}-{kind}-*" : Of(kind);

    /// <summary>The kind whose index this is, and the first day of its month; null where it is none of ours.</summary>
    public (string Kind, DateOnly? Month)? Read(string index)
    {
        if (!index.StartsWith(prefix + "-", StringComparison.Ordinal)) return null;
        var rest = index[(prefix.Length + 1)..];
        if (LastingKinds.Contains(rest)) return (rest, null);
        var match = MonthName().Match(rest);
        if (!match.Success || !MonthlyKinds.Contains(match.Groups[1].Value)) return null;
        var month = new DateOnly(
            int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture), 1);
        return (match.Groups[1].Value, month);
    }

    /// <summary>An index without its month.</summary>
    public string CollectionOf(string index) => Read(index) is { } known ? Of(known.Kind) : index;

    /// <summary>An id as it is, or its hash where it is longer than Elasticsearch takes.</summary>
    public static string Id(string id) =>
        Encoding.UTF8.GetByteCount(id) <= IdBytesMax
            ? id
            : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    internal static bool IsPrefix(string text) => PrefixText().IsMatch(text);

    private string Month(string kind, long time) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{kind}-{DateTimeOffset.FromUnixTimeMilliseconds(time):yyyy.MM}");

    [GeneratedRegex(@"^([a-z]+)-([0-9]{4})\.(0[1-9]|1[0-2])\z")]
    private static partial Regex MonthName();

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,59}\z")]
    private static partial Regex PrefixText();
}
