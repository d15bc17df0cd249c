using System.Diagnostics.Metrics;
using System.Text;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Service;

/// <summary>Listens to the service's own meter and the runtime's, and writes what it heard for Prometheus.</summary>
internal sealed class MetricCollector : IDisposable
{
    private static readonly string[] Meters = [StreamsMetrics.MeterName, "System.Runtime"];

    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _collecting = new();

    public MetricCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument, Family(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Take((double)value, tags, state));
        _listener.Start();
    }

    public string Write()
    {
        lock (_collecting)
        {
            List<MetricFamily> families;
            lock (_families) families = [.. _families.Values];
            foreach (var family in families) if (family.IsObserved) family.Forget();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // One gauge that fails leaves its own lines out, not everybody's.
            }

            var text = new StringBuilder();
            lock (_families) families = [.. _families.Values];
            foreach (var family in families) family.WriteTo(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((MetricFamily)state!).Take(value, tags);

    /// <summary>Two instruments of one name share a family: a format that names a family twice is refused whole.</summary>
    private MetricFamily Family(Instrument instrument)
    {
        var family = new MetricFamily(instrument);
        lock (_families)
        {
            if (_families.TryGetValue(family.Name, out var known)) return known;
            _families.Add(family.Name, family);
            return family;
        }
    }
}
