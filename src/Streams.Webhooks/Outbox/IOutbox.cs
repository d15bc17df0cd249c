namespace Streams.Webhooks.Outbox;

/// <summary>
/// What is to be sent and was not yet acknowledged, durable, keyed by (destination, message id). An acknowledgement
/// that is lost with the process means the same message once more, under the same id.
/// </summary>
public interface IOutbox
{
    /// <summary>Returns when the message would survive a crash; it replaces the one of the same key.</summary>
    Task PutAsync(OutboxMessage message, CancellationToken cancel = default);

    Task RemoveAsync(string destination, string messageId, CancellationToken cancel = default);

    /// <summary>Everything in it, in any order.</summary>
    Task<IReadOnlyList<OutboxMessage>> LoadAsync(CancellationToken cancel = default);
}
