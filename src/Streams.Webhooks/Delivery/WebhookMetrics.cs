using System.Diagnostics.Metrics;
using Streams.Webhooks.Sending;

namespace Streams.Webhooks.Delivery;

/// <summary>Counts by destination and outcome: both are few, and neither names an account.</summary>
internal static class WebhookMetrics
{
    public const string MeterName = "Streams.Webhooks";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Attempts =
        Meter.CreateCounter<long>("streams.webhook.attempts", "{attempt}", "Attempts to deliver a message, by how they ended.");

    public static void Count(string destination, Attempt attempt) => Attempts.Add(
        1, new("streams.destination", destination), new("outcome", attempt.Outcome.ToString().ToLowerInvariant()));
}
