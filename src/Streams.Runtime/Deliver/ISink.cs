namespace Streams.Runtime.Deliver;

/// <summary>
/// One document of the results log: entity (<c>account:ana@corp.example</c>, <c>ring:r-…</c>, <c>finding:f-…</c>,
/// <c>alert:a-…</c>, <c>event:…</c>), version, whole content. Empty content: the entity is no longer shown.
/// </summary>
public sealed record ResultDocument(string Entity, long Version, byte[] Json)
{
    /// <summary>The part of the entity before the colon.</summary>
    public string Kind => Entity[..Entity.IndexOf(':', StringComparison.Ordinal)];

    public string Id => Entity[(Entity.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <summary>
/// Where documents go. A sink has its own cursor in the results log: its outage delays its own deliveries and nothing
/// else.
/// </summary>
public interface ISink
{
    string Name { get; }

    /// <summary>
    /// Returns when every document is resolved: accepted, known in a newer version, or set aside durably. Only then the
    /// cursor moves.
    /// </summary>
    Task DeliverAsync(IReadOnlyList<ResultDocument> documents, CancellationToken cancel);
}

/// <summary>The sink cannot go on until somebody mends something; the message names it.</summary>
public sealed class SinkStoppedException(string message, Exception? inner = null) : Exception(message, inner);
