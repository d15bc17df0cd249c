using System.Globalization;
using System.Text;
using Streams.Elasticsearch.Bulk;
using Streams.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Cli.Running;

/// <summary>
/// Documents that the index refuses, on the outbox's second partition until somebody has mended the cause. Each version
/// is a record of its own: whoever sends one again and takes it out touches no newer one that came meanwhile, and to put
/// one nothing has to be read. A mapping conflict refuses thousands.
/// </summary>
internal sealed class KafkaSinkQuarantine(KafkaOptions kafka) : ISinkQuarantine, IDisposable
{
    /// <summary>More than that are not remembered; what they leave behind goes with the next removal.</summary>
    private const int RememberedMax = 100_000;

    private readonly CompactedTopic _topic = new(kafka, new Partition(Topics.Outbox, 1));
    private readonly Dictionary<string, List<long>> _versions = new(StringComparer.Ordinal);

    public async Task PutAsync(SetAside document, CancellationToken cancel)
    {
        await _topic.PutAsync(KeyOf(document.Key, document.Version), document.ToBytes(), cancel);
        if (_versions.Count > RememberedMax) _versions.Clear();
        await TakeOutAsync(document.Key, document.Version - 1, cancel);
        Remember(document);
    }

    public async Task<IReadOnlyList<SetAside>> ListAsync(CancellationToken cancel)
    {
        var all = await Task.Run(() => _topic.ReadNewest().Select(bytes => SetAside.Read(bytes)).ToList(), cancel);
        _versions.Clear();
        foreach (var document in all) Remember(document);
        return [.. all.GroupBy(document => document.Key).Select(versions => versions.MaxBy(document => document.Version)!)];
    }

    public async Task RemoveAsync(SetAside document, CancellationToken cancel)
    {
        if (!_versions.ContainsKey(document.Key)) await ListAsync(cancel);
        await TakeOutAsync(document.Key, document.Version, cancel);
    }

    public void Dispose() => _topic.Dispose();

    private async Task TakeOutAsync(string key, long until, CancellationToken cancel)
    {
        if (!_versions.TryGetValue(key, out var versions)) return;
        foreach (var version in versions.Where(version => version <= until).ToList())
        {
            await _topic.PutAsync(KeyOf(key, version), null, cancel);
            versions.Remove(version);
        }
    }

    private void Remember(SetAside document)
    {
        if (!_versions.TryGetValue(document.Key, out var versions)) _versions.Add(document.Key, versions = []);
        if (!versions.Contains(document.Version)) versions.Add(document.Version);
    }

    private static byte[] KeyOf(string key, long version) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}\n{version}"));
}
