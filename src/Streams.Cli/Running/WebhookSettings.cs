using System.Globalization;
using Streams.Cli.Configuration.Sections;
using Streams.Webhooks.Options;
using Streams.Webhooks.Rendering;

namespace Streams.Cli.Running;

/// <summary>From the configuration to what the webhooks are told.</summary>
internal static class WebhookSettings
{
    public static WebhookOptions Options(StreamsConfiguration configuration) => new()
    {
        Destinations = [.. configuration.Webhooks.Destinations.Select(d => Destination(d, configuration.Alerts))],
        Maintenance =
        [
            .. configuration.Alerts.Maintenance.Select(m => new MaintenanceWindow { From = Time(m.From), To = Time(m.To) }),
        ],
        Links = new AlertLinks { Dashboard = configuration.Alerts.DashboardUrl, Console = configuration.Alerts.ConsoleUrl },
        AllowPrivate = configuration.Webhooks.InsecureAllowHttp,
        Ports = configuration.Webhooks.AllowedPorts,
    };

    private static DestinationOptions Destination(DestinationConfiguration destination, AlertsConfiguration alerts) => new()
    {
        Name = destination.Name,
        Type = Enum.Parse<DestinationType>(destination.Kind, ignoreCase: true),
        Url = destination.Url,
        UrlFile = destination.UrlFile,
        SecretFiles = destination.RoutingKeyFile is { } key ? [key] : destination.SecretFiles,
        Dispositions = destination.Dispositions,
        MinLevel = destination.MinLevel ?? "none",
        Vendors = destination.Vendors,
        Teams = destination.Teams,
        Timeout = destination.Timeout,
        Rate = new RateLimit { Max = destination.RatePerMinute, Per = TimeSpan.FromMinutes(1) },
        QuietHours =
        [
            .. alerts.QuietHours.Select(quiet => new QuietHours
            {
                From = TimeOnly.Parse(quiet.From, CultureInfo.InvariantCulture),
                To = TimeOnly.Parse(quiet.To, CultureInfo.InvariantCulture),
                TimeZone = quiet.TimeZone,
                Days = [.. quiet.Days.Select(day => Enum.Parse<DayOfWeek>(day, ignoreCase: true))],
                HoldPages = destination.QuietPages,
            }),
        ],
    };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
