using System.Collections.Concurrent;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Deliver;

/// <summary>The sink of hunt, demo and tests: the newest document of each entity, in memory.</summary>
public sealed class DocumentStore
{
    private readonly ConcurrentDictionary<string, (long Version, byte[] Json)> _documents = new(StringComparer.Ordinal);

    private ConcurrentQueue<ResultDocument>? _all;

    /// <summary>From here on older documents of an entity are kept as well.</summary>
    public void KeepAll() => _all = [];

    public void Put(string entity, long version, byte[] json)
    {
        _all?.Enqueue(new ResultDocument(entity, version, json));
        _documents.AddOrUpdate(entity, (version, json), (_, known) => known.Version > version ? known : (version, json));
    }

    public IReadOnlyList<AccountDocument> Accounts() => HuntJson.Ranked(Of("account:").Select(json => HuntJson.ReadAccount(json)));

    public IReadOnlyList<RingDocument> Rings() => HuntJson.Ranked(Of("ring:").Select(json => HuntJson.ReadRing(json)));

    /// <summary>
    /// Everything that a sink would have been given last, or ever, in the order of versions; of one version in the order
    /// in which it was said.
    /// </summary>
    public IReadOnlyList<ResultDocument> All() =>
    [
        .. (_all ?? _documents.Select(d => new ResultDocument(d.Key, d.Value.Version, d.Value.Json)))
            .OrderBy(d => d.Version).ThenBy(d => d.Entity, StringComparer.Ordinal),
    ];

    private IEnumerable<byte[]> Of(string kind) =>
        _documents.Where(d => d.Key.StartsWith(kind, StringComparison.Ordinal) && d.Value.Json.Length > 0)
            .OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Value.Json);
}

internal sealed class CollectorActor(Topology topology, DocumentStore store) : IActor
{
    public void Start(IActorContext context)
    {
        for (var i = 0; i < topology.ResultPartitions; i++) context.Log.Subscribe(new Partition(Topics.Results, i), 0, context.Self);
    }

    public void Receive(in Message message, IActorContext context)
    {
        if (message is not { Kind: MessageKind.Records, Batch: { } batch }) return;
        foreach (var record in batch.Records)
        {
            var document = DocumentRecord.Read(record.Span);
            store.Put(document.Entity, document.Version, document.Json);
        }
    }
}
