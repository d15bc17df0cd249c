namespace Streams.Cli.Configuration.Sections;

/// <summary>One destination. The addresses of Slack and Teams are secrets in themselves, so they are given by file.</summary>
internal sealed record DestinationConfiguration
{
    [Setting("Its name in logs, metrics and commands; never changed, for what is not yet sent is kept under it.",
        As = SettingKind.Name)]
    public required string Name { get; init; }

    [Setting("Shape of the message.", OneOf = ["generic", "slack", "teams", "pagerduty"])]
    public required string Kind { get; init; }

    [Setting("Address, for generic; pagerduty has its own by default.", As = SettingKind.SecretUrl)]
    public string? Url { get; init; }

    [Setting("File that holds the address, for slack and teams.", As = SettingKind.SecretFile)]
    public string? UrlFile { get; init; }

    [Setting("Files that hold signing secrets (whsec_…), newest first; every one signs, so that keys can be rotated.",
        As = SettingKind.SecretFile, Most = 4)]
    public IReadOnlyList<string> SecretFiles { get; init; } = [];

    [Setting("File that holds the routing key, for pagerduty.", As = SettingKind.SecretFile)]
    public string? RoutingKeyFile { get; init; }

    [Setting("Alerts that go here.", OneOf = ["page", "ticket", "review"], Least = 1)]
    public IReadOnlyList<string> Dispositions { get; init; } = ["page"];

    [Setting("Least level that goes here; null: any.", OneOf = ["low", "medium", "high", "critical"])]
    public string? MinLevel { get; init; }

    [Setting("Only accounts of these vendors; none: any.", Most = 256)]
    public IReadOnlyList<string> Vendors { get; init; } = [];

    [Setting("Only accounts of these teams; none: any.", Most = 256)]
    public IReadOnlyList<string> Teams { get; init; } = [];

    [Setting("Quiet hours and maintenance windows hold back everything but pages; here they hold back pages too.")]
    public bool QuietPages { get; init; }

    [Setting("Messages a minute; beyond it one digest.", Least = 1, Most = 10_000)]
    public int RatePerMinute { get; init; } = 30;

    [Setting("Time for one attempt.", Least = 1, Most = 60)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
