using Confluent.Kafka;

namespace Streams.Kafka;

/// <summary>
/// A native client of 2.1 or older whose queue was full once sleeps for a whole second before it looks for room, unless
/// something is asked of that broker. One compressed response can fill the queue, so a backlog would be read in gulps of
/// a second each: whoever finds the queue empty, and knows that there is more, asks. Newer clients are told to wait less.
/// </summary>
/// <param name="ask">Sends a request to the leader of a partition and waits for its answer.</param>
internal sealed class FetchWake(Action<TopicPartition> ask)
{
    /// <summary>The least time between two questions, ms: somebody may just have to wait for the network.</summary>
    private const int EveryMs = 50;

    private const int CanBeTold = 0x020200ff;

    private Task _asking = Task.CompletedTask;
    private long _next;

    public static void Tell(ClientConfig config)
    {
        if (Library.Version >= CanBeTold) config.Set("fetch.queue.backoff.ms", "20");
    }

    public void Wake(TopicPartition partition)
    {
        if (!_asking.IsCompleted || Environment.TickCount64 < _next) return;
        _next = Environment.TickCount64 + EveryMs;
        _asking = Task.Run(() =>
        {
            try
            {
                ask(partition);
            }
            catch (KafkaException)
            {
                // A broker that is away has nothing to fetch.
            }
        });
    }

    /// <summary>Returns when the client is not used here any more.</summary>
    public void Rest() => _asking.Wait();
}
