using Streams.Webhooks.Rendering;

namespace Streams.Webhooks.Options;

/// <summary>Where alerts go. Immutable: a change of configuration makes a new sink over the same outbox.</summary>
public sealed record WebhookOptions
{
    public IReadOnlyList<DestinationOptions> Destinations { get; init; } = [];

    /// <summary>Planned work: messages wait until it is over.</summary>
    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    public AlertLinks Links { get; init; } = new();

    /// <summary>
    /// Lets destinations be private addresses, at any port, over plain HTTP and unsigned: for a laboratory and for
    /// tests, never for a network that has anything to lose.
    /// </summary>
    /// <value>false.</value>
    public bool AllowPrivate { get; init; }

    /// <summary>Ports that a destination may have.</summary>
    /// <value>443 and 8443.</value>
    public IReadOnlyList<int> Ports { get; init; } = [443, 8443];

    /// <summary>How often commands given to the outbox from outside (send again, enable) are looked for.</summary>
    /// <value>1 minute.</value>
    public TimeSpan ReloadEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>One receiver of everything, unsigned, anywhere: what <c>demo --webhook URL</c> sends to.</summary>
    public static WebhookOptions Demo(string url) => new()
    {
        AllowPrivate = true,
        Destinations = [new DestinationOptions { Name = "demo", Url = url, Dispositions = [], Rate = new RateLimit { Max = 1000 } }],
    };

    /// <summary>Everything that is wrong, with its path; secrets and addresses are not echoed.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        foreach (var twice in Destinations.GroupBy(destination => destination.Name).Where(same => same.Count() > 1))
            problems.Add($"webhooks.destinations: two are called '{twice.Key}'");
        foreach (var destination in Destinations) problems.AddRange(destination.Problems(AllowPrivate, Ports));
        foreach (var window in Maintenance.Where(window => window.To <= window.From))
            problems.Add($"webhooks.maintenance: a window ends at {window.To:O}, not after its begin");
        foreach (var port in Ports.Where(port => port is < 1 or > 65535)) problems.Add($"webhooks.ports: {port} is no port");
        problems.AddRange(Links.Problems());
        return problems;
    }
}
