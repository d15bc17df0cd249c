using System.Collections.Immutable;
using Streams.Webhooks.Rendering;

namespace Streams.Webhooks.Outbox;

public enum OutboxState
{
    /// <summary>To be sent when it is due.</summary>
    Pending,

    /// <summary>Waits for the end of a quiet time or for company, then goes alone or into a digest.</summary>
    Held,

    /// <summary>Given up; kept until somebody sends it again or discards it.</summary>
    Dead,

    /// <summary>Not a message: the destination answered 410 and gets no more.</summary>
    Disabled,

    /// <summary>Not a message: the newest transition of an alert that the destination has acknowledged.</summary>
    Told,
}

/// <summary>One message to one destination. Its body is rendered once and holds no secret.</summary>
public sealed record OutboxMessage
{
    /// <summary>The id of the record that says a destination is disabled.</summary>
    public const string DisabledId = "disabled";

    public required string Destination { get; init; }

    /// <summary>The same over all attempts and lives: <c>webhook-id</c>.</summary>
    public required string MessageId { get; init; }

    public required OutboxState State { get; init; }

    /// <summary>Order within the destination.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was accepted, Unix ms.</summary>
    public long Created { get; init; }

    public int Attempts { get; init; }

    /// <summary>Not to be tried before, Unix ms.</summary>
    public long NotBefore { get; init; }

    public string? LastError { get; init; }

    /// <summary>
    /// The destination, not the message, was at fault: it is tried again as soon as another message arrives there.
    /// </summary>
    public bool Unavailable { get; init; }

    /// <summary>One alert, or those of a digest.</summary>
    public ImmutableArray<AlertLine> Lines { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>
    /// What remembers that a line was acknowledged, one of an alert: the results log may be read again from where the
    /// cursor stood, by another process too.
    /// </summary>
    public static OutboxMessage Told(string destination, AlertLine line, long now) => new()
    {
        Destination = destination,
        MessageId = ToldId(line.Alert),
        State = OutboxState.Told,
        Created = now,
        Lines = [line],
    };

    public static string ToldId(string alert) => $"told/{alert}";

    /// <summary>A record of the outbox that is nothing to be sent.</summary>
    public static bool IsNote(OutboxMessage message) => message.State is OutboxState.Disabled or OutboxState.Told;
}
