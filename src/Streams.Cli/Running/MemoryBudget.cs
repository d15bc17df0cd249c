using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Running;

/// <summary>What becomes of <c>processing.memory</c>: what a worker takes in all stays below it.</summary>
/// <param name="Total">All that the process may take, bytes.</param>
/// <param name="Queues">Of that, what the native client keeps.</param>
internal sealed record MemoryBudget(long Total, long Queues)
{
    /// <summary>Code, threads and buffers of the runtime and the native libraries, bytes.</summary>
    private const long Base = 192L << 20;

    /// <summary>Bytes for objects.</summary>
    public long Heap => Math.Max(64L << 20, Total - Queues - Base);

    /// <summary>Objects above which only those sources are read that the others wait for, bytes.</summary>
    public long Full => Heap * 3 / 4;

    /// <summary>Events that may wait for other sources, bytes.</summary>
    public long Tails => Heap / 4;

    /// <summary>Fetched records that may wait in each of the two readers, bytes.</summary>
    public long Waiting => Heap / 24;

    public static MemoryBudget Of(StreamsConfiguration configuration) =>
        new(configuration.Processing.Memory, configuration.Kafka.QueueMemory ?? configuration.Processing.Memory / 8);

    /// <summary>
    /// The collector, which would rather take what the machine has, keeps objects below their bound; where a container
    /// allows less, that holds.
    /// </summary>
    public void Enforce()
    {
        NativeHeap.Tame();
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes <= Heap) return;
        AppContext.SetData("GCHeapHardLimit", (ulong)Heap);
        GC.RefreshMemoryLimit();
    }
}
