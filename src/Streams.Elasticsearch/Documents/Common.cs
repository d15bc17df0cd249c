using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>What documents of several kinds say alike.</summary>
internal static class Common
{
    public const string Open = "open", Withdrawn = "withdrawn", Suppressed = "suppressed";

    public const string Status = "streams.status";

    /// <summary>From this level on the events behind an account are indexed.</summary>
    private const string EvidenceFrom = "medium";

    public static bool HasEvidence(AccountDocument account) =>
        Math.Max(Odds.Rank(account.Level), Odds.Rank(account.PeakLevel)) >= Odds.Rank(EvidenceFrom);

    public static string StatusOf(FindingDocument finding) => finding.Suppressed is null ? Open : Suppressed;

    public static void Risk(this EcsDocument to, double score, string level)
    {
        to.Set("user.risk.calculated_score", score);
        to.Set("user.risk.calculated_score_norm", score);
        to.Set("user.risk.calculated_level", level);
        to.Set("event.risk_score", score);
        to.Set("event.severity", Severity(level));
    }

    public static void User(this EcsDocument to, AccountDocument account)
    {
        to.Set("user.name", account.Account);
        to.Set("user.email", account.Names.Prepend(account.Account).FirstOrDefault(IsEmail));
        to.Set("streams.ring.id", account.Ring);
        to.Set("streams.vendor", account.Declared?.Vendor);
        to.Set("streams.team", account.Declared?.Team);
        to.Set("streams.declared.country", account.Declared?.Country);
        to.Risk(account.Score, account.Level);
    }

    public static void Rules(this EcsDocument to, IReadOnlyCollection<FindingDocument> findings)
    {
        to.Set("rule.id", findings.Select(f => f.Rule).Distinct());
        to.Set("rule.name", findings.Select(f => f.Name).Distinct());
        Attack.Write(to, findings.SelectMany(f => f.Attack));
    }

    /// <summary>A finding that counts for nothing until somebody has looked at it; hunt's JSON says so by its weight.</summary>
    public static bool IsReviewOnly(FindingDocument finding) => finding.ReviewOnly || (finding.Weight == 0 && finding.Suppressed is null);

    /// <summary>The sentences, weightiest first.</summary>
    public static IEnumerable<FindingDocument> ByPoints(IEnumerable<FindingDocument> findings) =>
        findings.OrderByDescending(f => f.Points).ThenBy(f => f.Id, StringComparer.Ordinal);

    /// <summary>Elastic's own numbers for its levels: filters that analysts know go on working.</summary>
    public static long Severity(string level) => level switch
    {
        "low" => 21,
        "medium" => 47,
        "high" => 73,
        "critical" => 99,
        _ => 0,
    };

    /// <summary>As much of an address as a document's ip field takes.</summary>
    public static IEnumerable<string> Addresses(IEnumerable<string?> texts) =>
        texts.OfType<string>().Where(text => System.Net.IPAddress.TryParse(text, out _)).Distinct();

    public static bool IsEmail(string name) => name.IndexOf('@', StringComparison.Ordinal) > 0;
}
