using Streams.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Cli.Running;

/// <summary>
/// Work that one worker of the deployment does at a time: whoever the group gives the outbox's first partition. Where it
/// moves, what runs here is at rest before the next one begins; a worker that dies is followed when its session is over.
/// </summary>
internal sealed class SoleWork : IDisposable
{
    private readonly Action<CancellationToken> _work;
    private readonly CancellationTokenSource _stop;
    private readonly GroupMember _member;
    private readonly Lock _lock = new();
    private (Thread Thread, CancellationTokenSource Stop)? _turn;

    /// <param name="kafka">The brokers and the deployment's group.</param>
    /// <param name="name">Of the group, behind the deployment's.</param>
    /// <param name="work">Runs until it is cancelled.</param>
    /// <param name="failed">Told of what ends this worker's part in it.</param>
    /// <param name="stop">The end of everything.</param>
    public SoleWork(KafkaOptions kafka, string name, Action<CancellationToken> work, Action<Exception> failed, CancellationToken stop)
    {
        _work = work;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _member = new GroupMember(
            kafka, name, [Topics.Outbox], partitions => Begin(partitions), (partitions, _) => End(partitions), failed);
        _member.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        Rest();
        _member.Dispose();
        _stop.Dispose();
    }

    private static bool IsIn(IReadOnlyList<Partition> partitions) => partitions.Any(partition => partition.Index == 0);

    private void Begin(IReadOnlyList<Partition> partitions)
    {
        if (!IsIn(partitions) || _stop.IsCancellationRequested) return;
        Rest();
        lock (_lock)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var thread = new Thread(() => _work(stop.Token)) { IsBackground = true, Name = "sole-work" };
            _turn = (thread, stop);
            thread.Start();
        }
    }

    private void End(IReadOnlyList<Partition> partitions)
    {
        if (IsIn(partitions)) Rest();
    }

    private void Rest()
    {
        lock (_lock)
        {
            if (_turn is not { } turn) return;
            turn.Stop.Cancel();
            turn.Thread.Join();
            turn.Stop.Dispose();
            _turn = null;
        }
    }
}
