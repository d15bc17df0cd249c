namespace Streams.Cli.Service;

/// <summary>One instrument with one set of labels, as far as it was counted.</summary>
internal sealed class MetricSeries(double[]? boundaries)
{
    private readonly long[]? _buckets = boundaries is null ? null : new long[boundaries.Length + 1];

    public double Value { get; private set; }

    public long Count { get; private set; }

    public void Add(double value) => Value += value;

    public void Set(double value) => Value = value;

    public void Record(double value)
    {
        Value += value;
        Count++;
        var bucket = Array.BinarySearch(boundaries!, value);
        _buckets![bucket < 0 ? ~bucket : bucket]++;
    }

    /// <summary>How many values were at most each boundary.</summary>
    public IEnumerable<(double Boundary, long Count)> Cumulative()
    {
        long below = 0;
        for (var i = 0; i < boundaries!.Length; i++)
        {
            below += _buckets![i];
            yield return (boundaries[i], below);
        }
    }
}
