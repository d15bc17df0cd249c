using Streams.Webhooks.Options;
using Streams.Webhooks.Rendering;

namespace Streams.Webhooks.Tests.Options;

public sealed class WebhookOptionsTests
{
    private static readonly DestinationOptions Good = new() { Name = "soc", Url = "https://hooks.example/x", SecretFiles = ["secret"] };

    [Fact]
    public void Accepts_one_destination_of_each_type() => new WebhookOptions
    {
        Destinations =
        [
            Good,
            new DestinationOptions { Name = "chat", Type = DestinationType.Slack, UrlFile = "url" },
            new DestinationOptions { Name = "teams", Type = DestinationType.Teams, UrlFile = "url" },
            new DestinationOptions { Name = "pager", Type = DestinationType.PagerDuty, SecretFiles = ["key"] },
        ],
        Links = new AlertLinks { Dashboard = "https://kibana.example/#{subject}" },
    }.Problems().ShouldBeEmpty();

    [Fact]
    public void Rejects_everything_that_is_wrong_at_once()
    {
        var problems = new WebhookOptions
        {
            Destinations =
            [
                Good, Good, Good with { Name = "a b" }, Good with { Name = "c", Url = null }, Good with { Name = "d", UrlFile = "x" },
                Good with { Name = "e", SecretFiles = [] }, Good with { Name = "f", Dispositions = ["alarm"] },
                Good with { Name = "g", MinLevel = "severe" }, Good with { Name = "h", Timeout = TimeSpan.FromMinutes(5) },
                Good with { Name = "i", QuietHours = [new QuietHours { TimeZone = "Mars/Olympus" }] },
                Good with { Name = "j", Rate = new RateLimit { Max = 0 } }, Good with { Name = "k", SubjectTypes = ["person"] },
                new DestinationOptions { Name = "l", Type = DestinationType.PagerDuty },
                new DestinationOptions { Name = "m", Type = DestinationType.Slack, Url = "https://hooks.example/x" },
            ],
            Maintenance = [new MaintenanceWindow { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch }],
            Ports = [0],
            Links = new AlertLinks { Console = "javascript:alert(1)" },
        }.Problems();
        foreach (var part in new[]
        {
            "two are called 'soc'", "['a b'].name", "['c']: url or url_file is missing", "['d']: url or url_file, not both", "['e'].secret_file",
            "['f'].dispositions: 'alarm'", "['g'].min_level: 'severe'", "['h'].timeout", "['i'].quiet_hours", "['j'].rate", "['k'].subject_types",
            "['l'].secret_file", "['m'].url", "webhooks.maintenance", "webhooks.ports: 0", "webhooks.links.console",
        })
            problems.ShouldContain(problem => problem.Contains(part), part);
    }

    [Fact]
    public void The_demo_s_receiver_may_stand_on_this_machine() =>
        WebhookOptions.Demo("http://localhost:9000/hook").Problems().ShouldBeEmpty();
}
