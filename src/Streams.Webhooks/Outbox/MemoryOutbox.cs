using System.Collections.Concurrent;

namespace Streams.Webhooks.Outbox;

/// <summary>For demo and tests. Messages go through their bytes, as they would through a topic.</summary>
public sealed class MemoryOutbox : IOutbox
{
    private readonly ConcurrentDictionary<(string Destination, string MessageId), byte[]> _messages = new();

    public Task PutAsync(OutboxMessage message, CancellationToken cancel = default)
    {
        _messages[(message.Destination, message.MessageId)] = OutboxJson.ToBytes(message);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string destination, string messageId, CancellationToken cancel = default)
    {
        _messages.TryRemove((destination, messageId), out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxMessage>> LoadAsync(CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<OutboxMessage>>([.. _messages.Values.Select(message => OutboxJson.Read(message))]);
}
