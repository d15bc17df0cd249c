namespace Streams.Cli.Configuration.Sections;

/// <summary>One topic of raw logs; the same fields as <c>hunt --source</c>.</summary>
internal sealed record SourceConfiguration
{
    [Setting("The topic's name.", As = SettingKind.Name)]
    public required string Topic { get; init; }

    [Setting("A format's name, or auto to recognise by content.", As = SettingKind.Format)]
    public string Format { get; init; } = "auto";

    [Setting("Zone of times that carry none, IANA; null is UTC.", As = SettingKind.TimeZone)]
    public string? TimeZone { get; init; }

    [Setting("Completes a login without domain to an account.", As = SettingKind.Domain)]
    public string? Domain { get; init; }
}
