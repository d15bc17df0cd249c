namespace Streams.Core.Alerts;

/// <summary>How a rule fared before people: of the alerts it had a part in and that were judged, the share that was right.</summary>
/// <param name="Rule">D07.</param>
/// <param name="Alerts">All in which it had points, judged or not.</param>
/// <param name="Confirmed">Closed as resolved.</param>
/// <param name="FalsePositive">The claim was wrong.</param>
/// <param name="Benign">The claim was right, the person honest.</param>
public sealed record RulePrecision(string Rule, int Alerts, int Confirmed, int FalsePositive, int Benign)
{
    /// <summary>Null until somebody judged one; duplicates judge nothing.</summary>
    public double? Precision => Confirmed + FalsePositive + Benign is var judged and > 0 ? (double)Confirmed / judged : null;

    /// <summary>By rule id. An alert counts once for each of its rules, in its newest document, with its newest verdict.</summary>
    public static IReadOnlyList<RulePrecision> Of(IEnumerable<AlertDocument> alerts, IEnumerable<TriageRecord> triage)
    {
        var verdicts = triage.GroupBy(record => record.Alert, StringComparer.Ordinal)
            .ToDictionary(records => records.Key, records => records.MaxBy(record => record.Time)!, StringComparer.Ordinal);
        var newest = alerts.GroupBy(alert => alert.Id, StringComparer.Ordinal)
            .Select(documents => documents.MaxBy(document => document.Transition)!);
        return
        [
            .. newest.SelectMany(alert => alert.Reasons.Where(reason => reason.Points > 0).Select(reason => reason.Rule).Distinct()
                    .Select(rule => (rule, reason: Verdict(alert))))
                .GroupBy(pair => pair.rule, StringComparer.Ordinal)
                .Select(rule => new RulePrecision(
                    rule.Key, rule.Count(), Count(rule, TriageReason.Resolved), Count(rule, TriageReason.FalsePositive),
                    Count(rule, TriageReason.Benign)))
                .OrderBy(rule => rule.Rule, StringComparer.Ordinal),
        ];

        string? Verdict(AlertDocument alert) =>
            verdicts.TryGetValue(alert.Id, out var record) && record.Status == TriageStatus.Closed ? record.Reason : null;

        static int Count(IEnumerable<(string Rule, string? Reason)> pairs, string reason) =>
            pairs.Count(pair => pair.Reason == reason);
    }
}
