using System.Globalization;

namespace Streams.Acceptance.Service;

/// <summary>Reads Prometheus text.</summary>
internal static class MetricsPage
{
    /// <summary>Over the series of that name with that label; there must be one.</summary>
    public static double Sum(string metrics, string name, string label = "") =>
        SumOrNull(metrics, name, label) ?? throw new InvalidOperationException($"no {name} {label}\n{metrics}");

    public static double? SumOrNull(string metrics, string name, params string[] labels)
    {
        var lines = metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)
            && labels.All(label => line.Contains(label, StringComparison.Ordinal))).ToList();
        return lines.Count == 0 ? null : lines.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
