using System.Text;
using Streams.Elasticsearch.Bulk;
using Streams.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Cli.Running;

/// <summary>Documents that the index refuses, on the outbox's second partition until somebody has mended the cause.</summary>
internal sealed class KafkaSinkQuarantine(KafkaOptions kafka) : ISinkQuarantine, IDisposable
{
    private readonly CompactedTopic _topic = new(kafka, new Partition(Topics.Outbox, 1));

    public async Task PutAsync(SetAside document, CancellationToken cancel)
    {
        var known = (await ListAsync(cancel)).FirstOrDefault(other => other.Key == document.Key);
        if (known is null || known.Version <= document.Version) await _topic.PutAsync(KeyOf(document), document.ToBytes(), cancel);
    }

    public Task<IReadOnlyList<SetAside>> ListAsync(CancellationToken cancel) =>
        Task.Run<IReadOnlyList<SetAside>>(() => [.. _topic.ReadNewest().Select(bytes => SetAside.Read(bytes))], cancel);

    public async Task RemoveAsync(SetAside document, CancellationToken cancel)
    {
        var known = (await ListAsync(cancel)).FirstOrDefault(other => other.Key == document.Key);
        if (known is not null && known.Version <= document.Version) await _topic.PutAsync(KeyOf(document), null, cancel);
    }

    public void Dispose() => _topic.Dispose();

    private static byte[] KeyOf(SetAside document) => Encoding.UTF8.GetBytes(document.Key);
}
