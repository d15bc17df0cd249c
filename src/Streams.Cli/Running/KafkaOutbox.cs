using System.Text;
using Streams.Kafka;
using Streams.Runtime.Logs;
using Streams.Webhooks.Outbox;

namespace Streams.Cli.Running;

/// <summary>The outbox on <c>streams.outbox</c>: survives the worker, and another one goes on with it.</summary>
internal sealed class KafkaOutbox(KafkaOptions kafka) : IOutbox, IDisposable
{
    private readonly CompactedTopic _topic = new(kafka, new Partition(Topics.Outbox, 0));

    public Task PutAsync(OutboxMessage message, CancellationToken cancel = default) =>
        _topic.PutAsync(KeyOf(message.Destination, message.MessageId), OutboxJson.ToBytes(message), cancel);

    public Task RemoveAsync(string destination, string messageId, CancellationToken cancel = default) =>
        _topic.PutAsync(KeyOf(destination, messageId), null, cancel);

    public Task<IReadOnlyList<OutboxMessage>> LoadAsync(CancellationToken cancel = default) =>
        Task.Run<IReadOnlyList<OutboxMessage>>(() => [.. _topic.ReadNewest().Select(bytes => OutboxJson.Read(bytes))], cancel);

    public void Dispose() => _topic.Dispose();

    private static byte[] KeyOf(string destination, string messageId) => Encoding.UTF8.GetBytes($"{destination}\n{messageId}");
}
