using System.Globalization;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Spans that end after they begin.</summary>
internal static class AlertRules
{
    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var alerts = configuration.Alerts;
        for (var i = 0; i < alerts.QuietHours.Count; i++)
        {
            var quiet = alerts.QuietHours[i];
            if (quiet.From is not null && quiet.From == quiet.To)
                problems.Add(new ConfigurationProblem($"alerts.quiet_hours[{i}].to", $"'{quiet.To}', the same as from",
                    "another time", "a span of no length; for a whole day use two"));
        }

        for (var i = 0; i < alerts.Maintenance.Count; i++)
        {
            var (from, to) = (Time(alerts.Maintenance[i].From), Time(alerts.Maintenance[i].To));
            if (!(from >= to)) continue;
            problems.Add(new ConfigurationProblem(
                $"alerts.maintenance[{i}].to", $"'{alerts.Maintenance[i].To}'", "a time after from"));
        }

        if (alerts.CloseBelow >= configuration.Detections.Score.TicketScore)
        {
            problems.Add(new ConfigurationProblem(
                "alerts.close_below", string.Create(CultureInfo.InvariantCulture, $"{alerts.CloseBelow}"),
                string.Create(CultureInfo.InvariantCulture,
                    $"below detections.score.ticket_score, {configuration.Detections.Score.TicketScore}"),
                "an alert would begin to close as it opens"));
        }
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : null;
}
