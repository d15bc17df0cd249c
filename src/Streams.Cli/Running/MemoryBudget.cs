using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Running;

/// <summary>What becomes of <c>processing.memory</c>: what a worker takes in all stays below it while its state fits.</summary>
/// <param name="Total">All that the process may take, bytes.</param>
/// <param name="Queues">Of that, what the native client keeps.</param>
internal sealed record MemoryBudget(long Total, long Queues)
{
    /// <summary>Code, threads and buffers of the runtime and the native libraries, bytes.</summary>
    private const long Base = 208L << 20;

    /// <summary>
    /// Processor time that the program works for each that it is collected here. Not time on the clock: on a busy machine a
    /// collection takes long, and the program allocates as much as ever until the next.
    /// </summary>
    private const int WorkShare = 8;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes for objects.</summary>
    public long Heap => Total - Queues - Base;

    /// <summary>Objects above which sources are read that the others wait for rather than those, bytes.</summary>
    public long Full => Heap * 5 / 8;

    /// <summary>Events that may wait for other sources, bytes.</summary>
    public long Tails => Heap / 8;

    /// <summary>Fetched records that may wait in each of the two readers, bytes.</summary>
    public long Waiting => Heap / 24;

    public static MemoryBudget Of(StreamsConfiguration configuration) =>
        new(configuration.Processing.Memory, configuration.Kafka.QueueMemory ?? configuration.Processing.Memory / 8);

    /// <summary>
    /// The collector would rather take what the machine has: it is called when the heap comes near its bound, so that what
    /// is made before it is called again still fits. A hard limit would end a worker whose objects fit, as gaps between them count.
    /// </summary>
    public async Task KeepAsync(CancellationToken cancel)
    {
        NativeHeap.Tame();
        using var timer = new PeriodicTimer(LookEvery);
        var next = TimeSpan.Zero;
        while (await timer.WaitForNextTickAsync(cancel))
        {
            var began = Environment.CpuUsage.TotalTime;
            if (began < next || GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes <= Heap * 3 / 4) continue;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var ended = Environment.CpuUsage.TotalTime;
            next = ended + (ended - began) * WorkShare;
        }
    }
}
