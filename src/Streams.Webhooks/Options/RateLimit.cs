namespace Streams.Webhooks.Options;

/// <summary>So many messages one by one; what is over goes into a digest, so that a flood neither drowns nor is lost.</summary>
public sealed record RateLimit
{
    /// <value>60.</value>
    public int Max { get; init; } = 60;

    /// <value>1 hour.</value>
    public TimeSpan Per { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long what is over waits for company.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan DigestEvery { get; init; } = TimeSpan.FromMinutes(5);
}
