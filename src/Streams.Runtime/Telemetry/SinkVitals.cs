namespace Streams.Runtime.Telemetry;

/// <summary>How a sink is, or one destination of it: written by whoever delivers, read from any thread.</summary>
/// <param name="name">A sink (<c>elasticsearch</c>), or one of its destinations (<c>webhooks/oncall</c>).</param>
public sealed class SinkVitals(string name)
{
    private const long Unknown = -1;
    private long _lag = Unknown;
    private int _held;
    private volatile string? _trouble;
    private volatile string? _stopped;

    public string Name => name;

    /// <summary>One of several to which a sink sends: where it stands, the others and the cursor go on.</summary>
    public bool IsDestination => name.Contains('/', StringComparison.Ordinal);

    /// <summary>Results that are not resolved, of the partitions that are here; null where nobody knows.</summary>
    public long? Lag
    {
        get => Interlocked.Read(ref _lag) is >= 0 and var lag ? lag : null;
        set => Interlocked.Exchange(ref _lag, value ?? Unknown);
    }

    /// <summary>Documents, or messages, that memory holds.</summary>
    public int Held
    {
        get => Volatile.Read(ref _held);
        set => Volatile.Write(ref _held, value);
    }

    /// <summary>What keeps it from its work while it tries again by itself; null: nothing.</summary>
    public string? Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <summary>What somebody must mend before it goes on: its breaker is open. Null: nothing.</summary>
    public string? Stopped
    {
        get => _stopped;
        set => _stopped = value;
    }
}

/// <summary>Where a sink says how it is and counts what it did.</summary>
public sealed record SinkTelemetry(StreamsMetrics Metrics, Vitals Vitals);
