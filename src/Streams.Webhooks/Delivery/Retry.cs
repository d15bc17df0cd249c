using Streams.Core.Activities;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Sending;

namespace Streams.Webhooks.Delivery;

/// <summary>When a failed message is tried again, or that it is given up.</summary>
internal static class Retry
{
    /// <summary>
    /// A fifth of the wait, to either side, drawn from the message and the attempt: many messages spread out, and a test
    /// sees the same each time.
    /// </summary>
    private const double Spread = 0.2;

    public static OutboxMessage After(OutboxMessage message, Attempt attempt, DestinationOptions destination, long now)
    {
        var tried = message.Attempts + 1;
        var failed = message with
        {
            Attempts = tried,
            LastError = attempt.Detail,
            Unavailable = attempt.Outcome == Sending.Outcome.Unavailable,
        };
        if (tried > destination.Retries.Count) return failed with { State = OutboxState.Dead };
        var wait = destination.Retries[tried - 1] * Jitter(message.MessageId, tried);
        if (attempt.RetryAfter > wait) wait = attempt.RetryAfter.Value;
        return failed with { NotBefore = now + (long)wait.TotalMilliseconds };
    }

    private static double Jitter(string messageId, int attempt)
    {
        var draw = (Key128.Of(messageId, (ulong)attempt).Lo >> 11) * (1.0 / (1UL << 53));
        return 1 - Spread + 2 * Spread * draw;
    }
}
