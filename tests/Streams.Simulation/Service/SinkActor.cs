using Streams.Runtime.Actors;
using Streams.Runtime.Deliver;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Simulation.Service;

/// <summary>What a sink's server holds and how far the sink has come: both outlive the sink.</summary>
internal sealed class SinkServer(bool keepsHighest)
{
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    private long _puts;

    public DocumentStore Documents { get; } = new();

    public Dictionary<int, long> Cursors { get; } = [];

    /// <summary>Documents that an older version took the place of.</summary>
    public HashSet<string> WentBack { get; } = new(StringComparer.Ordinal);

    /// <summary>As an index under external versions: the highest stays.</summary>
    public void Put(ResultDocument document)
    {
        var isOlder = _held.TryGetValue(document.Entity, out var held) && held > document.Version;
        if (isOlder && keepsHighest) return;
        if (isOlder) WentBack.Add(document.Entity);
        _held[document.Entity] = document.Version;
        Documents.Put(document.Entity, ++_puts, document.Json);
    }
}

/// <summary>Delivers documents, fails in the middle of a batch now and then, and begins again at its cursor.</summary>
internal sealed class SinkActor(Topology topology, SinkServer server, SeededRandom random, Func<bool> breaks) : IActor
{
    public void Start(IActorContext context)
    {
        for (var i = 0; i < topology.ResultPartitions; i++)
            context.Log.Subscribe(new Partition(Topics.Results, i), server.Cursors.GetValueOrDefault(i), context.Self);
    }

    public void Receive(in Message message, IActorContext context)
    {
        if (message is not { Kind: MessageKind.Records, Batch: { } batch }) return;
        foreach (var record in batch.Records)
        {
            if (breaks() && random.Next(150) == 0) throw new IOException("the sink's server is away");
            server.Put(DocumentRecord.Read(record.Span));
        }

        server.Cursors[batch.Partition.Index] = batch.Next;
    }
}
