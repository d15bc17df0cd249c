using Streams.Runtime.Actors;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Benchmarks.Events;

/// <summary>
/// The real ingest, fed from the corpus instead of a log partition: how records come into memory is the collector's
/// cost and not measured.
/// </summary>
internal sealed class FedIngest(SourceIngest ingest, Corpus corpus, Topology topology) : IActor
{
    private const int BatchRecords = 512;
    private readonly LogBatch _batch = new();
    private int _next;

    /// <summary>Records up to this one may be taken.</summary>
    public int Until { get; set; }

    public ActorRef? Self { get; private set; }

    public void Start(IActorContext context)
    {
        Self = context.Self;
        ingest.Start(context);
    }

    public void Receive(in Message message, IActorContext context)
    {
        if (_next == Until) return;
        for (var i = 0; i < topology.Shards; i++)
            if (!context.Log.HasRoom(topology.Shard(i), context.Self)) return;
        _batch.Records.Clear();
        for (; _next < Until && _batch.Records.Count < BatchRecords; _next++)
        {
            var (start, length) = corpus[_next];
            _batch.Records.Add(new LogRecord(_next, corpus.Bytes, start, length));
        }

        ingest.Receive(new Message(MessageKind.Records, _batch), context);
        context.Again();
    }
}
