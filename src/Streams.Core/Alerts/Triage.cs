namespace Streams.Core.Alerts;

public static class TriageStatus
{
    public const string Open = "open", Acknowledged = "acknowledged", Closed = "closed";

    public static readonly IReadOnlyList<string> All = [Open, Acknowledged, Closed];
}

public static class TriageReason
{
    /// <summary>The claim is wrong: the rule saw what was not there.</summary>
    public const string FalsePositive = "false_positive";

    /// <summary>The claim is right and has an honest explanation.</summary>
    public const string Benign = "benign";

    public const string Duplicate = "duplicate";

    /// <summary>The claim was right and has been dealt with.</summary>
    public const string Resolved = "resolved";

    public static readonly IReadOnlyList<string> All = [FalsePositive, Benign, Duplicate, Resolved];
}

/// <summary>A person's verdict on an alert, keyed by it; the pipeline never overwrites it.</summary>
public sealed record TriageRecord
{
    public required string Alert { get; init; }

    public required string Status { get; init; }

    public string? Reason { get; init; }

    public string? Note { get; init; }

    public string? Assignee { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Unix ms.</summary>
    public required long Time { get; init; }

    public AlertTriage ToLedger() => new(Alert, Status, Reason, Time);

    /// <summary>Everything that is wrong with it, one sentence each.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Alert.Length == 0 || !Alert.StartsWith("a-", StringComparison.Ordinal))
            problems.Add($"'{Alert}' is no alert id: it begins with a-");
        if (!TriageStatus.All.Contains(Status))
            problems.Add($"status '{Status}' is not one of {string.Join(", ", TriageStatus.All)}");
        if (Reason is not null && !TriageReason.All.Contains(Reason))
            problems.Add($"reason '{Reason}' is not one of {string.Join(", ", TriageReason.All)}");
        if (Status == TriageStatus.Closed && Reason is null)
            problems.Add($"closing needs a reason: {string.Join(", ", TriageReason.All)}");
        if (Status != TriageStatus.Closed && Reason is not null) problems.Add("a reason is only for closing");
        return problems;
    }
}
