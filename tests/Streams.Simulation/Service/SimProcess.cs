using Streams.Runtime.Actors;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Trials;

namespace Streams.Simulation.Service;

/// <summary>One life of a worker: its own runtime, clock and producer, and an actor for each partition it was given.</summary>
internal sealed class SimProcess
{
    private readonly SeededRandom _random;

    public SimProcess(
        string name, Broker broker, ulong seed, Fault fault, long startMs, Action<string>? trace, Caution? caution = null)
    {
        Name = name;
        Caution = caution;
        _random = new SeededRandom(seed);
        ILogPump LogOf(IRuntime runtime) =>
            new SimLog(runtime, broker, _random, new FaultyBytes(fault)) { AnswersLater = caution is not null };
        Runtime = new SeededRuntime(seed, LogOf, startMs)
        {
            Trace = trace is null ? null : (actor, message) => trace($"{name} {actor} {message.Kind} {message.Batch?.Partition} {message.Number}"),
        };
    }

    public string Name { get; }

    public Caution? Caution { get; }

    /// <summary>What keeps the sources together that this process reads.</summary>
    public Pace? Pace { get; init; }

    public SeededRuntime Runtime { get; }

    public SimLog Log => (SimLog)Runtime.Log;

    public bool IsSuspended { get; set; }

    public Dictionary<Partition, List<ActorRef>> Actors { get; } = [];

    /// <summary>Actors whose partitions are somebody else's, and who do not know it.</summary>
    public List<ActorRef> Zombies { get; } = [];

    /// <summary>Shards that this process owns or owned: as in a worker, who is gone, in whatever way, holds up no source.</summary>
    public List<(int Shard, ActorRef Actor)> Shards { get; } = [];

    /// <summary>Gone at once, with no word.</summary>
    public void Kill(ActorRef actor) => Runtime.Kill(actor);

    /// <summary>A step of an actor or of the network; false where there was nothing to do.</summary>
    public bool Step()
    {
        for (var i = Shards.Count - 1; i >= 0; i--)
        {
            if (!Shards[i].Actor.IsStopped) continue;
            Pace?.Forget(Shards[i].Shard);
            Shards.RemoveAt(i);
        }

        if (Log.HasUnsent && _random.Next(3) == 0)
        {
            Log.Send(6);
            return true;
        }

        Log.Pump();
        if (Runtime.Step()) return true;
        if (!Log.HasUnsent) return false;
        Log.Send(40);
        return true;
    }
}
