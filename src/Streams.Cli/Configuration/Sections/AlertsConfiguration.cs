namespace Streams.Cli.Configuration.Sections;

/// <summary>The alert ledger's clock.</summary>
internal sealed record AlertsConfiguration
{
    [Setting("How long the paging rule must hold before an alert opens.", Least = 0, Most = 86_400)]
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("An alert closes when the score stayed below close_below for so long.", Least = 3600, Most = 365 * 86_400)]
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromDays(7);

    [Setting("Score below which an alert begins to close.", Least = 0, Most = 100)]
    public double CloseBelow { get; init; } = 55;

    [Setting("Pages again when the score is so much above the last that paged.", Least = 1, Most = 100)]
    public double RepageStep { get; init; } = 10;

    [Setting("Daily hours in which only pages go out.", Most = 32)]
    public IReadOnlyList<QuietHoursConfiguration> QuietHours { get; init; } = [];

    [Setting("Times in which only pages go out.", Most = 256)]
    public IReadOnlyList<MaintenanceConfiguration> Maintenance { get; init; } = [];

    [Setting("Begin of the links to dashboards in alerts; null: no link.", As = SettingKind.Url)]
    public string? DashboardUrl { get; init; }

    [Setting("Begin of the links to the console in alerts; null: no link.", As = SettingKind.Url)]
    public string? ConsoleUrl { get; init; }
}

/// <summary>A daily span of local time; it may cross midnight.</summary>
internal sealed record QuietHoursConfiguration
{
    [Setting("Begin, HH:mm.", As = SettingKind.TimeOfDay)]
    public required string From { get; init; }

    [Setting("End, HH:mm.", As = SettingKind.TimeOfDay)]
    public required string To { get; init; }

    [Setting("Zone of the hours, IANA.", As = SettingKind.TimeZone)]
    public string TimeZone { get; init; } = "UTC";

    [Setting("Days on which they begin.",
        OneOf = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], Least = 1)]
    public IReadOnlyList<string> Days { get; init; } =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
}

/// <summary>One announced piece of work.</summary>
internal sealed record MaintenanceConfiguration
{
    [Setting("Begin, RFC 3339.", As = SettingKind.Time)]
    public required string From { get; init; }

    [Setting("End, RFC 3339.", As = SettingKind.Time)]
    public required string To { get; init; }

    [Setting("Why.")]
    public required string Reason { get; init; }
}
