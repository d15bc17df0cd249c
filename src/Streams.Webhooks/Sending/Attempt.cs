namespace Streams.Webhooks.Sending;

internal enum Outcome
{
    /// <summary>2xx, and nothing else.</summary>
    Delivered,

    /// <summary>This message failed; others may not.</summary>
    Failed,

    /// <summary>The destination as a whole cannot be reached or asks for patience.</summary>
    Unavailable,

    /// <summary>410: it wants no more messages, ever.</summary>
    Gone,
}

/// <summary>How one attempt ended. <paramref name="Detail"/> is one of few sentences of ours, never a receiver's.</summary>
internal readonly record struct Attempt(Outcome Outcome, string Detail, TimeSpan? RetryAfter = null);
