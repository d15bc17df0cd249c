namespace Streams.Webhooks.Outbox;

/// <summary>
/// What an operator does with the outbox, from any process that reaches it; a running service notices within a minute.
/// </summary>
public static class OutboxCommands
{
    /// <summary>By destination, then in order of sending. <see cref="OutboxState.Disabled"/> stands for a whole destination.</summary>
    public static async Task<IReadOnlyList<OutboxMessage>> ListAsync(
        IOutbox outbox, OutboxState? state = null, CancellationToken cancel = default) =>
    [
        .. (await outbox.LoadAsync(cancel)).Where(message => state is null ? message.State != OutboxState.Told : message.State == state)
            .OrderBy(message => message.Destination, StringComparer.Ordinal).ThenBy(message => message.Sequence),
    ];

    /// <summary>Dead letters become pending, with all their attempts before them; returns how many.</summary>
    /// <param name="outbox">Where they are.</param>
    /// <param name="destination">Null: of all.</param>
    /// <param name="messageId">Null: all.</param>
    /// <param name="cancel">Between two messages.</param>
    public static Task<int> ResendAsync(IOutbox outbox, string? destination, string? messageId, CancellationToken cancel = default) =>
        ForDeadAsync(outbox, destination, messageId, message => outbox.PutAsync(Fresh(message), cancel), cancel);

    public static Task<int> DiscardAsync(IOutbox outbox, string? destination, string? messageId, CancellationToken cancel = default) =>
        ForDeadAsync(
            outbox, destination, messageId, message => outbox.RemoveAsync(message.Destination, message.MessageId, cancel), cancel);

    /// <summary>
    /// A destination that answered 410 gets messages again; those that died meanwhile are sent again by <see
    /// cref="ResendAsync"/>.
    /// </summary>
    public static Task EnableAsync(IOutbox outbox, string destination, CancellationToken cancel = default) =>
        outbox.RemoveAsync(destination, OutboxMessage.DisabledId, cancel);

    private static OutboxMessage Fresh(OutboxMessage message) => message with
    {
        State = OutboxState.Pending,
        Attempts = 0,
        NotBefore = 0,
        LastError = null,
        Unavailable = false,
    };

    private static async Task<int> ForDeadAsync(
        IOutbox outbox, string? destination, string? messageId, Func<OutboxMessage, Task> act, CancellationToken cancel)
    {
        var dead = await ListAsync(outbox, OutboxState.Dead, cancel);
        var chosen = dead.Where(message => destination is null || message.Destination == destination)
            .Where(message => messageId is null || message.MessageId == messageId).ToList();
        foreach (var message in chosen) await act(message);
        return chosen.Count;
    }
}
