using Streams.Core.Scoring;
using Streams.Webhooks.Sending;

namespace Streams.Webhooks.Options;

public enum DestinationType { Generic, Slack, Teams, PagerDuty }

/// <summary>One receiver, and which alerts it is for. An empty list means any.</summary>
public sealed record DestinationOptions
{
    public static readonly Uri PagerDutyUrl = new("https://events.pagerduty.com/v2/enqueue");

    /// <summary>Stable: the outbox knows its messages by it.</summary>
    public required string Name { get; init; }

    public DestinationType Type { get; init; }

    /// <summary>PagerDuty has a default. The URL of a chat is a secret and belongs into <see cref="UrlFile"/>.</summary>
    public string? Url { get; init; }

    public string? UrlFile { get; init; }

    /// <summary>
    /// Generic: signing secrets (<c>whsec_…</c>); every one signs, so that a receiver can change over. PagerDuty: the
    /// routing key. Read again at each attempt.
    /// </summary>
    public IReadOnlyList<string> SecretFiles { get; init; } = [];

    /// <value>page. Tickets and the review queue have destinations of their own.</value>
    public IReadOnlyList<string> Dispositions { get; init; } = ["page"];

    public IReadOnlyList<string> SubjectTypes { get; init; } = [];

    /// <value>none: any level.</value>
    public string MinLevel { get; init; } = "none";

    /// <summary>Of the account, or of any member of the ring.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    public IReadOnlyList<string> Teams { get; init; } = [];

    public IReadOnlyList<QuietHours> QuietHours { get; init; } = [];

    public RateLimit Rate { get; init; } = new();

    /// <summary>For one attempt, from the connection to the end of the answer.</summary>
    /// <value>20 s; 1 s to 30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Waits before each attempt but the first; after the last one it is a dead letter.</summary>
    /// <value>5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: the schedule of Standard Webhooks 1.0.</value>
    public IReadOnlyList<TimeSpan> Retries { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Dead letters kept; above it the oldest are dropped and counted.</summary>
    /// <value>10,000.</value>
    public int DeadLettersMax { get; init; } = 10_000;

    internal IEnumerable<string> Problems(bool allowPrivate, IReadOnlyList<int> ports)
    {
        var at = $"webhooks.destinations['{Name}']";
        if (Name.Length is 0 or > 64 || Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            yield return $"{at}.name: 1 to 64 letters, digits, '-', '_' or '.'";
        if (Url is not null && UrlFile is not null) yield return $"{at}: url or url_file, not both";
        if (Url is null && UrlFile is null && Type != DestinationType.PagerDuty) yield return $"{at}: url or url_file is missing";
        if (Url is not null && TargetUrl.Parse(Url, allowPrivate, ports).Refusal is { } refusal) yield return $"{at}.url: {refusal}";
        if (Type is DestinationType.Slack or DestinationType.Teams && Url is not null && !allowPrivate)
            yield return $"{at}.url: whoever knows this URL can post: put it into a file and name that as url_file";
        if (Type == DestinationType.Generic && SecretFiles.Count == 0 && !allowPrivate)
            yield return $"{at}.secret_file: a generic webhook is signed: name a file with whsec_<base64 of 24 to 64 bytes>";
        if (Type == DestinationType.PagerDuty && SecretFiles.Count != 1)
            yield return $"{at}.secret_file: PagerDuty needs one file, with the routing key";
        foreach (var unknown in Dispositions.Except(["page", "ticket", "review"]))
            yield return $"{at}.dispositions: '{unknown}' is not page, ticket or review";
        foreach (var unknown in SubjectTypes.Except(["account", "ring"]))
            yield return $"{at}.subject_types: '{unknown}' is not account or ring";
        if (MinLevel != "none" && Odds.Rank(MinLevel) == 0)
            yield return $"{at}.min_level: '{MinLevel}' is not none, low, medium, high or critical";
        if (Timeout < TimeSpan.FromSeconds(1) && !allowPrivate || Timeout > TimeSpan.FromSeconds(30) || Timeout <= TimeSpan.Zero)
            yield return $"{at}.timeout: 1 s to 30 s";
        if (Rate.Max < 1 || Rate.Per <= TimeSpan.Zero || Rate.DigestEvery <= TimeSpan.Zero)
            yield return $"{at}.rate: max, per and digest_every are greater than nothing";
        foreach (var hours in QuietHours)
            if (hours.Problem is { } problem) yield return $"{at}.quiet_hours: {problem}";
    }
}
