using Confluent.Kafka;
using Streams.Runtime.Actors;
using Streams.Runtime.Telemetry;

namespace Streams.Kafka;

/// <summary>
/// Which appends the brokers have. Those between two barriers are counted together: a barrier is over when its own and
/// all before are.
/// </summary>
internal sealed class Acknowledgements
{
    private readonly IRuntime _runtime;
    private readonly Action<Exception> _failed;
    private readonly StreamsMetrics? _metrics;
    private readonly object _gate = new();
    private readonly Queue<Stretch> _closed = new();
    private Stretch _open;

    public Acknowledgements(IRuntime runtime, Action<Exception> failed, StreamsMetrics? metrics)
    {
        _metrics = metrics;
        _runtime = runtime;
        _failed = failed;
        _open = new Stretch(this);
    }

    /// <summary>The appends between two barriers; one delivery handler for all of them.</summary>
    internal sealed class Stretch
    {
        public Stretch(Acknowledgements owner) => Reported = report => owner.OnReport(this, report.Topic, report.Error);

        public Action<DeliveryReport<byte[], byte[]>> Reported { get; }

        public int Outstanding { get; set; }

        public (ActorRef Actor, int Generation, long Token)? Waiting { get; set; }
    }

    /// <summary>Appends that no broker has confirmed.</summary>
    public long Outstanding { get; private set; }

    public Stretch Begin()
    {
        lock (_gate)
        {
            _open.Outstanding++;
            Outstanding++;
            return _open;
        }
    }

    /// <summary>The append was never handed over.</summary>
    public void Cancel(Stretch span) => Settle(span);

    public void Barrier(ActorRef actor, long token)
    {
        lock (_gate)
        {
            _open.Waiting = (actor, _runtime.GenerationOf(actor), token);
            _closed.Enqueue(_open);
            _open = new Stretch(this);
            Complete();
        }
    }

    private void OnReport(Stretch span, string topic, Error error)
    {
        _metrics?.Sent(1, topic, error.IsError ? error.Code.ToString() : null);
        if (error.IsError)
        {
            _failed(new KafkaException(error));
            return;
        }

        Settle(span);
    }

    private void Settle(Stretch span)
    {
        lock (_gate)
        {
            span.Outstanding--;
            Outstanding--;
            Complete();
        }
    }

    private void Complete()
    {
        while (_closed.TryPeek(out var span) && span.Outstanding == 0)
        {
            _closed.Dequeue();
            var (actor, generation, token) = span.Waiting!.Value;
            _runtime.Reply(actor, generation, new Message(MessageKind.Acknowledged, null, token));
        }
    }
}
