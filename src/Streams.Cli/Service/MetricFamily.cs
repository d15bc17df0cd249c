using System.Diagnostics.Metrics;
using System.Text;

namespace Streams.Cli.Service;

internal enum MetricType { Counter, Gauge, Histogram }

/// <summary>One instrument under its Prometheus name, with its series by their labels.</summary>
internal sealed class MetricFamily
{
    /// <summary>Labels are bounded by design; a mistake must cost a line, not the memory.</summary>
    public const int SeriesMax = 2000;

    private static readonly double[] DefaultBoundaries =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly StringBuilder _labels = new();
    private readonly double[]? _boundaries;
    private readonly bool _isAdded;

    public MetricFamily(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        Type = kind == typeof(Histogram<>) ? MetricType.Histogram
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricType.Counter
            : MetricType.Gauge;
        _isAdded = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        IsObserved = instrument.IsObservable;
        Name = PrometheusText.Name(instrument.Name, instrument.Unit, Type);
        Help = instrument.Description ?? "";
        if (Type == MetricType.Histogram)
            _boundaries = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray()
                ?? DefaultBoundaries;
    }

    public string Name { get; }

    public string Help { get; }

    public MetricType Type { get; }

    public bool IsObserved { get; }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_series)
        {
            var series = Series(tags);
            if (Type == MetricType.Histogram) series.Record(value);
            else if (_isAdded) series.Add(value);
            else series.Set(value);
        }
    }

    /// <summary>What is observed is only what is observed now: a partition that went away takes its line with it.</summary>
    public void Forget()
    {
        lock (_series) _series.Clear();
    }

    public void WriteTo(StringBuilder text)
    {
        lock (_series)
        {
            if (_series.Count == 0) return;
            PrometheusText.Head(text, this);
            foreach (var (labels, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                PrometheusText.Series(text, this, labels, series);
        }
    }

    private MetricSeries Series(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _labels.Clear();
        foreach (var (key, value) in tags) PrometheusText.Label(_labels, key, value);
        var labels = _labels.ToString();
        if (_series.TryGetValue(labels, out var known)) return known;
        if (_series.Count >= SeriesMax) labels = "otel_metric_overflow=\"true\"";
        if (!_series.TryGetValue(labels, out known)) _series.Add(labels, known = new MetricSeries(_boundaries));
        return known;
    }
}
