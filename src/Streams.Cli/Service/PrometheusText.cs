using System.Globalization;
using System.Text;

namespace Streams.Cli.Service;

/// <summary>The Prometheus text format, version 0.0.4: names, units, escaping.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary><c>streams.watermark.lag</c> in s is <c>streams_watermark_lag_seconds</c>; a counter ends in <c>_total</c>.</summary>
    public static string Name(string name, string? unit, MetricType type)
    {
        var text = new StringBuilder(Letters(name, colons: true));
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "1" or null or "" => "",
            _ => unit[0] == '{' ? "" : "_" + Letters(unit, colons: false),
        };
        if (suffix.Length > 0 && !text.ToString().EndsWith(suffix, StringComparison.Ordinal)) text.Append(suffix);
        if (type == MetricType.Counter) text.Append("_total");
        return text.ToString();
    }

    public static void Label(StringBuilder labels, string key, object? value)
    {
        if (labels.Length > 0) labels.Append(',');
        labels.Append(Letters(key, colons: false)).Append("=\"");
        Escape(labels, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true);
        labels.Append('"');
    }

    public static void Head(StringBuilder text, MetricFamily family)
    {
        text.Append("# HELP ").Append(family.Name).Append(' ');
        Escape(text, family.Help, quotes: false);
        text.Append("\n# TYPE ").Append(family.Name).Append(' ').Append(family.Type.ToString().ToLowerInvariant())
            .Append('\n');
    }

    public static void Series(StringBuilder text, MetricFamily family, string labels, MetricSeries series)
    {
        if (family.Type != MetricType.Histogram)
        {
            Line(text, family.Name, "", labels, "", series.Value);
            return;
        }

        foreach (var (boundary, count) in series.Cumulative())
            Line(text, family.Name, "_bucket", labels, Number(boundary), count);
        Line(text, family.Name, "_bucket", labels, "+Inf", series.Count);
        Line(text, family.Name, "_sum", labels, "", series.Value);
        Line(text, family.Name, "_count", labels, "", series.Count);
    }

    private static void Line(StringBuilder text, string name, string suffix, string labels, string boundary,
        double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0 || boundary.Length > 0)
        {
            text.Append('{').Append(labels);
            if (boundary.Length > 0) text.Append(labels.Length > 0 ? "," : "").Append("le=\"").Append(boundary)
                .Append('"');
            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Letters(string name, bool colons)
    {
        var text = new StringBuilder();
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' || (colons && c == ':') ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }

    private static void Escape(StringBuilder text, string value, bool quotes)
    {
        foreach (var c in value)
        {
            if (c == '\\') text.Append(@"\\");
            else if (c == '\n') text.Append(@"\n");
            else if (c == '"' && quotes) text.Append("\\\"");
            else text.Append(c);
        }
    }
}
