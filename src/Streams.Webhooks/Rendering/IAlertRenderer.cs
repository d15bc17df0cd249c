using Streams.Core.Alerts;
using Streams.Webhooks.Options;

namespace Streams.Webhooks.Rendering;

/// <summary>From an alert to the bytes that one kind of receiver reads; pure, and without any secret in them.</summary>
public interface IAlertRenderer
{
    byte[] Render(AlertDocument alert);

    /// <summary>Several at once, or null where the receiver has no place for that.</summary>
    byte[]? RenderDigest(IReadOnlyList<AlertLine> alerts);
}

public static class AlertRenderers
{
    public static IAlertRenderer Of(DestinationType type, AlertLinks links) => type switch
    {
        DestinationType.Slack => new SlackRenderer(links),
        DestinationType.Teams => new TeamsRenderer(links),
        DestinationType.PagerDuty => new PagerDutyRenderer(links),
        _ => new GenericRenderer(links),
    };
}
