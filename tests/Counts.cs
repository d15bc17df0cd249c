using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Streams.Tests;

/// <summary>What the service's instruments were told while it listens: sums of counters, counts of histograms.</summary>
public sealed class Counts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _series = new(StringComparer.Ordinal);

    public Counts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Streams") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument.Name, 1, tags));
        _listener.Start();
    }

    /// <summary>Over all series of that name that carry each of these labels, written <c>outcome=accepted</c>.</summary>
    public long this[string name, params string[] labels] => _series
        .Where(series => series.Key.StartsWith(name + " ", StringComparison.Ordinal)
            && labels.All(label => series.Key.Contains($" {label} ", StringComparison.Ordinal)))
        .Sum(series => series.Value);

    public void Dispose() => _listener.Dispose();

    private void Add(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = name + " ";
        foreach (var (key, label) in tags) series += string.Create(CultureInfo.InvariantCulture, $" {key}={label} ");
        _series.AddOrUpdate(series, value, (_, before) => before + value);
    }
}
